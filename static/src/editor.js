// The text editor, loaded only on the page where a text is typed. Without it the text area holds
// the same HTML; with it the text area stays the field of the form, kept in step.
import { Editor, Extension } from "@tiptap/core";
import { Selection } from "@tiptap/pm/state";
import "./editor.css";
import { Writer } from "./editor/html.js";
import { Ids } from "./editor/ids.js";
import { linkForm } from "./editor/link.js";
import { cleaned } from "./editor/paste.js";
import { schema } from "./editor/schema.js";
import { tables } from "./editor/tables.js";
import { toolbar } from "./editor/toolbar.js";

const WORD = /[\p{L}\p{N}]+(?:[-’'.][\p{L}\p{N}]+)*/gu;

// Name, help and mistakes of the field belong to what is really typed in.
function voice(area) {
  const out = { role: "textbox", "aria-multiline": "true" };
  const label = area.labels[0];
  if (label) {
    label.id ||= `${area.id}_label`;
    out["aria-labelledby"] = label.id;
  }
  for (const name of ["aria-describedby", "aria-invalid", "aria-label", "lang"]) {
    if (area.hasAttribute(name)) out[name] = area.getAttribute(name);
  }
  if (area.required) out["aria-required"] = "true";
  const hint = area.closest(".editor").querySelector(".editor-keys");
  out["aria-describedby"] = [out["aria-describedby"], hint.id].filter(Boolean).join(" ");
  return out;
}

// Below a table that ends the text there is nothing to put the cursor in: a press makes a line.
function lineBelow(view, event) {
  const last = view.state.doc.lastChild;
  const end = view.dom.lastElementChild?.getBoundingClientRect().bottom;
  if (event.target !== view.dom || last.isTextblock || event.clientY < end) return false;
  const { tr, schema: known } = view.state;
  tr.insert(tr.doc.content.size, known.nodes.paragraph.create());
  view.dispatch(tr.setSelection(Selection.atEnd(tr.doc)));
  return true;
}

function start(area) {
  const root = area.closest(".editor");
  const status = root.querySelector(".editor-status");
  const words = root.querySelector(".editor-count b");
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  let bar;

  const say = (what, count = "") => {
    status.textContent = what ? `${root.dataset[what]} ${count}`.trim() : "";
  };
  const Leave = Extension.create({
    name: "leave",
    addKeyboardShortcuts: () => ({ "Alt-F10": () => bar.focus() ?? true }),
  });

  const holder = document.createElement("div");
  holder.className = "editor-page";
  area.before(holder);
  const editor = new Editor({
    element: holder,
    injectCSS: false,
    enableInputRules: false,
    enablePasteRules: false,
    extensions: [...schema, ...tables, Ids, Leave],
    content: area.value,
    editorProps: {
      attributes: voice(area),
      transformPastedHTML: cleaned,
      scrollMargin: { top: 200, bottom: 120, left: 0, right: 0 },
      scrollThreshold: { top: 200, bottom: 120, left: 0, right: 0 },
      handleClick: (view, _pos, event) => lineBelow(view, event),
    },
  });
  const writer = new Writer(editor, area.value);

  let counting;
  const count = () => {
    const { doc } = editor.state;
    const text = doc.textBetween(0, doc.content.size, " ", " ");
    words.textContent = numbers.format(text.match(WORD)?.length ?? 0);
  };
  const blank = () => {
    const { doc } = editor.state;
    const empty = doc.childCount === 1 && doc.firstChild.isTextblock && !doc.textContent;
    holder.classList.toggle("is-blank", empty);
  };
  editor.on("update", () => {
    area.value = writer.all(editor.state.doc);
    area.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(counting);
    counting = setTimeout(count, 300);
    blank();
  });

  // A hidden field cannot be pointed at by the browser's own check; the server looks anyway.
  area.required = false;
  area.hidden = true;
  for (const part of root.querySelectorAll(".editor-tools, .editor-foot")) part.hidden = false;
  holder.dataset.hint = root.dataset.hint;
  area.labels[0]?.addEventListener("click", () => editor.commands.focus());
  bar = toolbar(root, editor, { link: linkForm(root, editor), say });
  count();
  blank();
  if (area.autofocus) editor.commands.focus("start");

  const { form } = area;
  form?.addEventListener("draft:restored", () => {
    editor.commands.setContent(area.value, { emitUpdate: false });
    count();
    blank();
  });
  form?.addEventListener("reset", () =>
    setTimeout(() => editor.commands.setContent(area.defaultValue)),
  );
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.code !== "KeyS") return;
    event.preventDefault();
    form?.requestSubmit();
  });
}

for (const area of document.querySelectorAll("textarea[data-editor]")) start(area);
