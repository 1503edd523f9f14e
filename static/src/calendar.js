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

// On a phone the year begins where today is, a month of what was before in sight.
const year = document.querySelector(".year-scroll");
const now = year?.querySelector(".year-now");
if (now && year.scrollWidth > 1.5 * year.clientWidth) {
  const names = year.querySelector("th[scope=row]").getBoundingClientRect();
  const month = year.querySelector(".year-month").getBoundingClientRect().width;
  year.scrollLeft = now.getBoundingClientRect().left - names.right - month;
}
