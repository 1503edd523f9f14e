// The quiet line that says how it stands; templates/components/queue_state.html holds its words.
import { clock } from "../words.js";

const PATIENCE = 1000; // what is sent sooner needs no word

// Of several, what the reader should do something about comes first.
function main(state) {
  if (!state.waiting) return state.offline ? "offline-idle" : state.savedAt ? "saved" : "";
  if (state.signedOut) return state.other ? "other" : "signed-out";
  if (state.shut) return "shut";
  if (state.offline) return "offline";
  if (state.away) return "away";
  return "sending";
}

const besides = (state) =>
  ["late", "refused", "failed", "others", "unkept", "kept"].filter((name) => state[name]);

const slow = new WeakMap();

function show(place, state) {
  const shown = new Set([main(state), ...besides(state)]);
  for (const line of place.querySelectorAll("[data-when]")) {
    const { when } = line.dataset;
    const count = line.querySelector("[data-n]");
    const number = String(typeof state[when] === "number" ? state[when] : state.waiting);
    if (count && count.textContent !== number) count.textContent = number;
    const moment = line.querySelector("[data-at]");
    if (moment && state.savedAt) moment.textContent = clock(new Date(state.savedAt));
    line.hidden = !shown.has(when);
  }
}

/** Shows it; that something is on its way only if it takes a while. */
export function draw(place, state) {
  clearTimeout(slow.get(place));
  if (main(state) === "sending") slow.set(place, setTimeout(() => show(place, state), PATIENCE));
  else show(place, state);
}
