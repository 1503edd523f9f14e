// Where a link leads, asked in a line below the tools.
import { addressOf, nameOf } from "./clauses.js";
import { LINK } from "./schema.js";

// What a person types, as an address: "#2.1", "example.kg", "somebody@example.kg".
export function address(typed, doc) {
  const text = typed.trim();
  if (LINK.test(text)) return text;
  if (text.startsWith("#")) return addressOf(doc, text.slice(1));
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`;
  if (/^[^\s:/?#@]+\.[^\s:/?#@.]{2,}(?:[/?#]\S*)?$/.test(text)) return `https://${text}`;
  return "";
}

export function linkForm(root, editor) {
  const box = root.querySelector(".editor-link");
  const input = box.querySelector("input");
  const wrong = box.querySelector("[data-wrong]");
  const away = box.querySelector("[data-link=away]");
  const here = () => editor.getAttributes("link").href ?? "";

  function complain(yes) {
    wrong.hidden = !yes;
    if (yes) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
  function close() {
    box.hidden = true;
    editor.commands.focus();
  }
  function put() {
    const href = address(input.value, editor.state.doc);
    if (!href) {
      complain(true);
      input.focus();
      return;
    }
    const chain = editor.chain().extendMarkRange("link");
    if (editor.state.selection.empty && !here()) {
      const marks = [{ type: "link", attrs: { href } }];
      chain.insertContent({ type: "text", text: input.value.trim().replace(/^#/, ""), marks });
    } else {
      chain.setMark("link", { href });
    }
    chain.run();
    close();
  }

  input.addEventListener("input", () => complain(false));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      put();
    }
  });
  box.addEventListener("click", (event) => {
    const what = event.target.closest("[data-link]")?.dataset.link;
    if (what === "put") put();
    else if (what === "away") {
      editor.chain().extendMarkRange("link").unsetMark("link").run();
      close();
    } else if (what === "close") close();
  });

  return {
    on: () => editor.isActive("link"),
    can: () => editor.isActive("link") || editor.can().setMark("link", { href: "#" }),
    run() {
      complain(false);
      input.value = nameOf(editor.state.doc, here());
      away.hidden = !here();
      box.hidden = false;
      input.focus();
      input.select();
    },
  };
}
