// The panel beside the table: the chosen cell in words, its comment, why there is no mark.
import { columnOf, isOpen, personOf, pointWords, read, words, wordsOf } from "./cells.js";
import { give, needsWords, trouble, whenChanged } from "./giving.js";
import { showMaterial } from "./material.js";

const panel = document.querySelector("[data-panel]");
const part = (name) => panel.querySelector(`[data-panel-${name}]`);
let chosen = null;
let timer;

/** What oneself and all gave the round before. */
export function earlier({ dataset }) {
  if (!dataset.before && !dataset.low) return "";
  const said = dataset.before ? [`${words.wordEarlier} ${dataset.before}.`] : [];
  if (dataset.low) {
    said.push(`${words.wordSpread} ${dataset.low}–${dataset.high}, ${words.wordMean} ${dataset.mean}.`);
  }
  return said.join(" ");
}

/** Buttons of points as they stand: pressed, with the words of the column. */
export function drawPoints(buttons, cell) {
  const { value } = read(cell);
  for (const button of buttons) {
    const point = Number(button.dataset.give);
    button.setAttribute("aria-pressed", String(point === value));
  }
}

/** Whether the comment is asked for, said beside it and to whoever hears the page. */
export function drawMust(place, note, cell) {
  const must = needsWords(cell.dataset.wish ?? read(cell).gap);
  for (const word of place.querySelectorAll("[data-must]")) {
    word.hidden = (word.dataset.must === "yes") !== must;
  }
  note.required = must;
  note.setAttribute("aria-invalid", String(Boolean(cell.dataset.wish)));
}

function draw(cell) {
  if (cell !== chosen) return;
  const { gap, note } = read(cell);
  drawPoints(panel.querySelectorAll("[data-give]"), cell);
  part("gap").value = cell.dataset.wish ?? gap;
  if (document.activeElement !== part("note")) part("note").value = note;
  drawMust(panel, part("note"), cell);
  part("trouble").textContent = cell.dataset.trouble ?? "";
  part("trouble").hidden = !cell.dataset.trouble;
}

/** Shows a cell; its material a moment later, so that who only passes by fetches nothing. */
export function choose(cell) {
  chosen = cell;
  panel.hidden = false;
  const row = personOf(cell);
  const column = columnOf(cell);
  const about = wordsOf(column).dataset;
  part("person").textContent = row.querySelector("[data-name]").textContent;
  part("detail").textContent = row.querySelector("[data-detail]").textContent;
  part("indicator").textContent = about.title;
  part("weight").textContent = `${about.percent} %`;
  part("before").textContent = earlier(cell);
  part("before").hidden = !earlier(cell);
  for (const button of panel.querySelectorAll("[data-give]")) {
    button.querySelector("span").textContent = pointWords(column, button.dataset.give);
  }
  draw(cell);
  clearTimeout(timer);
  timer = setTimeout(() => showMaterial(part("material"), row.dataset.person, column), 150);
}

export const toNote = () => part("note").focus();
export const toGap = () => part("gap").focus();

/** ``back`` is called with the cell when the hand returns to the table. */
export function beginPanel(back) {
  whenChanged(draw);
  if (!isOpen) return;
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-give]");
    if (!button || !chosen) return;
    const point = Number(button.dataset.give);
    give(chosen, { value: read(chosen).value === point ? null : point });
  });
  part("gap").addEventListener("change", () => {
    const gap = part("gap").value;
    if (!give(chosen, { gap, note: part("note").value })) part("note").focus();
  });
  part("note").addEventListener("change", () => {
    give(chosen, { gap: part("gap").value, note: part("note").value });
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen) {
      event.preventDefault();
      back(chosen);
    }
  });
  part("note").addEventListener("input", () => {
    if (chosen.dataset.trouble && part("note").value.trim()) trouble(chosen, "");
  });
}
