// Registers: the whole row opens the record; addresses stay short; a refusal is said in words.
import { say } from "./signs.js";
import { word } from "./words.js";

document.addEventListener("click", (event) => {
  const row = event.target.closest(".register tbody tr");
  if (!row || event.target.closest("a, button, input, label") || getSelection().toString()) return;
  const link = row.querySelector("a");
  if (!link) return;
  if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
  else {
    link.focus();
    link.click();
  }
});

// An empty filter says nothing, so it does not stand in the address.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches("[data-clean]")) return;
  const sent = event.detail.formData;
  for (const [name, value] of [...sent.entries()]) if (value === "") sent.delete(name);
  sent.delete("page");
});

document.addEventListener("formdata", (event) => {
  if (!event.target.matches("[data-clean]")) return;
  for (const [name, value] of [...event.formData.entries()]) {
    if (value === "") event.formData.delete(name);
  }
});

for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    if (!event.target.matches("[data-minutes]")) say(word("broken"), false); // minutes say it themselves
  });
}
