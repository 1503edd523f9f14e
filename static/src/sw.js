// The service worker: pages that ask for it open without network, and what waits is sent although
// no page is open. It keeps files of the program and the pages that ask for it, and nothing else.
// qms/views/offline.py serves it and writes before it what it has to know: self.SAPAT.
import { deliver, spread } from "./queue/send.js";
import { forget, items } from "./queue/store.js";

const { version, statics, emblems, shell, offline, signOut, token, past } = self.SAPAT;
const FILES = "sapat-files";
const PAGES = "sapat-pages";
const DOOR = `sapat-offline-${version}`;
const DAY = 86_400_000;
const DAYS_OF_FILES = 60;
const DAYS_OF_PAGES = 7;
const MOST_PAGES = 30;
const PATIENCE = 8000; // then the kept copy is shown, if there is one
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const GONE = [403, 404, 410];

const age = (answer) => (Date.now() - Date.parse(answer.headers.get("Date") ?? 0)) / DAY;
const plain = (address) => address.split("#")[0];
const isOurs = (url) => url.origin === location.origin;
// An emblem is called by its content too.
const isStatic = (url) => isOurs(url) && [statics, emblems].some((one) => url.pathname.startsWith(one));
const isHashed = (url) => HASHED.test(url.pathname) || url.pathname.startsWith(emblems);
const found = async (name, address) =>
  (await caches.open(name)).match(plain(address), { ignoreVary: true });

async function keep(name, address, answer) {
  const drawer = await caches.open(name);
  await drawer.put(plain(address), answer);
}

// Files of the program ---------------------------------------------------------------------------

async function file(address) {
  const url = new URL(address);
  const kept = await found(FILES, address);
  if (kept && isHashed(url)) return kept;
  try {
    const answer = await fetch(address);
    if (answer.ok) await keep(FILES, address, answer.clone());
    return answer;
  } catch (fault) {
    if (kept) return kept;
    throw fault;
  }
}

async function prune() {
  const drawer = await caches.open(FILES);
  for (const request of await drawer.keys()) {
    if (age(await drawer.match(request, { ignoreVary: true })) > DAYS_OF_FILES) await drawer.delete(request);
  }
}

// Pages ------------------------------------------------------------------------------------------

async function keptPage(address) {
  const kept = await found(PAGES, address);
  return kept && age(kept) < DAYS_OF_PAGES ? kept : undefined;
}

// Pages of somebody else go when another person is signed in; all go at signing out.
async function forgetPages(others = () => true) {
  const drawer = await caches.open(PAGES);
  for (const request of await drawer.keys()) {
    const answer = await drawer.match(request, { ignoreVary: true });
    if (others(answer.headers.get("X-Who"))) await drawer.delete(request);
  }
}

let last = ""; // whose pages were seen last

async function signedOut() {
  last = "";
  await forgetPages();
  await forget(() => true);
}

async function seen(address, answer) {
  const who = answer.headers.get("X-Who");
  if (who && who !== last) {
    await forgetPages((other) => other !== who);
    await forget((one) => one.who !== who);
    last = who;
  }
  const drawer = await caches.open(PAGES);
  if (GONE.includes(answer.status)) await drawer.delete(plain(address), { ignoreVary: true });
  const wanted = answer.headers.get("X-Offline") === "keep";
  if (!wanted || !who || !answer.ok || answer.redirected) return;
  await drawer.delete(plain(address), { ignoreVary: true });
  await drawer.put(plain(address), answer);
  const pages = await drawer.keys();
  for (const request of pages.slice(0, Math.max(0, pages.length - MOST_PAGES))) {
    await drawer.delete(request);
  }
}

const late = () => new Promise((_done, fail) => setTimeout(fail, PATIENCE));

async function page(event) {
  const { request } = event;
  const kept = await keptPage(request.url);
  const asked = fetch(request);
  asked.catch(() => {}); // it may fail after the kept copy was shown
  let answer;
  try {
    answer = await (kept ? Promise.race([asked, late()]) : asked);
  } catch {
    return kept ?? door();
  }
  if (kept && answer.status >= 500) return kept;
  // Only what is to be kept is read twice; a download passes by untouched.
  const copy = answer.headers.get("X-Offline") === "keep" ? answer.clone() : answer;
  const after = async () => {
    await seen(request.url, copy);
    if (answer.headers.get("X-Who")) await sendWaiting();
  };
  event.waitUntil(after().catch(() => {}));
  return answer;
}

async function door() {
  const said = await caches.match(offline, { ignoreVary: true });
  if (!said) return Response.error();
  return new Response(said.body, { status: 503, headers: said.headers });
}

async function keepNow(address, files) {
  const answer = await fetch(address, { credentials: "same-origin" });
  await seen(address, answer);
  const ours = [...new Set(files)].filter((one) => isStatic(new URL(one)));
  await Promise.allSettled(ours.map(file));
}

// What waits ---------------------------------------------------------------------------------------

// It is sent only after the server has said that its owner is who is signed in now.
async function sendWaiting() {
  const waiting = await items();
  if (!waiting.length) return "done";
  try {
    const answer = await fetch(token, { credentials: "same-origin", cache: "no-store" });
    const said = await answer.json();
    if (!waiting.some((one) => one.who === said.who)) return "done";
    return await deliver(said.who, () => said.token, (results) => spread({ results }));
  } catch {
    return "offline";
  }
}

// What the browser asks ----------------------------------------------------------------------------

self.addEventListener("install", (event) => {
  const fill = async () => {
    const drawer = await caches.open(DOOR);
    const said = await fetch(offline, { credentials: "omit", cache: "no-store" });
    if (!said.ok) throw new Error("no page for being offline");
    await drawer.put(offline, said);
    await Promise.allSettled(shell.map((one) => file(new URL(one, location.href).href)));
  };
  // Files are called by their content and pages come from the network first: nothing of an old
  // page breaks when a new worker takes over at once.
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("sapat-") && ![FILES, PAGES, DOOR].includes(name)) await caches.delete(name);
    }
    await prune();
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (!isOurs(url)) return;
  if (request.method === "POST" && url.pathname === signOut) event.waitUntil(signedOut());
  if (request.method !== "GET" || request.headers.has("range")) return;
  if (isStatic(url)) event.respondWith(file(request.url));
  else if (request.mode === "navigate" && !past.some((begins) => url.pathname.startsWith(begins))) {
    event.respondWith(page(event));
  }
});

self.addEventListener("message", (event) => {
  const { keep: address, files = [] } = event.data ?? {};
  if (!address || !isOurs(new URL(address))) return;
  event.waitUntil(
    keepNow(address, files).then(() => event.source?.postMessage("kept")).catch(() => {}),
  );
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "queue") return;
  const send = async () => {
    if (["offline", "away"].includes(await sendWaiting())) throw new Error("later");
  };
  event.waitUntil(send());
});
