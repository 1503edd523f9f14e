// Rows of a form are added at once, without asking the server; it can do it as well. A row may
// hold rows of its own: the blank of the outer one numbers only itself.
function addRow(set) {
  const total = set.querySelector("input[name$='-TOTAL_FORMS']");
  const blank = set.querySelector(":scope > template[data-blank]");
  const holder = document.createElement("template");
  const own = `${set.dataset.rows}-`;
  holder.innerHTML = blank.innerHTML.replaceAll(`${own}__prefix__`, `${own}${total.value}`);
  const row = holder.content.firstElementChild;
  set.querySelector(":scope > .rows-list").append(row);
  total.value = Number(total.value) + 1;
  row.dispatchEvent(new CustomEvent("row:added", { bubbles: true }));
  return row;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-more]");
  if (!button) return;
  event.preventDefault();
  addRow(button.closest("[data-rows]")).querySelector("input, select, textarea")?.focus();
});

// A draft that comes back may have more rows than the page: they are made before it is filled in.
document.addEventListener("draft:restoring", (event) => {
  const sets = [...event.target.querySelectorAll("[data-rows]")];
  for (const set of sets) {
    const named = new RegExp(`^${set.dataset.rows}-(\\d+)-`);
    const rows = Object.keys(event.detail).map((key) => Number(named.exec(key)?.[1] ?? -1));
    const total = set.querySelector("input[name$='-TOTAL_FORMS']");
    while (Number(total.value) <= Math.max(-1, ...rows)) {
      sets.push(...addRow(set).querySelectorAll("[data-rows]"));
    }
  }
});
