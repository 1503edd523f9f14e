// Lists keep their place: coming back, the reader finds the same height and the same row.
const here = () => `place:${location.pathname}${location.search}`;

addEventListener("pagehide", () => {
  const link = document.activeElement?.closest?.(".register a");
  sessionStorage.setItem(here(), JSON.stringify([scrollY, link?.getAttribute("href") ?? ""]));
});

const came = performance.getEntriesByType("navigation")[0]?.type;
const kept = came === "back_forward" && JSON.parse(sessionStorage.getItem(here()) ?? "null");
if (kept) {
  const [height, href] = kept;
  scrollTo({ top: height, behavior: "instant" });
  if (href) {
    document.querySelector(`.register a[href="${CSS.escape(href)}"]`)?.focus({ preventScroll: true });
  }
}

// A table wider than the page can be moved sideways by keys too.
for (const table of document.querySelectorAll(".plain-table, .document-text, .register-table")) {
  if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
}

// On a phone the rows of a plain table are cards: each cell says its own heading.
function labelled(root) {
  for (const table of root.querySelectorAll(".plain-table:not(.cards, .document-text *)")) {
    const heads = [...table.querySelectorAll("thead tr")];
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    if (heads.length !== 1 || table.querySelector("[colspan], [rowspan]")) continue;
    const seen = (cell) => (cell.querySelector(".visually-hidden") ? "" : cell.textContent.trim());
    const words = [...heads[0].cells].map(seen);
    if (rows.some((row) => row.cells.length !== words.length)) continue;
    for (const row of rows) {
      for (const [n, cell] of [...row.cells].entries()) {
        if (cell.textContent.trim() || cell.children.length) {
          if (words[n] && !cell.querySelector(".visually-hidden") && n > 0) cell.dataset.l = words[n];
        } else cell.textContent = "";
      }
    }
    table.classList.add("cards");
  }
}
labelled(document);
document.addEventListener("htmx:afterSettle", (event) => labelled(event.target.parentNode ?? document));
