// What each tool does, whether it can be done here, and whether it is on.
import { isInTable } from "@tiptap/pm/tables";
import { renumber } from "./clauses.js";
import { hasHead, inHead } from "./tables.js";

const command = (name, ...words) => ({
  run: (editor) => editor.chain().focus()[name](...words).run(),
  can: (editor) => editor.can()[name](...words),
});
const mark = (name) => ({ ...command("toggleMark", name), on: (editor) => editor.isActive(name) });
const list = (name) => ({
  ...command("toggleList", name, "listItem"),
  on: (editor) => editor.isActive(name),
});
const inTable = (editor) => isInTable(editor.state);

// Text blocks that the selection touches, with their places.
function touched(state) {
  const found = [];
  for (const { $from, $to } of state.selection.ranges) {
    state.doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
      if (node.isTextblock) found.push({ node, pos, parent: state.doc.resolve(pos).parent });
      return !node.isTextblock;
    });
  }
  return found;
}

// Inside lists and cells there are neither headings nor clauses.
const free = ({ parent }) => parent.type.name === "doc" || parent.type.name === "blockquote";

export function blockKind(editor) {
  const kinds = new Set(
    touched(editor.state).map(({ node }) =>
      node.type.name === "heading" ? `h${node.attrs.level}` : node.attrs.clause ? "clause" : "text",
    ),
  );
  return kinds.size === 1 ? [...kinds][0] : "";
}

export const canChangeKind = (editor) => touched(editor.state).some(free);

export function setKind(editor, kind) {
  const { state, view } = editor;
  const { tr } = state;
  const { heading, paragraph } = state.schema.nodes;
  for (const one of touched(state).filter(free)) {
    const { id, align } = one.node.attrs;
    if (kind[0] !== "h") {
      tr.setNodeMarkup(one.pos, paragraph, { id, align, clause: kind === "clause" });
    } else if (one.parent.type.name === "doc") {
      const level = Number(kind[1]);
      tr.setNodeMarkup(one.pos, heading, { id, level, align: align === "center" ? align : null });
    }
  }
  if (tr.docChanged) view.dispatch(tr);
}

// Cells carry the alignment of their words, other blocks their own, items none.
function alignable(state, way) {
  const found = new Map();
  for (const { node, pos, parent } of touched(state)) {
    if (/^table(Cell|Header)$/.test(parent.type.name)) {
      const at = state.doc.resolve(pos).before();
      found.set(at, parent);
    } else if (parent.type.name !== "listItem" && (node.type.name !== "heading" || way === "center")) {
      found.set(pos, node);
    }
  }
  return found;
}
const alignment = (way) => ({
  can: ({ state }) => alignable(state, way).size > 0,
  on: ({ state }) => {
    const all = [...alignable(state, way).values()];
    return all.length > 0 && all.every((node) => node.attrs.align === way);
  },
  run: (editor) => {
    const off = alignment(way).on(editor);
    const { tr } = editor.state;
    for (const at of alignable(editor.state, way).keys()) {
      tr.setNodeAttribute(at, "align", off ? null : way);
    }
    editor.view.dispatch(tr);
    editor.commands.focus();
  },
});

export const deeds = {
  undo: command("undo"),
  redo: command("redo"),
  bold: mark("bold"),
  italic: mark("italic"),
  underline: mark("underline"),
  strike: mark("strike"),
  sub: mark("sub"),
  sup: mark("sup"),
  bullets: list("bulletList"),
  numbers: list("orderedList"),
  outdent: command("liftListItem", "listItem"),
  indent: command("sinkListItem", "listItem"),
  quote: { ...command("toggleWrap", "blockquote"), on: (editor) => editor.isActive("blockquote") },
  center: alignment("center"),
  right: alignment("right"),
  table: command("putTable"),
  renumber: {
    can: () => true,
    run: (editor, say) => {
      const count = renumber(editor);
      say(count ? "renumbered" : "nothing", count);
      editor.commands.focus();
    },
  },
  "row-above": {
    ...command("addRowBefore"),
    can: (editor) => inTable(editor) && !inHead(editor.state),
  },
  "row-below": { ...command("addRowAfter"), can: inTable },
  "row-away": { ...command("deleteRow"), can: inTable },
  "column-left": command("putColumnBefore"),
  "column-right": command("putColumnAfter"),
  "column-away": { ...command("deleteColumn"), can: inTable },
  head: { ...command("toggleHead"), on: (editor) => hasHead(editor.state) },
  merge: command("mergeCells"),
  split: command("splitCell"),
  "table-away": { ...command("deleteTable"), can: inTable },
};
