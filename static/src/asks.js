// A destructive act asks first and says what will happen: data-confirm on a form or a button.
import { word } from "./words.js";

const answered = new WeakSet();

function ask(sentence, deed, danger) {
  const box = document.createElement("dialog");
  box.className = "ask";
  box.setAttribute("aria-label", word("sure"));
  const text = document.createElement("p");
  text.textContent = sentence;
  const acts = document.createElement("form");
  acts.method = "dialog";
  acts.className = "ask-acts";
  const yes = document.createElement("button");
  yes.className = danger ? "btn btn-danger" : "btn btn-primary";
  yes.value = "yes";
  yes.textContent = deed || word("yes");
  const no = document.createElement("button");
  no.className = "btn";
  no.textContent = word("no");
  no.autofocus = true;
  acts.append(yes, no);
  box.append(text, acts);
  document.body.append(box);
  box.showModal();
  return new Promise((done) => {
    box.addEventListener("close", () => {
      done(box.returnValue === "yes");
      box.remove();
    });
  });
}

document.addEventListener(
  "submit",
  async (event) => {
    const button = event.submitter;
    const holder = button?.dataset.confirm ? button : event.target;
    if (!holder.dataset.confirm || answered.has(event.target)) {
      answered.delete(event.target);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await ask(holder.dataset.confirm, holder.dataset.yes, holder.dataset.calm === undefined))) return;
    answered.add(event.target);
    event.target.requestSubmit(button);
  },
  true,
);
