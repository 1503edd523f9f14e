// The public page of a paper: a file chosen or dropped is hashed here and compared; it goes nowhere.
import { sha256 } from "./sha256.js";

async function digest(bytes) {
  if (!globalThis.isSecureContext || !crypto.subtle) return sha256(bytes);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A genuine file begins with its own text and ends with its seal: by its beginnings a copy with
// another seal is told from another document.
async function judge(file, parts) {
  const bytes = await file.arrayBuffer();
  for (const { size, hash, kind } of parts) {
    if (bytes.byteLength < size || (await digest(bytes.slice(0, size))) !== hash) continue;
    if (bytes.byteLength === size) return kind === "whole" ? "genuine" : "unsealed";
    return kind === "whole" ? "added" : "resealed";
  }
  return "other";
}

function begin(form) {
  const parts = form.dataset.verify
    .trim()
    .split(/\s+/)
    .map((part) => {
      const [size, hash, kind] = part.split(":");
      return { size: Number(size), hash, kind };
    });
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("button");
  const place = document.querySelector(".verify-answer");

  const say = (answer) => {
    const words = form.parentElement.querySelector(`[data-verify-answer="${answer}"]`);
    place.replaceChildren(words.content.cloneNode(true));
    place.scrollIntoView({ block: "center" });
  };
  const compare = async (file) => {
    if (!file) return;
    place.replaceChildren();
    form.setAttribute("aria-busy", "true");
    try {
      say(await judge(file, parts));
    } catch {
      say("unread");
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
