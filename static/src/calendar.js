// The calendar by keys: ← earlier, → later, T today. The keys press the links of the page.
const away = "input, textarea, select, [contenteditable], dialog, .scroll";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  if (event.target.closest?.(away) || event.target.closest?.("details[open]")) return;
  const link = document.querySelector(`[data-calendar] [data-calendar-key="${event.code}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
