// Sending what waits, from a page or from the service worker: one at a time in the whole browser.
import { begin, fail, settle } from "./store.js";

const NAME = "sapat-queue";
const MOST = 100; // answers in one request
const PATIENCE = 30_000;
const PATIENCE_OF_FILES = 600_000;
const SHUT = [403, 404, 405, 410];
const LATER = [408, 425, 429];
const STATUSES = ["saved", "stale", "late", "refused"];

// What every page of the browser should hear, said here and in the others.
const channel = globalThis.BroadcastChannel ? new BroadcastChannel(NAME) : null;
export const spread = (said) => channel?.postMessage(said);
export const hear = (take) => channel?.addEventListener("message", (event) => take(event.data));

const alone = (work) => (navigator.locks ? navigator.locks.request(NAME, work) : work());

function written(batch) {
  const [first] = batch;
  if (first.kind !== "file") {
    const kept = ({ uuid, cell, value, base, at }) => ({ uuid, cell, value, base, at });
    return JSON.stringify({ items: batch.map(kept) });
  }
  const form = new FormData();
  for (const name of ["uuid", "cell", "at"]) form.set(name, first[name]);
  form.set("file", first.file, first.name);
  return form;
}

async function post(batch, who, token) {
  const [first] = batch;
  const body = written(batch);
  const isText = typeof body === "string";
  const headers = { Accept: "application/json", "X-CSRFToken": token, "X-Queue-Who": who };
  if (isText) headers["Content-Type"] = "application/json";
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), isText ? PATIENCE : PATIENCE_OF_FILES);
  try {
    const answer = await fetch(first.url, {
      method: "POST", headers, body, credentials: "same-origin", redirect: "manual",
      cache: "no-store", signal: stop.signal,
      // A small one arrives although the page is closed at once.
      keepalive: isText && body.length < 16_000,
    });
    return await read(answer, who);
  } catch {
    return { trouble: "offline" };
  } finally {
    clearTimeout(timer);
  }
}

async function read(answer, who) {
  const { status, headers } = answer;
  const other = headers.get("X-Who");
  if (answer.type === "opaqueredirect" || status === 401 || (status === 403 && other !== who)) {
    return { trouble: other && other !== who ? "other" : "signedOut" };
  }
  if (SHUT.includes(status)) return { trouble: "shut" };
  if (status >= 500 || LATER.includes(status)) return { trouble: "away" };
  if (!answer.ok) return { trouble: "unfit", status };
  // A page that is no answer of ours, as of a network one has to sign in to, took nothing.
  const results = (await answer.json().catch(() => null))?.results;
  if (!Array.isArray(results)) return { trouble: "away" };
  const at = Math.floor((Date.parse(headers.get("Date")) || Date.now()) / 1000);
  return { results: results.filter((one) => STATUSES.includes(one?.status)), at };
}

/**
 * Sends what waits of one account until nothing is left or somebody is in the way: "done",
 * "offline", "away" (the server has trouble), "shut" (it takes none of this account), "signedOut",
 * "other" (another account is signed in). ``tell`` hears of what was answered.
 */
export const deliver = (who, token, tell) =>
  alone(async () => {
    let most = MOST;
    let outcome = "done";
    const passed = new Set();
    for (;;) {
      const batch = await begin(who, most, passed);
      if (!batch.length) return outcome;
      const answer = await post(batch, who, await token());
      const { trouble } = answer;
      if (trouble === "unfit") {
        // Which of them it is shows by halving; the rest goes on.
        if (batch.length === 1) {
          const [{ key, cell, uuid, kind, name, value }] = batch;
          await fail(batch[0], answer.status);
          tell([{ who, key, cell, uuid, kind, name, value, status: "failed", message: "" }]);
        }
        most = batch.length > 1 ? batch.length >> 1 : MOST;
        continue;
      }
      if (trouble && trouble !== "away" && trouble !== "shut") return trouble;
      const done = trouble ? [] : await settle(batch, answer.results, answer.at);
      if (done.length) {
        tell(done);
        continue;
      }
      // This address takes nothing now: the others need not wait for it.
      passed.add(batch[0].url);
      outcome = trouble ?? "away";
    }
  });
