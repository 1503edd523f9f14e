// The small search of the page: shows the lines that hold every word typed. Without it all are shown.
(() => {
  const box = document.getElementById("find");
  if (!box) return;
  const rows = [...document.querySelectorAll("[data-line]")];
  const words = rows.map((row) => row.textContent.toLowerCase());
  box.parentElement.hidden = false;
  box.addEventListener("input", () => {
    const asked = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach((row, n) => {
      row.hidden = !asked.every((word) => words[n].includes(word));
    });
  });
})();
