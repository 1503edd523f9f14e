// Numbers of clauses: "2.1." below the heading "II. …" or "2. …". The same shapes as
// documents/content/blocks.py reads.
const LEVELS = /^(\d{1,3}(?:\s?\.\s?\d{1,3})+)\s?(\.?)(?=\s|$|\p{L}|[«“"(])/u;
const DASH = /^\s*(?:[-–—]\s+)?/;
const OTHER = /^(?:\d{1,3}[.)]|\p{L}\))(?=\s|$|\p{L})/u;
const ROMAN = /^([IVXLCІХ]{1,7})\.(?=\s|\p{L})/u;
const ARABIC = /^(\d{1,3})(?:[.)](?=\s|$|\p{L})|\s?[-–]\s?(?:бөлүм|глава|бап|раздел)(?=[\s.:]|$))/iu;
const WORD = /^(?:бөлүм|глава|бап|раздел|section|chapter)\s+(\d{1,3}|[IVXLCІХ]{1,7})(?=[\s.:]|$)/iu;
const VALUES = { I: 1, V: 5, X: 10, L: 50, C: 100 };

const roman = (word) => {
  const values = [...word.toUpperCase().replace(/І/g, "I").replace(/Х/g, "X")].map((one) => VALUES[one]);
  return values.reduce((sum, value, i) => sum + (value < values[i + 1] ? -value : value), 0);
};

const textOf = (node) => node.textBetween(0, node.content.size, "\n", "\n");

// Where the number of a clause stands, and its parts; null when it has none. "3.5 points" is a
// quantity, unless it opens a clause of section 3; "05.09.2024" is a date.
export function clauseNumber(text, section = null) {
  const from = DASH.exec(text)[0].length;
  const match = LEVELS.exec(text.slice(from));
  if (!match) return null;
  const parts = match[1].split(/\s?\.\s?/);
  const after = text.slice(from + match[0].length).trimStart()[0] ?? "";
  const own = section !== null && (parts.length > 2 || +parts[0] === section);
  const quantity = !own && !match[2] && after !== after.toUpperCase();
  if (quantity || (parts.length === 2 && parts[0].startsWith("0"))) return null;
  const length = (match[2] ? match[0] : match[1]).length;
  return { parts: parts.map(Number), dot: match[2], from, to: from + length };
}

function sectionNumber(text) {
  const line = text.trim();
  const match = ROMAN.exec(line) ?? ARABIC.exec(line) ?? WORD.exec(line);
  if (!match || clauseNumber(line)) return null;
  return /\d/.test(match[1]) ? +match[1] : roman(match[1]);
}

// What has to be typed where, so that the clauses below each numbered heading run without a gap.
export function changes(doc) {
  const found = [];
  let now = null; // the number of the heading or clause we stand at
  let depth = 0; // of the last clause, for one without a number
  let dot = ".";
  doc.forEach((node, pos) => {
    const text = textOf(node);
    if (node.type.name === "heading") {
      const section = node.attrs.level === 2 ? sectionNumber(text) : null;
      const deeper = clauseNumber(text);
      if (node.attrs.level === 2) now = section === null ? null : [section];
      if (now && deeper && deeper.parts[0] === now[0]) now = deeper.parts;
      depth = now ? now.length + 1 : 0;
      return;
    }
    if (!now || !node.attrs.clause || !text.trim()) return;
    const old = clauseNumber(text, now[0]);
    if (!old && OTHER.test(text.trimStart())) return;
    depth = Math.max(2, Math.min(old ? old.parts.length : depth, now.length + 1));
    if (old) dot = old.dot;
    now = now.length < depth ? [...now, 1] : [...now.slice(0, depth - 1), now[depth - 1] + 1];
    const number = now.join(".") + (old ? old.dot : dot);
    const from = pos + 1 + (old ? old.from : 0);
    const to = old ? pos + 1 + old.to : from;
    if (!old) found.push({ from, to, text: `${number} ` });
    else if (text.slice(old.from, old.to) !== number) found.push({ from, to, text: number });
  });
  return found;
}

// One step for undo; says how many numbers changed.
export function renumber(editor) {
  const { state, view } = editor;
  const found = changes(state.doc);
  const { tr } = state;
  for (const { from, to, text } of found.reverse()) {
    const marks = from === to ? [] : (state.doc.nodeAt(from)?.marks ?? []);
    tr.replaceWith(from, to, state.schema.text(text, marks));
  }
  if (found.length) view.dispatch(tr);
  return found.length;
}

// The clause or heading a person means by "#2.1": its address, or "".
export function addressOf(doc, number) {
  const wanted = number.replace(/[\s.]+$/, "");
  let address = "";
  doc.forEach((node) => {
    if (address || !node.attrs.id || !node.isTextblock) return;
    if (numberOf(node) === wanted) address = `#${node.attrs.id}`;
  });
  return address;
}

// How a person would name the place an address points at: "#2.1".
export function nameOf(doc, address) {
  let name = "";
  doc.forEach((node) => {
    if (node.isTextblock && `#${node.attrs.id}` === address) name = numberOf(node);
  });
  return name ? `#${name}` : address;
}

function numberOf(node) {
  const text = textOf(node);
  const clause = clauseNumber(text);
  if (clause) return clause.parts.join(".");
  return /^\s*([IVXLCІХ]{1,7}|\d{1,3})[.)](?=\s|$|\p{L})/u.exec(text)?.[1] ?? "";
}
