/* Asks before typed words are left behind: forms with `data-guard`. */

/** Take a form as saved, or as changed again; a page's own autosave calls it. */
export function setSaved(form, saved) {
  if (saved) delete form.dataset.changed;
  else form.dataset.changed = "yes";
}

/** Watch every guarded form of the page. */
export function guardForms(page) {
  for (const form of page.querySelectorAll("form[data-guard]")) {
    // What came back with problems is not saved either.
    setSaved(form, !page.querySelector("[data-focus-first]"));
    form.addEventListener("input", () => setSaved(form, false));
    form.addEventListener("submit", () => setSaved(form, true));
  }
  window.addEventListener("beforeunload", (event) => {
    if (page.querySelector("form[data-guard][data-changed]")) event.preventDefault();
  });
}
