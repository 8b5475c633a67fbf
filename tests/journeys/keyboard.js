// What a keyboard reaches on this page. Runs in the page: `look()` before, then Tab is pressed, then `told()`.
(() => {
  const STYLES = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderTopWidth",
    "borderTopColor", "borderBottomColor", "textDecorationLine", "textDecorationThickness"];
  const INTERACTIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";

  // How an element is drawn: itself, what stands before and after it, and its label, which draws radios and boxes.
  function drawn(element) {
    const parts = [[element, null], [element, "::before"], [element, "::after"]];
    for (const label of element.labels || []) parts.push([label, "::before"], [label, "::after"], [label, null]);
    if (element.parentElement) parts.push([element.parentElement, null]);
    return parts.map(([of, pseudo]) => {
      const style = getComputedStyle(of, pseudo);
      return STYLES.map((name) => style[name]).join(" ");
    }).join("|");
  }

  function name(element) {
    const words = (element.labels && element.labels[0] ? element.labels[0].innerText : element.innerText) || element.name;
    return `${element.tagName.toLowerCase()} ${(words || element.outerHTML.slice(0, 80)).replace(/\s+/g, " ").trim()}`;
  }

  const before = new Map();
  const reached = new Set();
  const unseen = [];

  window.keyboard = {
    look(within) {
      const root = document.querySelector(within);
      for (const element of root.querySelectorAll(INTERACTIVE)) {
        if (element.disabled || element.tabIndex < 0 || !element.checkVisibility({ visibilityProperty: true })) continue;
        before.set(element, drawn(element));
      }
      document.addEventListener("focusin", ({ target }) => {
        if (!before.has(target) || reached.has(target)) return;
        reached.add(target);
        if (drawn(target) === before.get(target)) unseen.push(name(target));
      });
      return before.size;
    },
    at() {
      return before.has(document.activeElement);
    },
    told() {
      const groups = new Set([...reached].filter((each) => each.type === "radio").map((each) => each.name));
      const missed = [...before.keys()].filter((each) =>
        !reached.has(each) && !(each.type === "radio" && groups.has(each.name)) && each.checkVisibility());
      return { missed: missed.map(name), unseen };
    },
  };
})();
