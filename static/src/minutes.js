// The minutes of an item: what is typed is stored before another form of the page is sent or another
// page is opened; what was refused is shown once before one leaves it.
// Where the server does not answer, it is said there, tried again, and kept in this tab meanwhile.
import { say } from "./signs.js";
import { clock, word } from "./words.js";

const AGAIN = 15000;
const form = document.querySelector("form[data-minutes]");

if (form) {
  let unsaved = false; // something was typed that the server has not taken
  let sending = false;
  let told = false; // a refusal was shown to who wanted to leave
  let next = null; // what waits for the storing
  let leaving = null; // the form that is being sent, or the page itself
  let failed = false; // the server did not answer the last time
  const box = () => document.getElementById("minutes-saved");
  const others = () => [...document.querySelectorAll(".minutes-item form")].filter((one) => one !== form);
  const isTyped = (one) =>
    [...one.elements].some((field) => "defaultValue" in field && field.value !== field.defaultValue);

  const go = (way) => {
    leaving = way.form ?? form;
    if (way.form) way.form.requestSubmit(way.button);
    else location.assign(way.url);
  };
  const leave = (event, way) => {
    if (leaving || told || !(unsaved || sending)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    next = way;
    form.requestSubmit();
  };

  const KEY = `minutes:${form.dataset.minutes}`;
  const revision = () => form.querySelector("[name=revision]");
  const texts = () =>
    [...form.elements].filter((one) => one.name && !["hidden", "submit", "button"].includes(one.type));
  const keep = () => {
    const fields = Object.fromEntries(texts().map((one) => [one.name, one.value]));
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ at: clock(), revision: revision().value, fields }));
    } catch {
      // The browser's drawer is full: the warning before leaving still guards what is typed.
    }
  };
  const again = () => {
    if (failed && !sending) form.requestSubmit();
  };
  const sayFailed = () => {
    failed = true;
    const notice = document.createElement("div");
    notice.className = "notice red";
    const words = document.createElement("div");
    const title = document.createElement("strong");
    title.className = "notice-title";
    title.textContent = word("unsaved");
    words.append(title, ` ${word("again")}`);
    notice.append(words);
    box().dataset.refused = "text";
    box().replaceChildren(notice);
  };

  form.addEventListener("input", () => {
    unsaved = true;
    told = false;
    keep();
  });
  form.addEventListener("htmx:beforeRequest", () => {
    sending = true;
    unsaved = false;
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    form.addEventListener(name, sayFailed);
  }
  addEventListener("online", again);
  setInterval(again, AGAIN);
  form.addEventListener("htmx:afterRequest", (event) => {
    sending = false;
    if (event.detail.successful) {
      failed = false;
      if (!unsaved && !box().dataset.refused) sessionStorage.removeItem(KEY);
    }
    const refused = box().dataset.refused;
    if (!event.detail.successful || refused === "text") unsaved = true;
    if (!next) return;
    // What was queued behind this answer is on its way before one looks whether all is stored.
    setTimeout(() => {
      if (sending || !next) return;
      const way = next;
      next = null;
      if (!unsaved && !box().dataset.refused) go(way);
      else {
        told = true;
        document.querySelector("#votes-refused p, #minutes-saved")?.scrollIntoView({ block: "center" });
      }
    });
  });

  document.addEventListener("submit", (event) => {
    if (event.target === form || event.target.method !== "post") return;
    leave(event, { form: event.target, button: event.submitter });
    if (!event.defaultPrevented) leaving = event.target;
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (link && plain && !link.target) leave(event, { url: link.href });
  }, true);
  addEventListener("beforeunload", (event) => {
    const lost = others().some((one) => one !== leaving && isTyped(one));
    if (unsaved || sending || lost) event.preventDefault();
  });
  addEventListener("pageshow", () => {
    leaving = null;
  });

  // What was typed before and never stored stands here again, and is sent as if typed now.
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  const lost = kept ? texts().filter((one) => one.name in kept.fields && one.value !== kept.fields[one.name]) : [];
  if (lost.length) {
    for (const one of texts()) one.value = kept.fields[one.name] ?? one.value;
    revision().value = kept.revision;
    unsaved = true;
    say(`${word("restored")} ${kept.at}`);
    addEventListener("load", () => form.requestSubmit());
  } else sessionStorage.removeItem(KEY);
}
