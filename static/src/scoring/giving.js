// A mark is given: shown at once, kept on the device, sent; what the server says is shown in place.
import { cellOf, read, root, words, write } from "./cells.js";

const queue = () => window.sapatQueue;
const key = words.queueKey;

/** Whether a gap is only taken with a comment. */
export const needsWords = (gap) => ["cannot_judge", "refused"].includes(gap);

const drawn = new Set();

/** Whoever draws cells in another way is told of each that changed. */
export const whenChanged = (draw) => drawn.add(draw);
const changed = (cell) => drawn.forEach((draw) => draw(cell));

const cellName = (cell) => {
  const [, column] = cell.dataset.cell.split(":");
  const name = cell.closest("tr").querySelector("[data-name]").textContent;
  return `${name}, ${root.querySelector(`template[data-column-words="${column}"]`).dataset.title}`;
};

/** Says beside a cell what is wrong with it. */
export function trouble(cell, message) {
  cell.dataset.trouble = message;
  cell.dataset.how = "trouble";
  changed(cell);
}

/** Gives {value, gap, note}, each only where it is to change; false where words are missing. */
export function give(cell, change) {
  const now = { ...read(cell), ...change };
  if (change.value !== undefined && change.value !== null) now.gap = "";
  if (change.gap) now.value = null;
  now.note = now.note.trim();
  if (needsWords(now.gap) && !now.note) {
    cell.dataset.wish = now.gap; // it stands where it was chosen, until its words are there
    trouble(cell, words.wordWhy);
    return false;
  }
  const before = read(cell);
  const isSame = ["value", "gap", "note"].every((name) => now[name] === before[name]);
  if (isSame && cell.dataset.how !== "trouble") return true;
  write(cell, now, "waiting");
  changed(cell);
  queue()
    .enqueue(key, { cell: cell.dataset.cell, value: now, base: Number(cell.dataset.revision) })
    .catch(() => {});
  return true;
}

// What the server says ------------------------------------------------------------------------------

const list = document.querySelector("[data-trouble]");
function tell(cell, message) {
  const line = document.createElement("li");
  line.className = "notice amber";
  line.dataset.of = cell.dataset.cell;
  const link = document.createElement("a");
  link.href = `#${cell.id}`;
  link.textContent = cellName(cell);
  line.append(link, ` – ${message}`);
  list?.querySelector(`[data-of="${cell.dataset.cell}"]`)?.remove();
  list?.append(line);
  if (list) list.hidden = false;
}

function forget(cell) {
  list?.querySelector(`[data-of="${cell.dataset.cell}"]`)?.remove();
  if (list && !list.children.length) list.hidden = true;
}

function answered({ cell: name, status, value, revision, message, waits }) {
  const cell = cellOf(name);
  if (!cell) return;
  if (status === "failed") {
    trouble(cell, message);
    return;
  }
  cell.dataset.revision = revision;
  if (waits) return; // a newer wish of ours stands there already
  write(cell, value, status === "saved" ? "" : "trouble");
  if (status === "saved") forget(cell);
  else {
    cell.dataset.trouble = message;
    tell(cell, message);
  }
  changed(cell);
}

/** From the first moment: what waits here, what this device knows beyond the page. */
export async function begin() {
  root.addEventListener("queue:result", ({ detail }) => {
    if (detail.kind === "answer") answered(detail);
  });
  root.addEventListener("queue:item", ({ detail }) => {
    const cell = cellOf(detail.cell);
    if (!cell) return;
    write(cell, detail.value, "waiting");
    changed(cell);
  });
  await queue().ready;
  for (const [name, known] of Object.entries(await queue().cells(key))) {
    const cell = cellOf(name);
    if (!cell) continue;
    if (known.status === "waiting" || known.status === "failed") {
      write(cell, known.value, "waiting");
      cell.dataset.revision = Math.max(known.revision, Number(cell.dataset.revision));
      changed(cell);
    } else answered({ ...known, cell: name });
  }
  root.dataset.ready = "1";
}
