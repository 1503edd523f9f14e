// Nothing typed is ever lost: a form keeps itself in this tab until the server has taken it.
import { clock, word } from "./words.js";

const form = document.querySelector("form[data-keep]");
const PREFIX = "draft:";
const SENT = "sent:";
const keepable = (field) =>
  field.name &&
  !["hidden", "password", "file", "submit", "button"].includes(field.type) &&
  !field.closest("[data-private]");
const fields = () => [...form.elements].filter(keepable);
const valueOf = (field) =>
  ["checkbox", "radio"].includes(field.type)
    ? field.checked
    : field.multiple
      ? [...field.selectedOptions].map((option) => option.value)
      : field.value;
const keyOf = (field) =>
  ["checkbox", "radio"].includes(field.type) ? `${field.name}=${field.value}` : field.name;
// A short sign of how the form looked, so that long texts are not kept twice.
const signOf = (text) => {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  return `${text.length}:${sum}`;
};
const picture = () => Object.fromEntries(fields().map((field) => [keyOf(field), valueOf(field)]));

// A form sent before and not shown again with its mistakes has arrived: forget its draft.
// A page that says something broke, or asks to sign in again, took nothing: there it stays.
const broken = document.querySelector(".error-acts, .sign-in");
for (const key of Object.keys(sessionStorage)) {
  if (!key.startsWith(SENT)) continue;
  const path = key.slice(SENT.length);
  sessionStorage.removeItem(key);
  if (!broken && (form?.dataset.keep !== path || !("refused" in form.dataset))) {
    sessionStorage.removeItem(PREFIX + path);
  }
}

// Who signs out leaves nothing behind on a shared computer.
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-forget]")) sessionStorage.clear();
});

if (form) {
  const key = PREFIX + form.dataset.keep;
  const first = JSON.stringify(picture());
  const refused = "refused" in form.dataset;
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  // Of a form shown again with its mistakes, the draft remembers how it looked before those.
  const was = refused && kept ? kept.was : signOf(first);
  let leaving = false;
  let timer;

  const keep = () => {
    const now = JSON.stringify(picture());
    if (signOf(now) === was) sessionStorage.removeItem(key);
    else {
      try {
        sessionStorage.setItem(key, JSON.stringify({ at: clock(), was, fields: picture() }));
      } catch {
        // The browser's drawer is full: the warning before leaving still guards what is typed.
      }
    }
  };

  const restore = () => {
    form.dispatchEvent(new CustomEvent("draft:restoring", { bubbles: true, detail: kept.fields }));
    for (const field of fields()) {
      const value = kept.fields[keyOf(field)];
      if (value === undefined) continue;
      if (["checkbox", "radio"].includes(field.type)) field.checked = value;
      else if (field.multiple) {
        for (const option of field.options) option.selected = value.includes(option.value);
      } else field.value = value;
    }
    form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
    const notice = document.createElement("p");
    notice.className = "notice info";
    notice.setAttribute("role", "status");
    const text = document.createElement("span");
    text.textContent = `${word("restored")} ${kept.at}`;
    const afresh = document.createElement("button");
    afresh.type = "button";
    afresh.className = "btn btn-quiet";
    afresh.textContent = word("afresh");
    afresh.addEventListener("click", () => {
      sessionStorage.removeItem(key);
      leaving = true;
      location.reload();
    });
    notice.append(text, afresh);
    form.prepend(notice);
  };

  // Where the server shows the form with its mistakes, it has everything typed itself.
  if (kept && !refused) {
    if (kept.was === signOf(first) && JSON.stringify(kept.fields) !== first) restore();
    else sessionStorage.removeItem(key);
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 300);
  });
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    keep();
    sessionStorage.setItem(SENT + form.dataset.keep, "1");
    leaving = true;
  });
  form.addEventListener("click", (event) => {
    if (!event.target.closest("[data-leave]")) return;
    sessionStorage.removeItem(key);
    leaving = true;
  });
  addEventListener("beforeunload", (event) => {
    const changed = JSON.stringify(picture()) !== first;
    const file = [...form.querySelectorAll("input[type=file]")].some((field) => field.files.length);
    if (!leaving && (changed || file)) event.preventDefault();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
}
