// A page that works without network is kept by the service worker, with all it is made of.
const WORKER = "/sw.js";
const workers = navigator.serviceWorker; // none over plain http

/** Whether this page can be opened without network. */
export const isKept = async () =>
  Boolean(workers && (await caches.match(location.href.split("#")[0], { ignoreVary: true })));

/** Begins the service worker; a page it has not seen passing is told to it. */
export async function keepPage() {
  if (!workers) return;
  const seen = Boolean(workers.controller);
  await workers.register(WORKER, { updateViaCache: "none" });
  const { active } = await workers.ready;
  if (seen && (await isKept())) return;
  const files = performance.getEntriesByType("resource").map((one) => one.name);
  active.postMessage({ keep: location.href, files });
}

/** Lets the browser send what waits although no page is open, where it can. */
export async function sendLater() {
  try {
    const { active, sync } = await workers.ready;
    if (active) await sync.register("queue");
  } catch {
    // A browser without it sends when the page is opened again.
  }
}
