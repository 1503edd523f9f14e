// What the person brought, fetched once and shown beside the marks.
import { words } from "./cells.js";

const pages = new Map();
const place = document.querySelector("[data-panel-material]");

async function fetched(person) {
  const url = place.dataset.url.replace("/0/", `/${person}/`);
  const answer = await fetch(url, { credentials: "same-origin", redirect: "manual" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

/** Shows in ``where`` what a person brought; what belongs to ``column`` comes first. */
export async function showMaterial(where, person, column) {
  where.dataset.person = person;
  try {
    if (!pages.has(person)) pages.set(person, fetched(person));
    const text = await pages.get(person);
    if (where.dataset.person !== person) return; // one has gone on meanwhile
    const page = new DOMParser().parseFromString(text, "text/html").body;
    const own = page.querySelector(`[data-indicator="${column}"]`);
    if (own) {
      own.classList.add("is-own");
      page.prepend(own);
    }
    where.replaceChildren(...page.childNodes);
  } catch {
    pages.delete(person);
    if (where.dataset.person !== person) return;
    const line = document.createElement("p");
    line.className = "quiet";
    line.textContent = words.wordAway;
    where.replaceChildren(line);
  }
}
