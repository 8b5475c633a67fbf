/* Filters the rows of a table while one types; the whole table is there without script. */

/** Show the filter box of each table that has one. */
export function filterTables(page) {
  for (const box of page.querySelectorAll("[data-filter-of]")) {
    const table = page.getElementById(box.dataset.filterOf);
    const input = box.querySelector("input");
    const count = box.querySelector("[role=status]");
    if (!table || !input || !count) continue;
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    const texts = rows.map((row) => plain(row.textContent));
    const filter = () => {
      const words = plain(input.value).split(" ").filter(Boolean);
      let shown = 0;
      rows.forEach((row, place) => {
        row.hidden = !words.every((word) => texts[place].includes(word));
        if (!row.hidden) shown += 1;
      });
      const said = box.dataset.countWords.replace("{shown}", shown).replace("{all}", rows.length);
      count.textContent = words.length ? said : "";
    };
    input.addEventListener("input", filter);
    // Enter in the box would send a form around the table.
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    box.hidden = false;
    if (input.value) filter();
  }
}

/** Letters without accents or case, single spaces between words. */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
}
