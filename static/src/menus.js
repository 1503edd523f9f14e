// Menus are <details class="menu">: one open at a time, closed by Escape or a click elsewhere.
const open = () => document.querySelectorAll("details.menu[open]");
const things = (menu) =>
  [...menu.querySelectorAll(".menu-body :is(a, button, input)")].filter((one) => one.offsetParent);

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("focusin", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu");
  if (!menu) return;
  const summary = menu.querySelector("summary");
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    summary.focus();
  }
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.target.matches("input")) return;
  event.preventDefault();
  menu.open = true;
  const list = things(menu);
  const step = event.key === "ArrowDown" ? 1 : -1;
  const next = list.indexOf(document.activeElement) + step;
  (list[next] ?? (step > 0 ? list[0] : summary))?.focus();
});

// A menu that holds a line to fill opens with the hand already on it.
document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.open || !event.target.matches("details.menu")) return;
    event.target.querySelector("input.form-control")?.focus();
  },
  true,
);
