// The public page of a paper: a file chosen or dropped is hashed here and compared; it goes nowhere.
import { sha256 } from "./sha256.js";

async function digest(file) {
  const bytes = await file.arrayBuffer();
  if (!globalThis.isSecureContext || !crypto.subtle) return sha256(bytes);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function begin(form) {
  const hashes = form.dataset.verify.trim().split(/\s+/);
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("button");
  const place = document.querySelector(".verify-answer");

  const say = (tone) => {
    const words = form.parentElement.querySelector(`[data-verify-${tone}]`);
    place.replaceChildren(words.content.cloneNode(true));
    place.scrollIntoView({ block: "center" });
  };
  const compare = async (file) => {
    if (!file) return;
    place.replaceChildren();
    form.setAttribute("aria-busy", "true");
    try {
      say(hashes.includes(await digest(file)) ? "green" : "red");
    } catch {
      say("amber");
    }
    form.removeAttribute("aria-busy");
  };

  button.hidden = true;
  form.querySelector(".drop-hint").hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("change", () => compare(input.files[0]));
  for (const name of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.toggle("over", name === "dragover");
    });
  }
  form.addEventListener("drop", (event) => compare(event.dataTransfer.files[0]));
}

document.querySelectorAll("form[data-verify]").forEach(begin);
