/* Keys and the cursor: characters that are left, the way from the error summary to each field, menus that close. */

const QUIET = 700; // milliseconds without a key before the count is read out

/** Keep the count under each prose field: `data-count-of` names the field, `data-most` says how many it takes. */
export function countCharacters(page) {
  for (const info of page.querySelectorAll("[data-count-of]")) {
    const field = page.getElementById(info.dataset.countOf);
    if (!field) continue;
    const most = Number(info.dataset.most);
    const spoken = page.createElement("span");
    spoken.className = "govuk-visually-hidden";
    spoken.setAttribute("role", "status");
    info.after(spoken);
    let waiting = 0;
    const tell = () => {
      const left = most - [...field.value].length; // characters as the server counts them
      const words = (left < 0 ? info.dataset.over : info.dataset.left).replace("{n}", Math.abs(left).toLocaleString());
      info.textContent = words;
      info.classList.toggle("ts-count--over", left < 0);
      clearTimeout(waiting);
      if (left < most / 10) waiting = setTimeout(() => { spoken.textContent = words; }, QUIET);
    };
    field.addEventListener("input", tell);
    if (field.value) tell();
  }
}

/** Begin at the error summary, else at what was just done; make the summary's links put the cursor into the field. */
export function leadToProblems(page) {
  const summary = page.querySelector("[data-focus-first]");
  (summary ?? page.querySelector(".ts-told"))?.focus({ preventScroll: true });
  if (!summary) return;
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && page.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const group = field.closest(".govuk-form-group");
    (group || field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

/** Close the menu of the header with Escape, or by going elsewhere. */
export function closeMenus(page) {
  for (const menu of page.querySelectorAll("details.ts-menu")) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    page.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  }
}
