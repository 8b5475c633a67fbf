// What is shown beside a question: both answers of a conflict, a refusal, what others say. Texts are only ever texts.

export function showBoth(place, told, settle) {
  takeAway(place);
  const box = document.querySelector("template[data-conflict]").content.firstElementChild.cloneNode(true);
  const write = (name, words) => {
    box.querySelector(`[data-${name}]`).textContent = words;
  };
  write("by", told.by);
  write("at", told.at);
  write("theirs", told.theirs.words);
  write("theirs-note", [told.theirs.reason, told.theirs.evidence].filter(Boolean).join("\n"));
  write("mine", told.mine.words);
  write("mine-note", [told.mine.reason, told.mine.evidence].filter(Boolean).join("\n"));
  for (const button of box.querySelectorAll("[data-use]")) {
    button.addEventListener("click", () => settle(button.dataset.use));
  }
  place.append(box);
}

export function showRefusal(place, words) {
  takeAway(place);
  const box = document.querySelector("template[data-refusal]").content.firstElementChild.cloneNode(true);
  box.querySelector("[data-words]").textContent = words;
  place.append(box);
}

export function takeAway(place) {
  place.querySelector(":scope > [data-told]")?.remove();
}

export function showHints(place, hints) {
  const box = place.parentElement.querySelector("[data-hints]");
  if (!box) return;
  const inside = box.querySelector(".govuk-details__text");
  inside.replaceChildren(
    ...hints.map((hint) => {
      const line = document.createElement("p");
      line.className = "govuk-body-s";
      const source = document.createElement("strong");
      source.textContent = `${hint.source}: `;
      line.append(source, hint.says);
      return line;
    }),
  );
  box.hidden = false;
}
