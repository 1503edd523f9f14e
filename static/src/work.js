// Lists of work: j and k go from line to line; after a deed the list is where it was.
import { say } from "./signs.js";

const typing = (target) => target.closest?.("input, textarea, select, summary, [contenteditable]");
const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const links = [...document.querySelectorAll(".work-link")];
  const now = links.indexOf(document.activeElement);
  const isArrow = event.key.startsWith("Arrow");
  if (!links.length || (isArrow && now < 0)) return; // the arrows move the page until one is in
  event.preventDefault();
  const next = now < 0 ? 0 : Math.min(Math.max(now + step, 0), links.length - 1);
  links[next].focus();
  links[next].closest("li").scrollIntoView({ block: "nearest" });
});

// The forms within a list come back to it: the same height, and the message said where one looks.
const KEY = "stay";
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-stay]")) {
    sessionStorage.setItem(KEY, JSON.stringify([location.pathname, scrollY]));
  }
});

const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
sessionStorage.removeItem(KEY);
if (kept?.[0] === location.pathname && !document.querySelector("[data-focus], details[open] .form-error")) {
  scrollTo({ top: kept[1], behavior: "instant" });
  const told = document.querySelector("#messages > .notice");
  if (told && kept[1] > 200) say(told.firstChild.textContent.trim());
}
const wrong = document.querySelector("[data-stay] .field:has(.form-error) :is(input, select, textarea)");
wrong?.focus();
