// Block ids outlive editing: differences, checklists and the clause map point at them (004/4.2.3).
// A new block has none, the server gives it; of two equal ones the first keeps it.
import { Extension } from "@tiptap/core";
import { Fragment, Slice } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";

const filled = (doc) => {
  const found = new Map();
  doc.forEach((node) => node.attrs.id && node.content.size && found.set(node.attrs.id, node));
  return found;
};

// Enter at the very start of a block: the words went down, so the id goes with them.
function follow(old, doc, tr) {
  let before;
  doc.forEach((node, pos, index) => {
    const next = doc.maybeChild(index + 1);
    if (!node.isTextblock || node.content.size || !node.attrs.id || !next?.isTextblock) return;
    const { id } = node.attrs;
    before ??= filled(old);
    const was = before.get(id);
    const another = next.attrs.id && next.attrs.id !== id;
    if (!was || another || !next.content.eq(was.content)) return;
    tr.setNodeAttribute(pos, "id", null);
    tr.setNodeAttribute(pos + node.nodeSize, "id", id);
  });
}

function tellApart(tr) {
  const seen = new Set();
  tr.doc.descendants((node, pos) => {
    if (node.isInline) return false;
    const { id } = node.attrs;
    if (id && seen.has(id)) tr.setNodeAttribute(pos, "id", null);
    seen.add(id);
    return !node.isTextblock;
  });
}

const without = (fragment, taken) => {
  const out = [];
  fragment.forEach((node) => {
    const inside = node.isText ? node : node.copy(without(node.content, taken));
    const again = !node.isText && taken.has(node.attrs.id);
    out.push(again ? node.type.create({ ...node.attrs, id: null }, inside.content) : inside);
  });
  return Fragment.from(out);
};

export const Ids = Extension.create({
  name: "ids",
  addProseMirrorPlugins() {
    let moved = false; // by the mouse inside the text: the block is the same one
    return [
      new Plugin({
        appendTransaction(changes, old, now) {
          if (!changes.some((change) => change.docChanged)) return null;
          const { tr } = now;
          follow(old.doc, now.doc, tr);
          tellApart(tr);
          return tr.docChanged ? tr : null;
        },
        props: {
          handleDOMEvents: {
            drop(view) {
              moved = Boolean(view.dragging?.move);
              setTimeout(() => (moved = false));
            },
          },
          transformPasted(slice, view) {
            if (moved) return slice;
            const { doc, selection } = view.state;
            const taken = new Set();
            doc.descendants((node, pos) => {
              const replaced = pos >= selection.from && pos + node.nodeSize <= selection.to;
              if (node.attrs.id && !replaced) taken.add(node.attrs.id);
              return !node.isTextblock;
            });
            return new Slice(without(slice.content, taken), slice.openStart, slice.openEnd);
          },
        },
      }),
    ];
  },
});
