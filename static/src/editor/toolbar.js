// The tools above the text: one stop for Tab, arrows inside, Escape goes back to the text.
import { isInTable } from "@tiptap/pm/tables";
import { blockKind, canChangeKind, deeds, setKind } from "./deeds.js";

export function toolbar(root, editor, { link, say }) {
  const bars = [...root.querySelectorAll("[role=toolbar]")];
  const tableBar = root.querySelector(".editor-table");
  const kind = root.querySelector("[data-kind]");
  const more = root.querySelector("[data-more]");
  const buttons = [...root.querySelectorAll("[data-do]")];
  const all = { ...deeds, link };

  for (const button of buttons) {
    const { keys } = button.dataset;
    const label = button.getAttribute("aria-label");
    button.title = keys ? `${label} (${keys.replaceAll("+", " ")})` : label;
    if (keys) button.setAttribute("aria-keyshortcuts", keys.replace("Ctrl", "Control"));
  }
  for (const plain of [kind, more]) plain.title = plain.getAttribute("aria-label");

  const shown = (bar) =>
    [...bar.querySelectorAll("button, select")].filter((tool) => tool.offsetParent !== null);
  function stop(bar, tool) {
    for (const one of bar.querySelectorAll("button, select")) one.tabIndex = one === tool ? 0 : -1;
  }
  for (const bar of bars) {
    stop(bar, bar.querySelector("button, select"));
    bar.addEventListener("focusin", (event) => {
      if (event.target.matches("button, select")) stop(bar, event.target);
    });
    bar.addEventListener("keydown", (event) => {
      const tools = shown(bar);
      const at = tools.indexOf(event.target);
      const to = {
        ArrowRight: (at + 1) % tools.length,
        ArrowLeft: (at - 1 + tools.length) % tools.length,
        Home: 0,
        End: tools.length - 1,
      }[event.key];
      if (at >= 0 && to !== undefined) {
        event.preventDefault();
        tools[to].focus();
      } else if (event.key === "Escape") {
        editor.view.focus();
      }
    });
    // A press with the mouse must not take the selection out of the text.
    bar.addEventListener("mousedown", (event) => {
      if (event.target.closest("button")) event.preventDefault();
    });
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (!button || button.getAttribute("aria-disabled") === "true") return;
      say("");
      all[button.dataset.do].run(editor, say);
    });
  }
  more.addEventListener("click", () => {
    const open = root.classList.toggle("all-tools");
    more.setAttribute("aria-expanded", open);
  });

  let byKey = false;
  kind.addEventListener("pointerdown", () => (byKey = false));
  kind.addEventListener("keydown", () => (byKey = true));
  kind.addEventListener("change", () => {
    setKind(editor, kind.value);
    if (!byKey) editor.commands.focus();
  });

  function refresh() {
    for (const button of buttons) {
      const deed = all[button.dataset.do];
      button.setAttribute("aria-disabled", !deed.can(editor));
      if (deed.on) button.setAttribute("aria-pressed", deed.on(editor));
    }
    const now = blockKind(editor);
    kind.value = now;
    kind.disabled = !canChangeKind(editor);
    const away = !isInTable(editor.state);
    if (away && tableBar.contains(document.activeElement)) editor.commands.focus();
    tableBar.hidden = away;
  }
  let waiting = 0;
  editor.on("transaction", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(refresh);
  });
  refresh();

  return { focus: () => bars[0].querySelector("[tabindex='0']").focus() };
}
