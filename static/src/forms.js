// Forms: sent once, the first trouble is shown, files say their name and size before they go.
import { word } from "./words.js";

const sent = new Set();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  if (!button) return;
  // After the form has been read, or the button's own name and value would not be sent.
  setTimeout(() => {
    button.setAttribute("aria-busy", "true");
    button.disabled = true;
    button.title = word("wait");
  });
});

// The page may come back from the browser's memory: then everything can be pressed again.
addEventListener("pageshow", () => {
  sent.clear();
  for (const button of document.querySelectorAll("button[aria-busy=true]")) {
    button.removeAttribute("aria-busy");
    button.disabled = false;
    button.title = "";
  }
});

// What depends on what was read meanwhile is asked for anew.
addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector("[data-fresh]")) location.reload();
});

// A long form is opened at the first wrong field itself, a short one at the list of them.
const trouble = document.querySelector("form[method=post] [data-focus]");
const wrong = trouble?.dataset.focus && trouble.closest("form").querySelector("[aria-invalid=true]");
(wrong || trouble)?.focus();

// Browsers that know no Kyrgyz write numbers as in Russian, with a comma.
const languages = [document.documentElement.lang, "ru"];
const sizes = new Intl.NumberFormat(languages, { maximumFractionDigits: 1 });
const size = (bytes) =>
  bytes < 2 ** 20
    ? `${sizes.format(Math.max(bytes / 2 ** 10, 0.1))}\u00a0${word("kb")}`
    : `${sizes.format(bytes / 2 ** 20)}\u00a0${word("mb")}`;

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-files]")) return;
  const list = event.target.closest(".file-field")?.querySelector(".file-list");
  list?.replaceChildren(
    ...[...event.target.files].map((file) => {
      const line = document.createElement("li");
      const name = document.createElement("span");
      const big = document.createElement("span");
      name.textContent = file.name;
      big.textContent = size(file.size);
      big.className = "quiet";
      line.append(name, big);
      return line;
    }),
  );
});

// A browser writes a date in its own language's order: ours is said beside it, as papers have it.
function sayDate(field) {
  let said = field.nextElementSibling;
  if (!said?.matches(".date-said")) {
    said = document.createElement("output");
    said.className = "date-said quiet";
    said.htmlFor = field.id;
    field.after(said);
  }
  said.textContent = field.value.split("-").reverse().join(".");
}
for (const field of document.querySelectorAll("input[type=date]")) {
  sayDate(field);
  field.addEventListener("input", () => sayDate(field));
}
