// From the text in the editor back to the HTML the form sends. A block nobody touched is sent
// exactly as it came, so that a comparison of two versions shows only what was changed.
import { DOMSerializer } from "@tiptap/pm/model";

// The server writes a hard space as the sign itself.
const plain = (html) => html.replaceAll("&nbsp;", "\u00a0");

export class Writer {
  constructor(editor, source) {
    this.page = document.implementation.createHTMLDocument("");
    this.serializer = DOMSerializer.fromSchema(editor.schema);
    this.written = new WeakMap();
    this.came = new Map();
    this.learn(editor.state.doc, source);
  }

  // Remember how each block was written in the source.
  learn(doc, source) {
    this.came.clear();
    const blocks = new DOMParser().parseFromString(source, "text/html").body.children;
    if (blocks.length !== doc.childCount) return;
    doc.forEach((node, _pos, index) => {
      const { id } = node.attrs;
      if (id && id === blocks[index].id) this.came.set(id, { node, html: blocks[index].outerHTML });
    });
  }

  all(doc) {
    const out = [];
    doc.forEach((node) => {
      if (node.isTextblock && !node.content.size) return;
      if (!this.written.has(node)) this.written.set(node, this.write(node));
      out.push(this.written.get(node));
    });
    return out.join("\n");
  }

  write(node) {
    const came = this.came.get(node.attrs.id);
    if (came?.node.eq(node)) return plain(came.html);
    const block = this.serializer.serializeNode(node, { document: this.page });
    for (const inner of block.querySelectorAll("[id]")) {
      if (!block.id) block.id = inner.id; // paragraphs that became a list: it takes the first id
      inner.removeAttribute("id");
    }
    if (block.tagName === "TABLE") this.head(block);
    for (const unit of block.querySelectorAll("li, td, th")) this.open(unit);
    return plain(block.outerHTML);
  }

  head(table) {
    const body = table.tBodies[0];
    const head = this.page.createElement("thead");
    while (body.firstElementChild?.dataset.head === "") head.append(body.firstElementChild);
    if (head.firstElementChild) table.prepend(head);
    if (!body.firstElementChild) body.remove();
    for (const row of table.rows) row.removeAttribute("data-head");
  }

  // Items and cells hold words, not paragraphs; the second paragraph is a new line.
  open(unit) {
    for (const part of [...unit.children]) {
      if (part.tagName !== "P") continue;
      const before = part.previousSibling;
      if (before && !/^[OU]L$/.test(before.nodeName)) part.before(this.page.createElement("br"));
      part.replaceWith(...part.childNodes);
    }
  }
}
