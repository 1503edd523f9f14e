// The table under the hands: arrows move, a digit marks and goes on, letters lead to the rest.
import { cells, highest, isFilled, isOpen, lowest, nextEmpty, personOf, root, words } from "./cells.js";
import { give } from "./giving.js";
import { beginPanel, choose, toGap, toNote } from "./panel.js";

const table = root.querySelector(".scoring-table");
const rows = [...table.querySelectorAll("tbody tr:not(.is-recused)")];
const inRow = (row) => [...row.querySelectorAll("td.score")];
let current = null;
let ledTo = null; // the cell to which the last search for an empty one led

/** Moves the hand to a cell. */
export function focusCell(cell) {
  if (!cell) return;
  if (current) current.tabIndex = -1;
  current = cell;
  cell.tabIndex = 0;
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The cell that the panel shows, before any hand has come to the table. */
export function showCell(cell) {
  if (current) current.tabIndex = -1;
  current = cell;
  cell.tabIndex = 0;
  choose(cell);
}

export const currentCell = () => current;

function beside(cell, right, down) {
  const row = rows.indexOf(personOf(cell));
  const at = inRow(rows[row]).indexOf(cell);
  if (down) return rows[row + down] && inRow(rows[row + down])[at];
  return inRow(rows[row])[at + right];
}

const following = (cell) => cells[cells.indexOf(cell) + 1] ?? cell;

/** The next empty cell: here, or on the page of those who have one. Whoever is ``looking`` for it is
 * led to the current one first, when that is empty and they were not led there just now. */
export function goToEmpty(looking = false) {
  const stays = looking && current && current !== ledTo && !isFilled(current);
  ledTo = stays ? current : nextEmpty(current);
  if (!ledTo) location.assign(words.emptyUrl);
  return ledTo;
}

const MOVES = {
  ArrowRight: (cell) => beside(cell, 1, 0),
  ArrowLeft: (cell) => beside(cell, -1, 0),
  ArrowDown: (cell) => beside(cell, 0, 1),
  ArrowUp: (cell) => beside(cell, 0, -1),
  Home: (cell) => inRow(personOf(cell))[0],
  End: (cell) => inRow(personOf(cell)).at(-1),
  PageDown: (cell) => inRow(rows.at(-1))[inRow(personOf(cell)).indexOf(cell)],
  PageUp: (cell) => inRow(rows[0])[inRow(personOf(cell)).indexOf(cell)],
};
// By where the key is: on a Kyrgyz or Russian keyboard it is the same key.
const LETTERS = {
  KeyC: () => toNote(),
  KeyN: () => toGap(),
  KeyE: () => focusCell(goToEmpty()),
};

function typed(event, cell) {
  const digit = /^[0-9]$/.test(event.key) ? Number(event.key) : null;
  if (digit !== null && digit >= lowest && digit <= highest) {
    give(cell, { value: digit });
    focusCell(following(cell));
  } else if (event.key === "0" || event.key === "Delete" || event.key === "Backspace") {
    give(cell, { value: null, gap: "" });
  } else if (LETTERS[event.code]) LETTERS[event.code]();
  else return false;
  return true;
}

export function beginTable() {
  beginPanel(focusCell);
  showCell(cells[0]);
  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td.score");
    if (!cell) return;
    if (current && current !== cell) current.tabIndex = -1;
    current = cell;
    cell.tabIndex = 0;
    choose(cell);
  });
  table.addEventListener("click", (event) => focusCell(event.target.closest("td.score")));
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td.score");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = MOVES[event.key];
    if (move) focusCell(move(cell));
    else if (!isOpen || !typed(event, cell)) return;
    event.preventDefault();
    event.stopPropagation();
  });
}
