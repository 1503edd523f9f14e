// What a text may hold, the same closed list as documents/content/markup.py: anything else that
// is typed or pasted falls away. Every block of the first level carries its stable id.
import { Extension, Mark, Node } from "@tiptap/core";
import { history, redo, undo } from "@tiptap/pm/history";
import { dropCursor } from "@tiptap/pm/dropcursor";
import { gapCursor } from "@tiptap/pm/gapcursor";

const ID = /^b-[0-9a-f]{8}$/;
export const LINK = /^(?:https?:\/\/\S+|mailto:\S+|#b-[0-9a-f]{8})$/i;

// Attributes of the schema; how they look in HTML is written in `look` alone.
export const id = {
  default: null,
  keepOnSplit: false,
  rendered: false,
  parseHTML: (element) => (ID.test(element.id) ? element.id : null),
};
export const align = (...ways) => ({
  default: null,
  rendered: false,
  parseHTML: (element) => ways.find((way) => element.classList.contains(way)) ?? null,
});
const clause = {
  default: false,
  rendered: false,
  parseHTML: (element) => element.classList.contains("clause"),
};

export function look({ attrs }) {
  const names = [attrs.align, attrs.clause && "clause"].filter(Boolean).sort();
  const out = {};
  if (names.length) out.class = names.join(" ");
  if (attrs.id) out.id = attrs.id;
  return out;
}

const Doc = Node.create({ name: "doc", topNode: true, content: "block+" });
const Text = Node.create({ name: "text", group: "inline" });

const Paragraph = Node.create({
  name: "paragraph",
  priority: 1000,
  group: "block",
  content: "inline*",
  addAttributes: () => ({ id, clause, align: align("center", "right") }),
  parseHTML: () => [{ tag: "p" }],
  renderHTML: ({ node }) => ["p", look(node), 0],
});

const Heading = Node.create({
  name: "heading",
  group: "block",
  content: "inline*",
  defining: true,
  addAttributes: () => ({
    id,
    align: { ...align("center"), keepOnSplit: false },
    level: { default: 2, rendered: false },
  }),
  parseHTML: () =>
    [1, 2, 3, 4, 5, 6].map((level) => ({
      tag: `h${level}`,
      attrs: { level: Math.min(Math.max(level, 2), 4) },
    })),
  renderHTML: ({ node }) => [`h${node.attrs.level}`, look(node), 0],
});

const Quote = Node.create({
  name: "blockquote",
  group: "block",
  content: "(paragraph | bulletList | orderedList)+",
  defining: true,
  addAttributes: () => ({ id }),
  parseHTML: () => [{ tag: "blockquote" }],
  renderHTML: ({ node }) => ["blockquote", look(node), 0],
});

const BulletList = Node.create({
  name: "bulletList",
  group: "block list",
  content: "listItem+",
  addAttributes: () => ({ id }),
  parseHTML: () => [{ tag: "ul" }],
  renderHTML: ({ node }) => ["ul", look(node), 0],
});

const OrderedList = Node.create({
  name: "orderedList",
  group: "block list",
  content: "listItem+",
  addAttributes: () => ({
    id,
    start: {
      default: 1,
      rendered: false,
      parseHTML: (element) =>
        /^\d{1,4}$/.test(element.getAttribute("start")) ? +element.getAttribute("start") : 1,
    },
  }),
  parseHTML: () => [{ tag: "ol" }],
  renderHTML: ({ node }) => {
    const { start } = node.attrs;
    return ["ol", start === 1 ? look(node) : { ...look(node), start }, 0];
  },
});

const ListItem = Node.create({
  name: "listItem",
  content: "paragraph (paragraph | bulletList | orderedList)*",
  defining: true,
  parseHTML: () => [{ tag: "li" }],
  renderHTML: () => ["li", 0],
  addKeyboardShortcuts() {
    const commands = () => this.editor.commands;
    return {
      Enter: () => commands().splitListItem(this.name),
      Tab: () => commands().sinkListItem(this.name),
      "Shift-Tab": () => commands().liftListItem(this.name),
      Backspace: () => {
        const { $from, empty } = this.editor.state.selection;
        const first = $from.depth > 1 && $from.node(-1).type === this.type && $from.index(-1) === 0;
        return empty && first && !$from.parentOffset && commands().liftListItem(this.name);
      },
    };
  },
});

const Break = Node.create({
  name: "hardBreak",
  group: "inline",
  inline: true,
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: "br" }],
  renderHTML: () => ["br"],
  renderText: () => "\n",
  addKeyboardShortcuts() {
    const put = () =>
      this.editor.commands.command(({ tr, dispatch }) => {
        if (!tr.selection.$from.parent.inlineContent) return false;
        if (dispatch) tr.replaceSelectionWith(this.type.create()).scrollIntoView();
        return true;
      });
    return { "Shift-Enter": put, "Mod-Enter": put };
  },
});

// In the order of nesting that documents/content writes: the first is the outermost.
const Link = Mark.create({
  name: "link",
  inclusive: false,
  exitable: true,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [
    { tag: "a[href]", getAttrs: (a) => (LINK.test(a.getAttribute("href").trim()) ? null : false) },
  ],
  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
});

const mark = (name, tags, key, excludes) =>
  Mark.create({
    name,
    ...(excludes ? { excludes } : {}),
    parseHTML: () => tags.map((tag) => ({ tag })),
    renderHTML: () => [tags[0], 0],
    addKeyboardShortcuts() {
      return key ? { [key]: () => this.editor.commands.toggleMark(name) } : {};
    },
  });

const History = Extension.create({
  name: "history",
  addProseMirrorPlugins: () => [history(), dropCursor({ color: false, class: "drop-here" }), gapCursor()],
  addCommands: () => ({
    undo: () => ({ state, dispatch }) => undo(state, dispatch),
    redo: () => ({ state, dispatch }) => redo(state, dispatch),
  }),
  addKeyboardShortcuts() {
    const again = () => this.editor.commands.redo();
    return { "Mod-z": () => this.editor.commands.undo(), "Mod-y": again, "Shift-Mod-z": again };
  },
});

export const schema = [
  Doc, Text, Paragraph, Heading, Quote, BulletList, OrderedList, ListItem, Break,
  Link,
  mark("bold", ["strong", "b"], "Mod-b"),
  mark("italic", ["em", "i"], "Mod-i"),
  mark("underline", ["u", "ins"], "Mod-u"),
  mark("strike", ["s", "strike", "del"], "Mod-Shift-x"),
  mark("sub", ["sub"], "Mod-,", "sub sup"),
  mark("sup", ["sup"], "Mod-.", "sup sub"),
  History,
];
