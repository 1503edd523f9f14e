// Rows change places by a button, and the weights of criteria are summed while one types.
const placeOf = (row) => row.querySelector(":scope > .row-acts .row-place");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  const row = button?.closest(".row-item");
  if (!row) return;
  const other = button.dataset.move === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (button.dataset.move === "up") other.before(row);
  else other.after(row);
  for (const [at, one] of [...row.parentElement.children].entries()) placeOf(one).value = at + 1;
  button.focus();
  row.dispatchEvent(new Event("change", { bubbles: true }));
});

// Tenths of a per cent are whole numbers: their sum is exact.
const tenths = (typed) => {
  const [, whole, part = "0"] = /^\s*(\d{1,3})(?:[.,](\d))?\s*%?\s*$/.exec(typed) ?? [];
  const found = whole === undefined ? 0 : Number(whole) * 10 + Number(part);
  return found > 0 && found <= 1000 ? found : null;
};
const isNamed = (row) => [...row.querySelectorAll("[name*='-title_']")].some((one) => one.value.trim());
const isAway = (row) => row?.querySelector(":scope > .row-acts .row-away")?.checked;

function sum(form) {
  let total = 0;
  let unread = 0;
  for (const field of form.querySelectorAll("[data-weight]")) {
    const row = field.closest(".row-item");
    if (isAway(row) || isAway(row.parentElement.closest(".row-item"))) continue;
    const weight = tenths(field.value);
    total += weight ?? 0;
    if (weight === null && (field.value.trim() || isNamed(row))) unread += 1;
  }
  const words = `${Math.floor(total / 10)}${total % 10 ? `,${total % 10}` : ""}`;
  for (const place of form.querySelectorAll("[data-weights]")) {
    place.querySelector("b").textContent = words;
    const left = place.querySelector("[data-unread]");
    left.hidden = !unread;
    left.querySelector("b").textContent = unread;
    const isWhole = total === 1000 && !unread;
    place.classList.toggle("green", isWhole);
    place.classList.toggle("amber", !isWhole);
  }
}

for (const name of ["input", "change", "draft:restored"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.closest?.("form");
    if (form?.querySelector("[data-weights]")) sum(form);
  });
}
