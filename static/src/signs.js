// Small signs: "Saved 14:03", "Copied", closing a message.
import { clock, word } from "./words.js";

let timer;

export function say(sentence, fades = true) {
  const place = document.getElementById("saved");
  if (!place) return;
  place.textContent = sentence;
  place.classList.add("on");
  clearTimeout(timer);
  if (fades) timer = setTimeout(() => place.classList.remove("on"), 4000);
}

// Any part of a page may say that it is saved: an event, or the header HX-Trigger: saved.
document.addEventListener("saved", () => say(`${word("saved")} ${clock()}`));

document.addEventListener("click", async (event) => {
  const copied = event.target.closest("[data-copy]");
  if (copied) {
    await navigator.clipboard?.writeText(copied.dataset.copy);
    say(word("copied"));
  }
  event.target.closest("[data-dismiss]")?.closest(".notice")?.remove();
});
