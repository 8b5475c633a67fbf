// Shows a question when the answers it waits for are given. The server decides the same when the page is loaded again.

export function applyConditions(form, valueById) {
  const hidden = new Set();
  for (const place of form.querySelectorAll("[data-when]")) {
    const met = JSON.parse(place.dataset.when).every(([id, answers]) => {
      if (hidden.has(id)) return false;
      const given = valueById(id);
      const several = Array.isArray(given) ? given : [given];
      return several.some((each) => answers.map(String).includes(String(each)));
    });
    place.hidden = !met;
    if (!met) place.querySelectorAll("[data-question]").forEach((each) => hidden.add(each.dataset.question));
  }
}
