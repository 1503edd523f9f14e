// On a phone and a tablet: one person with all indicators, or one indicator for all people.
import { cells, columnOf, isFilled, nextEmpty, personOf, pointWords, read, root, words, wordsOf } from "./cells.js";
import { give, whenChanged } from "./giving.js";
import { showMaterial } from "./material.js";
import { drawMust, drawPoints, earlier } from "./panel.js";

const place = root.querySelector("[data-cards]");
const head = root.querySelector("[data-deck-head]");
const cardOf = new Map();
let by = "";
let at = 0;
let decks = [];

const grouped = (keyOf) => {
  const found = new Map();
  for (const cell of cells) {
    if (!found.has(keyOf(cell))) found.set(keyOf(cell), []);
    found.get(keyOf(cell)).push(cell);
  }
  return [...found.values()];
};
const text = (row, name) => row.querySelector(`[data-${name}]`).textContent;

function drawCard(cell) {
  const card = cardOf.get(cell);
  if (!card) return;
  const now = read(cell);
  const part = (name) => card.querySelector(`[data-card-${name}]`);
  drawPoints(card.querySelectorAll("[data-give]"), cell);
  part("words").textContent = now.value === null ? "" : pointWords(columnOf(cell), now.value);
  part("gap").value = cell.dataset.wish ?? now.gap;
  if (document.activeElement !== part("note")) part("note").value = now.note;
  drawMust(card, part("note"), cell);
  const { trouble = "", wish } = cell.dataset;
  for (const name of ["trouble", "why"]) {
    const said = (name === "why") === Boolean(wish) ? trouble : "";
    part(name).textContent = said;
    part(name).hidden = !said;
  }
  card.dataset.how = cell.dataset.how ?? "";
  card.classList.toggle("is-done", now.value !== null || now.gap !== "");
}

/** The words of all points of an indicator, behind a line; nothing where it has none. */
function fillScale(place, column) {
  const lines = [...wordsOf(column).content.querySelectorAll("[data-point]")]
    .filter((one) => one.textContent)
    .map((one) => {
      const line = document.createElement("li");
      const point = document.createElement("b");
      point.textContent = one.dataset.point;
      line.append(point, ` ${one.textContent}`);
      return line;
    });
  place.querySelector("ul").replaceChildren(...lines);
  place.hidden = !lines.length;
}

function makeCard(cell) {
  const card = document.getElementById("scoring-card").content.firstElementChild.cloneNode(true);
  const part = (name) => card.querySelector(`[data-card-${name}]`);
  const row = personOf(cell);
  const about = wordsOf(columnOf(cell)).dataset;
  part("title").textContent = by === "person" ? about.title : text(row, "name");
  part("detail").textContent = by === "person" ? `${about.percent} %` : text(row, "detail");
  part("before").textContent = earlier(cell);
  part("before").hidden = !earlier(cell);
  part("scale").hidden = true;
  if (by === "person") fillScale(part("scale"), columnOf(cell));
  card.querySelector("[role=group]").setAttribute("aria-label", part("title").textContent);
  for (const button of card.querySelectorAll("[data-give]")) {
    const meaning = pointWords(columnOf(cell), button.dataset.give);
    if (meaning) button.setAttribute("aria-label", `${button.dataset.give} – ${meaning}`);
    button.addEventListener("click", () => {
      const point = Number(button.dataset.give);
      give(cell, { value: read(cell).value === point ? null : point });
    });
  }
  part("gap").addEventListener("change", () => {
    const given = give(cell, { gap: part("gap").value, note: part("note").value });
    if (!given) part("note").focus();
  });
  part("note").addEventListener("change", () => {
    give(cell, { gap: part("gap").value, note: part("note").value });
  });
  cardOf.set(cell, card);
  drawCard(cell);
  return card;
}

function drawDeck() {
  const deck = decks[at];
  const page = document.getElementById("scoring-deck").content.cloneNode(true);
  const part = (name) => page.querySelector(`[data-deck-${name}]`);
  const row = personOf(deck[0]);
  const about = wordsOf(columnOf(deck[0])).dataset;
  part("title").textContent = by === "person" ? text(row, "name") : about.title;
  part("detail").textContent = by === "person" ? text(row, "detail") : about.criterion;
  part("count").textContent = `· ${at + 1} / ${decks.length}`;
  cardOf.clear();
  part("cards").append(...deck.map(makeCard));
  const material = part("material");
  if (by === "person") {
    material.hidden = false;
    const inside = material.querySelector("div");
    material.addEventListener("toggle", () => showMaterial(inside, row.dataset.person, ""));
  }
  if (by === "column") fillScale(part("scale"), columnOf(deck[0]));
  head.replaceChildren(...page.querySelector("[data-deck-parts]").childNodes);
  page.querySelector("[data-deck-parts]").remove();
  place.replaceChildren(page);
}

// After the last one: what was left out, or the signature.
function end() {
  const empty = nextEmpty();
  if (empty) {
    showCard(empty);
    return;
  }
  const sign = document.querySelector(".page-acts .btn-primary");
  sign?.scrollIntoView({ block: "center" });
  sign?.focus();
}

function go(step) {
  const next = at + step;
  if (next < 0 || next >= decks.length) {
    const url = step > 0 ? words.nextUrl : words.previousUrl;
    if (url) location.assign(url);
    else if (step > 0) end();
    return;
  }
  at = next;
  drawDeck();
  head.querySelector("[data-deck-focus]").focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
}

/** Shows cards by "person" or by "column", from the one that holds ``cell``. */
export function showCards(how, cell) {
  by = how;
  decks = grouped(how === "person" ? personOf : columnOf);
  at = Math.max(0, decks.findIndex((deck) => deck.includes(cell)));
  if (decks.length) drawDeck();
}

/** Shows one cell, wherever it stands. */
export function showCard(cell) {
  at = decks.findIndex((deck) => deck.includes(cell));
  drawDeck();
  const card = cardOf.get(cell);
  card.scrollIntoView({ block: "center" });
  card.querySelector("[data-give]").focus({ preventScroll: true });
}

/** The first cell of what is shown. */
export const shownCell = () => decks[at]?.[0];

/** The first empty cell of what is shown, or the next one after it. */
export const emptyCard = () => decks[at].find((cell) => !isFilled(cell)) ?? nextEmpty(decks[at].at(-1));

// A finger that goes sideways goes on; one that goes down reads.
const FAR = 70;
export function beginCards() {
  whenChanged(drawCard);
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-deck]");
    if (button) go(Number(button.dataset.deck));
  });
  let from = null;
  place.addEventListener("touchstart", ({ touches: [touch] }) => {
    from = [touch.clientX, touch.clientY];
  }, { passive: true });
  place.addEventListener("touchend", ({ changedTouches: [touch], target }) => {
    if (!from || target.closest("textarea, select")) return;
    const [x, y] = [touch.clientX - from[0], touch.clientY - from[1]];
    from = null;
    if (Math.abs(x) > FAR && Math.abs(x) > 2 * Math.abs(y)) go(x < 0 ? 1 : -1);
  }, { passive: true });
}
