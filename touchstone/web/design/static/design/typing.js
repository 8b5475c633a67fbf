/* While one types: characters that are left, and the way from the error summary to each field. */

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

/** Begin at the error summary where there is one, and make its links put the cursor into the field. */
export function leadToProblems(page) {
  const summary = page.querySelector("[data-focus-first]");
  if (!summary) return;
  summary.focus();
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
