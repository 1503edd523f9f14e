// The scoring sheet: people by indicators, a mark with each key or tap, all of it also without
// network (static/src/queue.js keeps and sends). Loaded by templates/monitoring/sheet.html alone.
import { beginCards, emptyCard, showCard, showCards, shownCell } from "./scoring/cards.js";
import { cellOf, cells, isOpen, nextEmpty, root, words } from "./scoring/cells.js";
import { begin } from "./scoring/giving.js";
import { beginTable, currentCell, focusCell, goToEmpty, showCell } from "./scoring/table.js";

const KEPT = "scoring-view";
const NARROW = matchMedia("(max-width: 61.99rem)");
const choices = [...root.querySelectorAll("[name=view]")];

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

let view = "table";
function show(how, cell) {
  view = how;
  const isTable = how === "table";
  root.querySelector("[data-table]").hidden = !isTable;
  root.querySelector("[data-cards]").hidden = isTable;
  root.querySelector("[data-deck-head]").hidden = isTable;
  root.querySelector("[data-panel]").hidden = !isTable || !currentCell();
  root.dataset.view = how;
  for (const choice of choices) choice.checked = choice.value === how;
  if (isTable) showCell(cell);
  else showCards(how, cell);
}

const goTo = (cell) => (view === "table" ? focusCell(cell) : showCard(cell));

// An address may name a cell, or a person: their first empty one.
function asked() {
  const [kind, person, column] = location.hash.slice(1).split("-");
  if (kind === "c") return cellOf(`${person}:${column}`);
  if (kind !== "p") return undefined;
  const own = cells.filter((cell) => cell.dataset.cell.startsWith(`${person}:`));
  return own.find((cell) => cell.dataset.value === "" && cell.dataset.gap === "") ?? own[0];
}

function beginSheet() {
  beginTable();
  if (!isOpen) return;
  beginCards();
  const known = choices.map((choice) => choice.value);
  const wish = kept();
  const first = asked() ?? nextEmpty();
  show(known.includes(wish) ? wish : NARROW.matches ? "person" : "table", first ?? cells[0]);
  if (asked()) goTo(asked());
  for (const choice of choices) {
    choice.addEventListener("change", () => {
      try {
        localStorage.setItem(KEPT, choice.value);
      } catch {
        // Not kept: next time the page begins as the screen suggests.
      }
      show(choice.value, view === "table" ? currentCell() : shownCell());
    });
  }
  root.querySelector("[data-next-empty]")?.addEventListener("click", () => {
    const cell = view === "table" ? goToEmpty(true) : emptyCard();
    if (cell) goTo(cell);
    else if (view !== "table") location.assign(words.emptyUrl);
  });
  addEventListener("hashchange", () => asked() && goTo(asked()));
  begin();
  keepNext();
}

// Who goes on without network finds the next page too.
async function keepNext() {
  if (!words.nextUrl || !navigator.serviceWorker) return;
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: new URL(words.nextUrl, location.href).href, files: [] });
}

if (cells.length) beginSheet();
