// The box under Ctrl-K: pages, deeds and records while one types; the arrows choose, Enter opens.
// Without script the search of the frame is an ordinary form.
import { word } from "./words.js";

const box = document.getElementById("palette");
const line = box?.querySelector("input");
const list = document.getElementById("palette-list");
const PAUSE = 180;
let waiting = 0;
let asked = null;
let last = null;

const options = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector("[aria-selected=true]");

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  if (option) {
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    line.setAttribute("aria-activedescendant", option.id);
  } else line.removeAttribute("aria-activedescendant");
}

async function ask() {
  const typed = line.value.trim();
  if (typed === last) return;
  last = typed;
  asked?.abort();
  asked = new AbortController();
  try {
    const address = `${line.dataset.quick}?${new URLSearchParams({ q: line.value.trimStart() })}`;
    const answer = await fetch(address, { signal: asked.signal, credentials: "same-origin" });
    if (answer.redirected) return location.assign(answer.url);
    if (!answer.ok) throw new Error(answer.status);
    list.innerHTML = await answer.text();
  } catch (error) {
    if (error.name === "AbortError") return;
    last = null;
    list.textContent = word("broken");
  }
  choose(null);
  const count = options().length;
  line.setAttribute("aria-expanded", String(count > 0));
  box.querySelector("[data-palette-said]").textContent = count
    ? `${word("found")}: ${count}`
    : list.textContent.trim();
}

export function openPalette() {
  if (!box || box.open) return;
  box.showModal();
  line.select();
  last = null;
  ask();
}

if (box) {
  line.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  line.addEventListener("keydown", (event) => {
    const all = options();
    const here = all.indexOf(chosen());
    if (event.key === "ArrowDown") choose(all[here + 1] ?? all[0]);
    else if (event.key === "ArrowUp") choose(all[here === -1 ? all.length - 1 : here - 1] ?? null);
    else if (event.key === "Enter" && chosen()) location.assign(chosen().href);
    else return;
    event.preventDefault();
  });
  // Escape empties a search field first; here it closes the box at once.
  line.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    box.close();
  });
  box.addEventListener("click", (event) => {
    if (event.target === box || event.target.closest("[data-palette-close]")) box.close();
  });
  box.addEventListener("close", () => clearTimeout(waiting));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    openPalette();
  });
}
