// Ctrl-K and "/" go to the search; Escape leaves it.
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const search = document.getElementById("search");
  if (!search) return;
  const called =
    ((event.ctrlKey || event.metaKey) && event.code === "KeyK") ||
    (event.key === "/" && !event.ctrlKey && !event.altKey && !event.metaKey && !typing(event.target));
  if (called && search.offsetParent) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "Escape" && event.target === search) {
    search.blur();
  }
});
