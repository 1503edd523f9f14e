// The cells of the sheet: what stands in each, said by its element, and drawn into it.
export const root = document.getElementById("scoring");
export const words = root.dataset;
export const isOpen = Boolean(words.open);
export const lowest = Number(words.lowest);
export const highest = Number(words.highest);

const SIGNS = { not_applicable: "–", cannot_judge: "?", refused: "×" };
const all = [...root.querySelectorAll("td.score")];
const byKey = new Map(all.map((cell) => [cell.dataset.cell, cell]));

export const cells = all;
export const cellOf = (key) => byKey.get(key);
export const personOf = (cell) => cell.closest("tr");
export const columnOf = (cell) => cell.dataset.cell.split(":")[1];
export const wordsOf = (column) => root.querySelector(`template[data-column-words="${column}"]`);
export const gapWords = (gap) =>
  root.querySelector(`template[data-gap-words="${gap}"]`)?.innerHTML ?? "";

/** What a point means in a column. */
export const pointWords = (column, point) =>
  wordsOf(column)?.content.querySelector(`[data-point="${point}"]`)?.textContent ?? "";

/** What stands in a cell: {value, gap, note}. */
export const read = ({ dataset }) => ({
  value: dataset.value === "" ? null : Number(dataset.value),
  gap: dataset.gap,
  note: dataset.note,
});

export const isFilled = ({ dataset }) => dataset.value !== "" || dataset.gap !== "";

const signOf = ({ value, gap }) => (gap ? SIGNS[gap] : (value ?? ""));

/** Puts into a cell what stands there now; ``how`` is nothing, "waiting" or "trouble". */
export function write(cell, said, how = "") {
  const now = said ?? { value: null, gap: "", note: "" };
  const { dataset } = cell;
  dataset.value = now.value ?? "";
  dataset.gap = now.gap ?? "";
  dataset.note = now.note ?? "";
  dataset.how = how;
  if (how !== "trouble") delete dataset.trouble;
  delete dataset.wish;
  const sign = cell.querySelector(".score-sign");
  sign.textContent = signOf(now);
  if (now.gap) sign.append(hidden(` ${gapWords(now.gap)}`));
  cell.querySelector(".score-note")?.remove();
  if (now.note) {
    const note = document.createElement("span");
    note.className = "score-note";
    note.append(hidden(` ${words.wordComment}`));
    sign.after(note);
  }
  if (how === "waiting") sign.append(hidden(` ${words.wordWaits}`));
  count(cell);
}

function hidden(text) {
  const span = document.createElement("span");
  span.className = "visually-hidden";
  span.textContent = text;
  return span;
}

// How full it is ----------------------------------------------------------------------------------

const here = () => all.filter(isFilled).length;
const elsewhere = Number(words.filled ?? 0) - here();

function count(cell) {
  const row = personOf(cell);
  const own = [...row.querySelectorAll("td.score")];
  row.querySelector("[data-done]").textContent = `${own.filter(isFilled).length}/${own.length}`;
  const done = elsewhere + here();
  root.querySelector("[data-filled-now]").textContent = done;
  root.querySelector(".scoring-progress progress").value = done;
}

/** The next empty cell after one, on this page; from the beginning when there is none after. */
export function nextEmpty(after) {
  const from = after ? all.indexOf(after) + 1 : 0;
  return [...all.slice(from), ...all.slice(0, from)].find((cell) => !isFilled(cell));
}
