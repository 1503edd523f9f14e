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
  return whole === undefined ? 0 : Number(whole) * 10 + Number(part);
};
const isAway = (row) => row?.querySelector(":scope > .row-acts .row-away")?.checked;

function sum(form) {
  let total = 0;
  for (const field of form.querySelectorAll("[data-weight]")) {
    const row = field.closest(".row-item");
    if (!isAway(row) && !isAway(row.parentElement.closest(".row-item"))) total += tenths(field.value);
  }
  const words = `${Math.floor(total / 10)}${total % 10 ? `,${total % 10}` : ""}`;
  for (const place of form.querySelectorAll("[data-weights]")) {
    place.querySelector("b").textContent = words;
    place.classList.toggle("green", total === 1000);
    place.classList.toggle("amber", total !== 1000);
  }
}

for (const name of ["input", "change", "draft:restored"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.closest?.("form");
    if (form?.querySelector("[data-weights]")) sum(form);
  });
}
