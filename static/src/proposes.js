// Days that are proposed follow the kind and the year while nobody touched them, and what a kind
// never asks is not asked; the server knows both.
document.addEventListener("change", async (event) => {
  const form = event.target.matches("[data-proposes=days]") && event.target.closest("form");
  if (!form) return;
  const days = [...form.querySelectorAll("input[type=date]")];
  if (days.some((one) => one.value !== one.defaultValue)) return;
  const [kind, year] = [form.elements.kind, form.elements.year];
  const asked = new URLSearchParams({ kind: kind.value });
  if (event.target === year || year.value !== year.defaultValue) asked.set("year", year.value);
  const answer = await fetch(`${location.pathname}?${asked}`).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const field of form.querySelectorAll("[id$=_group]")) {
    (field.closest("details") ?? field).hidden = !page.getElementById(field.id);
  }
  for (const one of [...days, form.elements.proposed_for, year]) {
    const value = page.getElementById(one.id)?.defaultValue;
    if (value === undefined) continue;
    one.defaultValue = one.value = value;
    one.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
