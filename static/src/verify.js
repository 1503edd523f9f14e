// The public pages: a file chosen or dropped is hashed here and compared; it goes nowhere.
import { sha256 } from "./sha256.js";

async function digest(bytes) {
  if (!globalThis.isSecureContext || !crypto.subtle) return sha256(bytes);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A print for use says behind its end of which paper it is; anybody could write that.
function markOf(bytes) {
  const tail = String.fromCharCode(...new Uint8Array(bytes.slice(-64)));
  return /%Sapat-print:([0-9a-f]{32})\s*$/.exec(tail)?.[1] ?? "";
}

// A genuine file begins with its own text and ends with its seal: by its beginnings a copy with
// another seal is told from another document.
async function judge(file, parts, token) {
  const bytes = await file.arrayBuffer();
  for (const { size, hash, kind } of parts) {
    if (bytes.byteLength < size || (await digest(bytes.slice(0, size))) !== hash) continue;
    if (bytes.byteLength === size) return kind === "whole" ? "genuine" : "unsealed";
    return kind === "whole" ? "added" : "resealed";
  }
  return token && markOf(bytes) === token ? "print" : "other";
}

// The form gives up its button and takes a file as soon as it is chosen or dropped.
function listen(form, take) {
  const input = form.querySelector("input[type=file]");
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
      await take(file, say);
    } catch {
      say("unread");
    }
    form.removeAttribute("aria-busy");
  };

  form.querySelector("button").hidden = true;
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

function begin(form) {
  const parts = form.dataset.verify
    .trim()
    .split(/\s+/)
    .map((part) => {
      const [size, hash, kind] = part.split(":");
      return { size: Number(size), hash, kind };
    });
  listen(form, async (file, say) => say(await judge(file, parts, form.dataset.token)));
}

// Which paper it is, is asked by the fingerprint alone.
function find(form) {
  listen(form, async (file) => {
    const bytes = await file.arrayBuffer();
    form.elements.sha256.value = await digest(bytes);
    form.elements.mark.value = markOf(bytes);
    form.elements.file.disabled = true;
    form.submit();
    form.elements.file.disabled = false; // for who comes back
  });
}

document.querySelectorAll("form[data-verify]").forEach(begin);
document.querySelectorAll("form[data-check]").forEach(find);
