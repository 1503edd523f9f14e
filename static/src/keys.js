// Ctrl-K opens the box that finds everything; "/" goes to the search of the page or the frame.
import { openPalette } from "./palette.js";

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK" && document.getElementById("palette")) {
    event.preventDefault();
    openPalette();
    return;
  }
  const search = document.getElementById("search");
  if (!search) return;
  const called =
    event.key === "/" && !event.ctrlKey && !event.altKey && !event.metaKey && !typing(event.target);
  if (called && search.offsetParent) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "Escape" && event.target === search) {
    search.blur();
  }
});
