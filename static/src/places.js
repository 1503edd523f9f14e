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
