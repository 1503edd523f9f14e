// What is answered waits here, on the device, until the server has taken it: answers and files in
// the order they were given, and beside them what the server last said of each cell.
const NAME = "sapat-queue";
const ITEMS = "items";
const KNOWN = "known";

/** True where the browser keeps nothing: then all of it lives as long as the page. */
export let unkept = false;

let opened;
function open() {
  opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const items = asked.result.createObjectStore(ITEMS, { keyPath: "seq", autoIncrement: true });
      items.createIndex("uuid", "uuid", { unique: true });
      asked.result.createObjectStore(KNOWN, { keyPath: ["who", "key", "cell"] });
    };
    asked.onsuccess = () => {
      const base = asked.result;
      base.onversionchange = () => base.close();
      base.onclose = () => {
        opened = undefined;
      };
      done(base);
    };
    asked.onerror = () => fail(asked.error);
  });
  return opened;
}

// The same few questions asked of plain memory.
class Shelf {
  rows = new Map();
  constructor(keyOf) {
    this.keyOf = keyOf;
  }
  getAll = () => [...this.rows.values()];
  get = (key) => this.rows.get(String(key));
  delete = (key) => void this.rows.delete(String(key));
  put = (row) => void this.rows.set(String(this.keyOf(row)), row);
}
let last = 0;
const memory = {
  [ITEMS]: new Shelf((row) => (row.seq ??= ++last)),
  [KNOWN]: new Shelf((row) => [row.who, row.key, row.cell]),
};

const ask = (asked) =>
  asked instanceof IDBRequest
    ? new Promise((done, fail) => {
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    })
    : asked;

// One deed with the drawers named: either all of it is kept, or nothing.
async function within(names, mode, work) {
  let base;
  try {
    base = await open();
  } catch {
    unkept = true;
    return work(...names.map((name) => memory[name]));
  }
  let deal;
  try {
    deal = base.transaction(names, mode, { durability: "strict" });
  } catch {
    opened = undefined; // the browser closed it behind our back: once more
    deal = (await open()).transaction(names, mode, { durability: "strict" });
  }
  const ended = new Promise((done, fail) => {
    deal.oncomplete = done;
    deal.onabort = () => fail(deal.error ?? new DOMException("aborted", "AbortError"));
  });
  ended.catch(() => {});
  const found = await work(...names.map((name) => deal.objectStore(name)));
  await ended;
  return found;
}

export const SAVED = "saved";
const sameCell = (one, other) =>
  one.kind === "answer" && other.kind === "answer" &&
  one.who === other.who && one.key === other.key && one.cell === other.cell;

/** Everything that waits, of whoever, in order. */
export const items = () => within([ITEMS], "readonly", (drawer) => ask(drawer.getAll()));

/** Keeps an item. The last wish for a cell takes the place of one not yet on its way. */
export const add = (item) =>
  within([ITEMS, KNOWN], "readwrite", async (drawer, known) => {
    const waiting = await ask(drawer.getAll());
    if (waiting.some((one) => one.uuid === item.uuid)) return;
    const before = waiting.find((one) => sameCell(one, item) && one.state !== "begun");
    if (before) {
      const { seq, base } = before;
      await ask(drawer.put({ ...item, seq, base }));
      return;
    }
    // What this browser itself saved last is known to it, whichever of its pages saved it.
    const last = item.kind === "answer" && (await ask(known.get([item.who, item.key, item.cell])));
    const base = last?.status === SAVED ? Math.max(last.revision, item.base) : item.base;
    await ask(drawer.put({ ...item, base }));
  });

/** The next that go together: answers of one address, each cell once; then files one by one. */
export const begin = (who, most, passed) =>
  within([ITEMS], "readwrite", async (drawer) => {
    const mine = (await ask(drawer.getAll())).filter(
      (one) => one.who === who && one.state !== "failed" && !passed.has(one.url),
    );
    const answers = mine.filter((one) => one.kind === "answer");
    const batch = [];
    for (const one of answers) {
      if (one.url !== answers[0].url || batch.some((other) => sameCell(one, other))) continue;
      if (batch.length < most) batch.push(one);
    }
    if (!answers.length && mine.length) batch.push(mine[0]);
    for (const one of batch) {
      one.state = "begun";
      await ask(drawer.put(one));
    }
    return batch;
  });

/** What the server said of a batch: the items go, its word stays until a newer page is read. */
export const settle = (batch, results, at) =>
  within([ITEMS, KNOWN], "readwrite", async (drawer, known) => {
    const waiting = await ask(drawer.getAll());
    const done = [];
    for (const item of batch) {
      const result = results.find((one) => one?.uuid === item.uuid);
      if (!result) continue;
      const { who, key, cell, uuid, kind, seq } = item;
      const revision = result.revision ?? 0;
      const value = result.value === undefined ? item.value : result.value;
      await ask(drawer.delete(seq));
      const said = { status: result.status, revision, value, message: result.message ?? "" };
      await ask(known.put({
        ...said, who, key, kind, cell: kind === "file" ? `file:${uuid}` : cell, at, when: Date.now(),
      }));
      // A newer wish for the same cell was given over this one.
      const next = waiting.find((one) => one.seq !== seq && sameCell(one, item));
      if (next && result.status === SAVED) {
        await ask(drawer.put({ ...next, base: Math.max(next.base, revision) }));
      }
      done.push({ ...result, ...said, who, key, cell, kind, name: item.name, waits: Boolean(next) });
    }
    return done;
  });

const change = (fits, how) =>
  within([ITEMS], "readwrite", async (drawer) => {
    for (const one of (await ask(drawer.getAll())).filter(fits)) await how(drawer, one);
  });

/** The server cannot take this one, now or later: it is kept and shown. */
export const fail = (item, status) =>
  change(
    (one) => one.uuid === item.uuid,
    (drawer, one) => ask(drawer.put({ ...one, state: "failed", status })),
  );

/** What failed is tried once more. */
export const revive = (who, key) =>
  change(
    (one) => one.who === who && one.key === key && one.state === "failed",
    (drawer, one) => ask(drawer.put({ ...one, state: "begun" })),
  );

/** One that its owner gives up. */
export const drop = (who, uuid) =>
  change(
    (one) => one.who === who && one.uuid === uuid,
    (drawer, one) => ask(drawer.delete(one.seq)),
  );

/** What the server last said of the cells of a page. */
export const known = async (who, key) =>
  (await within([KNOWN], "readonly", (drawer) => ask(drawer.getAll()))).filter(
    (one) => one.who === who && one.key === key,
  );

/** Forgets what the server said, where it is not to stay: ``fits`` says of which rows. */
export const forget = (fits) =>
  within([KNOWN], "readwrite", async (drawer) => {
    for (const one of (await ask(drawer.getAll())).filter(fits)) {
      await ask(drawer.delete([one.who, one.key, one.cell]));
    }
  });
