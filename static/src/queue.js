// The queue of a page that works without network: what is answered is kept on the device first,
// then sent; nothing is lost, nothing doubled. Pages call it by window.sapatQueue:
// docs/decisions/0035-one-queue-for-what-is-typed-without-network.md tells how.
import { isKept, keepPage, sendLater } from "./queue/keeping.js";
import { deliver, hear, spread } from "./queue/send.js";
import { draw } from "./queue/state.js";
import * as store from "./queue/store.js";

const LONGEST = 60_000; // between two tries
const CLOSED = 3000;
const MOST_OF_FILE = 40 * 2 ** 20;
const places = new Map();
for (const place of document.querySelectorAll("[data-queue]")) {
  places.set(place.dataset.queueKey, place);
}
const who = [...places.values()][0]?.dataset.queueWho ?? "";
const how = { sending: false, offline: !navigator.onLine, trouble: "" };
let kept = false;

const tellPage = (key, name, detail) =>
  places.get(key)?.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));

const words = () => document.querySelector("[data-queue-state]")?.dataset ?? {};

// What the tokens of forms are made from stands in a cookie, which signing in makes anew.
const token = () =>
  /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ??
  document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

// How it stands ------------------------------------------------------------------------------

async function stateOf(key) {
  const [all, known] = await Promise.all([store.items(), store.known(who, key)]);
  const mine = all.filter((one) => one.who === who && one.key === key);
  const count = (status) => known.filter((one) => one.status === status).length;
  // Two wishes for one cell are one answer to whoever reads it.
  const cellsOf = (some) => new Set(some.map((one) => (one.kind === "file" ? one.uuid : `c:${one.cell}`))).size;
  return {
    waiting: cellsOf(mine.filter((one) => one.state !== "failed")),
    failed: cellsOf(mine.filter((one) => one.state === "failed")),
    late: count("late"),
    refused: count("refused"),
    others: all.filter((one) => one.who !== who).length,
    sending: how.sending,
    offline: how.offline,
    away: how.trouble === "away",
    shut: how.trouble === "shut",
    signedOut: ["signedOut", "other"].includes(how.trouble),
    other: how.trouble === "other",
    unkept: store.unkept,
    savedAt: Math.max(0, ...known.map((one) => one.when)),
    kept,
  };
}

let told = Promise.resolve();
let last = { waiting: 0 };
function refresh() {
  told = told.then(async () => {
    for (const key of places.keys()) {
      last = await stateOf(key);
      tellPage(key, "queue:state", last);
      for (const line of document.querySelectorAll("[data-queue-state]")) {
        if ([key, ""].includes(line.dataset.queueState)) draw(line, last);
      }
    }
  }).catch(() => {});
  return told;
}

function answered(results, elsewhere = false) {
  for (const result of results) {
    if (result.who === who) tellPage(result.key, "queue:result", { ...result, elsewhere });
  }
  if (!elsewhere) spread({ results });
  refresh();
}

// Sending --------------------------------------------------------------------------------------

let pause = 0;
let timer;
let again = false;

async function send() {
  clearTimeout(timer);
  if (how.sending) {
    again = true;
    return;
  }
  how.sending = true;
  let outcome;
  do {
    again = false;
    refresh();
    outcome = await deliver(who, token, answered).catch(() => "away");
  } while (again && outcome === "done");
  how.sending = false;
  how.trouble = outcome === "done" ? "" : outcome;
  how.offline = outcome === "offline" || !navigator.onLine;
  spread({ how: { offline: how.offline, trouble: how.trouble }, who });
  refresh();
  if (outcome === "done") pause = 0;
  else {
    pause = Math.min(LONGEST, (pause || 1000) * 2);
    timer = setTimeout(send, pause * (0.75 + Math.random() / 2));
    navigator.storage?.persist?.();
    sendLater();
  }
}

// What has changed around us is a reason not to wait.
function now() {
  pause = 0;
  send();
}

// For the pages --------------------------------------------------------------------------------

async function put(key, item) {
  try {
    await store.add(item);
  } catch (fault) {
    const message = words().noRoom ?? "";
    tellPage(key, "queue:result", { ...item, status: "refused", message });
    throw fault;
  }
  const { kind, cell, uuid, value, name, at } = item;
  spread({ item: { who, key, kind, cell, uuid, value, name, at } });
  now();
  return uuid;
}

// Over plain http a browser makes no such identifiers itself.
function newUuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

const made = (key, url, item) => ({
  uuid: item.uuid ?? newUuid(),
  at: item.at ?? new Date().toISOString(),
  cell: String(item.cell),
  who, key, url,
  state: "waiting",
});

/** Keeps an answer {cell, value, base, uuid?, at?} and sends it; resolves when it is kept. */
function enqueue(key, item) {
  const url = places.get(key).dataset.queue;
  const { value, base = 0 } = item;
  return put(key, { ...made(key, url, item), kind: "answer", value, base });
}

/** Keeps a file {cell, file, name?, uuid?, at?} and sends it after the answers. */
async function enqueueFile(key, item) {
  const place = places.get(key);
  const { file, name = file.name ?? "" } = item;
  const whole = { ...made(key, place.dataset.queueFiles, item), kind: "file", name, file, base: 0 };
  if (file.size > Number(place.dataset.queueMost ?? MOST_OF_FILE)) {
    const message = words().tooBig ?? "";
    const { file: _left, ...told } = whole;
    tellPage(key, "queue:result", { ...told, status: "refused", message });
    throw new RangeError(message);
  }
  return put(key, whole);
}

/** What this browser knows beyond the page: {cell: {status, value, revision, message}}. */
async function cells(key) {
  const said = {};
  for (const one of await store.known(who, key)) {
    if (one.kind === "answer") said[one.cell] = one;
  }
  for (const one of await waiting(key)) {
    if (one.kind === "answer") {
      said[one.cell] = { status: one.state === "failed" ? "failed" : "waiting", value: one.value, revision: one.base, uuid: one.uuid };
    }
  }
  return said;
}

/** What of a page is not yet taken, in order; files with their content. */
const waiting = async (key) =>
  (await store.items()).filter((one) => one.who === who && one.key === key);

async function retry(key) {
  await store.revive(who, key);
  now();
}

async function drop(uuid) {
  await store.drop(who, uuid);
  spread({ changed: true });
  refresh();
}

// From the first moment --------------------------------------------------------------------------

async function begin() {
  for (const [key, place] of places) {
    // What the server said before it wrote this page, the page itself says; what it said to
    // others is not for whoever sits here now.
    const written = Number(place.dataset.queueAt ?? 0);
    await store.forget((one) => one.who !== who || (one.key === key && one.at < written));
  }
}

if (places.size) {
  hear((said) => {
    if (said.results) answered(said.results, true);
    else if (said.item?.who === who) {
      tellPage(said.item.key, "queue:item", said.item);
      clearTimeout(timer);
      timer = setTimeout(send, CLOSED); // the page it was given in may be closed by then
    }
    else if (said.how && said.who === who && !how.sending) Object.assign(how, said.how);
    refresh();
  });
  addEventListener("online", now);
  addEventListener("offline", () => {
    how.offline = true;
    refresh();
  });
  addEventListener("pageshow", (event) => event.persisted && now());
  document.addEventListener("visibilitychange", () => document.hidden || now());
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-queue-retry]");
    if (button) for (const key of places.keys()) retry(key);
  });
  // Where nothing outlives the page, who leaves too early is asked.
  addEventListener("beforeunload", (event) => {
    if (store.unkept && last.waiting) event.preventDefault();
  });
  const look = async () => {
    kept = await isKept();
    refresh();
  };
  navigator.serviceWorker?.addEventListener("message", look);
  keepPage().then(look).catch(() => {});
}
const ready = places.size ? begin().catch(() => {}) : Promise.resolve();
if (places.size) ready.then(send);

window.sapatQueue = { enqueue, enqueueFile, cells, waiting, retry, drop, ready, newUuid };
