/* Asks before typed words are left behind (forms with `data-guard`), and takes a double press of a button for one. */

const DOUBLE = 1_000; // milliseconds within which a second press is the same one

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

/** A form sent twice within a second is sent once. */
export function sendOnce(page) {
  const sent = new WeakMap();
  page.addEventListener("submit", (event) => {
    const now = performance.now();
    if (now - (sent.get(event.target) ?? -DOUBLE) < DOUBLE) event.preventDefault();
    else sent.set(event.target, now);
  });
}
