// A long list of boxes is looked through in its own frame; what is chosen stays in sight above.
import { word } from "./words.js";

const MANY = 12;
const plain = (text) => text.normalize("NFC").toLocaleLowerCase(document.documentElement.lang);

function makeFindable(list) {
  const lines = [...list.querySelectorAll(".form-check")];
  if (lines.length <= MANY) return;
  const field = document.createElement("input");
  field.type = "search";
  field.className = "form-control choices-find";
  field.placeholder = word("find");
  field.setAttribute("aria-label", word("find"));
  field.autocomplete = "off";
  list.classList.add("choices-long");
  list.before(field);
  field.addEventListener("input", () => {
    const asked = plain(field.value.trim());
    for (const line of lines) {
      const chosen = line.querySelector("input").checked;
      line.hidden = !chosen && !plain(line.textContent).includes(asked);
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  const first = lines.find((line) => line.querySelector("input").checked);
  if (first) list.scrollTop = first.offsetTop - list.offsetTop;
}

document.querySelectorAll(".choices").forEach(makeFindable);
document.addEventListener("row:added", (event) => {
  event.target.querySelectorAll(".choices").forEach(makeFindable);
});
