// Tables without inline widths. ProseMirror knows rows only, so each row remembers whether it
// stands in the head; html.js writes <thead> from that.
import { Extension } from "@tiptap/core";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { TextSelection } from "@tiptap/pm/state";
import { isInTable, selectedRect } from "@tiptap/pm/tables";
import { align, id, look } from "./schema.js";

const span = (name) => ({
  default: 1,
  rendered: false,
  parseHTML: (cell) => Math.min(Math.max(parseInt(cell.getAttribute(name), 10) || 1, 1), 60),
});
const cell = () => ({
  colspan: span("colspan"),
  rowspan: span("rowspan"),
  colwidth: { default: null, rendered: false, parseHTML: () => null },
  align: align("center", "right"),
});
function cellLook(node) {
  const { colspan, rowspan, scope } = node.attrs;
  const out = look(node);
  if (colspan > 1) out.colspan = colspan;
  if (rowspan > 1) out.rowspan = rowspan;
  if (scope) out.scope = scope;
  return out;
}
const content = "(paragraph | bulletList | orderedList)+";

const OurTable = Table.extend({
  addAttributes: () => ({ id }),
  renderHTML: ({ node }) => ["table", look(node), ["tbody", 0]],
});
const OurRow = TableRow.extend({
  content: "(tableCell | tableHeader)+",
  addAttributes: () => ({
    head: {
      default: false,
      rendered: false,
      parseHTML: (row) => row.parentElement?.tagName === "THEAD" || "head" in row.dataset,
    },
  }),
  renderHTML: ({ node }) => ["tr", node.attrs.head ? { "data-head": "" } : {}, 0],
});
const OurCell = TableCell.extend({
  content,
  addAttributes: cell,
  parseHTML: () => [{ tag: "td" }],
  renderHTML: ({ node }) => ["td", cellLook(node), 0],
});
const OurHeader = TableHeader.extend({
  content,
  addAttributes: () => ({
    ...cell(),
    scope: {
      default: null,
      rendered: false,
      parseHTML: (th) => (/^(row|col)(group)?$/.test(th.scope) ? th.scope : null),
    },
  }),
  parseHTML: () => [{ tag: "th" }],
  renderHTML: ({ node }) => ["th", cellLook(node), 0],
});

// The head row the selection is in or next to: nothing may be put above it.
export const inHead = (state) => {
  if (!isInTable(state)) return false;
  const { table, top } = selectedRect(state);
  return table.child(top).attrs.head;
};

export const hasHead = (state) => {
  if (!isInTable(state)) return false;
  const first = selectedRect(state).table.firstChild;
  return first.attrs.head || first.content.content.every((one) => one.type.name === "tableHeader");
};

function putTable({ state, tr, dispatch }) {
  if (isInTable(state)) return false;
  if (!dispatch) return true;
  const { tableCell, tableHeader, tableRow, table } = state.schema.nodes;
  const row = (type, rowAttrs, attrs) =>
    tableRow.create(rowAttrs, [0, 1, 2].map(() => type.createAndFill(attrs)));
  const made = table.create(null, [
    row(tableHeader, { head: true }, { scope: "col" }),
    row(tableCell),
    row(tableCell),
  ]);
  const { $from } = state.selection;
  const block = $from.depth ? $from.node(1) : null;
  const empty = block?.type.name === "paragraph" && !block.content.size;
  const at = !block ? $from.pos : empty ? $from.before(1) : $from.after(1);
  tr.replaceWith(at, empty ? $from.after(1) : at, made);
  tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1))).scrollIntoView();
  return true;
}

// Header cells of the first row become plain ones, or the other way round.
function toggleHead({ state, tr, dispatch }) {
  if (!isInTable(state)) return false;
  if (!dispatch) return true;
  const { table, tableStart } = selectedRect(state);
  const { tableCell, tableHeader } = state.schema.nodes;
  const on = !hasHead(state);
  table.forEach((row, offset, index) => {
    if (on ? index : index && !row.attrs.head) return;
    const at = tableStart + offset;
    tr.setNodeMarkup(at, null, { head: on });
    row.forEach((one, inside) => {
      const attrs = { ...one.attrs, scope: on ? "col" : undefined };
      tr.setNodeMarkup(at + 1 + inside, on ? tableHeader : tableCell, attrs);
    });
  });
  return true;
}

// A new cell of the head says what it heads, as its neighbours do.
const putColumn = (deed) => ({ state, tr, dispatch, commands }) => {
  if (!isInTable(state)) return false;
  if (!dispatch) return true;
  commands[deed]();
  const { table, tableStart } = selectedRect({ selection: tr.selection, doc: tr.doc });
  table.forEach((row, offset) => {
    const scope = row.attrs.head && row.content.content.find((one) => one.attrs.scope)?.attrs.scope;
    row.forEach((one, inside) => {
      const fresh = scope && one.type.name === "tableHeader" && !one.attrs.scope && !one.textContent;
      if (fresh) tr.setNodeAttribute(tableStart + offset + 1 + inside, "scope", scope);
    });
  });
  return true;
};

const Deeds = Extension.create({
  name: "tableDeeds",
  addCommands: () => ({
    putTable: () => putTable,
    toggleHead: () => toggleHead,
    putColumnBefore: () => putColumn("addColumnBefore"),
    putColumnAfter: () => putColumn("addColumnAfter"),
  }),
});

export const tables = [
  OurTable.configure({ resizable: false }),
  OurRow,
  OurCell,
  OurHeader,
  Deeds,
];
