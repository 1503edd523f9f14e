// Five buttons: each click adds one to what stands in its cell.
const place = document.querySelector("[data-queue]");
const key = place.dataset.queueKey;
const queue = window.sapatQueue;
const button = (cell) => place.querySelector(`[data-cell="${cell}"]`);
const show = (cell, value, revision) => {
  if (!button(cell)) return;
  button(cell).textContent = value ?? 0;
  if (revision !== undefined) button(cell).dataset.revision = revision;
};
window.results = [];
place.addEventListener("click", (event) => {
  const { cell, revision } = event.target.dataset;
  if (!cell) return;
  const value = Number(event.target.textContent) + 1;
  show(cell, value);
  queue.enqueue(key, { cell, value, base: Number(revision) });
});
document.getElementById("photo").addEventListener("change", (event) => {
  queue.enqueueFile(key, { cell: "one", file: event.target.files[0] }).catch(() => {});
});
place.addEventListener("queue:result", ({ detail }) => {
  window.results.push(detail);
  if (detail.kind === "answer" && detail.status !== "failed" && !detail.waits) {
    show(detail.cell, detail.value, detail.revision);
  }
});
place.addEventListener("queue:item", ({ detail }) => show(detail.cell, detail.value));
place.addEventListener("queue:state", ({ detail }) => { window.state = detail; });
queue.ready.then(() => queue.cells(key)).then((cells) => {
  for (const [cell, { value, revision }] of Object.entries(cells)) show(cell, value, revision);
  place.dataset.read = "1";
});
