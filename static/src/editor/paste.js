// From Word and its like: the structure stays, the looks go. Style attributes are read as words and
// never reach the page, so the content security policy has nothing to refuse.
import { clauseNumber } from "./clauses.js";

const FAR = /[ \u00a0]{2,}/g;
const plainBullet = (mark) => /^[^\p{L}\p{N}]+$|^o$/u.test(mark);
const plainNumber = (mark) => /^\d{1,3}\.$/.test(mark);

export function cleaned(html) {
  if (html.includes("data-pm-slice")) return html;
  const page = new DOMParser().parseFromString(unstyled(html), "text/html");
  const { body } = page;
  for (const node of body.querySelectorAll("script, link, meta, title, xml")) node.remove();
  for (const node of [...body.querySelectorAll("[data-look]")]) dress(node, page);
  lists(body, page);
  for (const node of body.querySelectorAll("*")) bare(node);
  for (const node of body.querySelectorAll("p")) {
    if (clauseNumber(node.textContent) && !node.closest("li, td, th")) node.classList.add("clause");
  }
  return body.innerHTML;
}

function unstyled(html) {
  return html
    .replace(/<(style|xml)\b[\s\S]*?<\/\1>/gi, "")
    .replace(/<!--[\s\S]*?-->|<!\[[^\]]*\]>/g, "")
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/i, " data-look="))
    .replace(/<\/?[a-z]+:[a-z][^<>]*>/gi, "");
}

function looks(node) {
  const out = {};
  for (const part of node.dataset.look.toLowerCase().split(";")) {
    const at = part.indexOf(":");
    if (at > 0) out[part.slice(0, at).trim()] = part.slice(at + 1).trim();
  }
  return out;
}

const isBlock = (node) => /^(P|H\d|TD|TH)$/.test(node.tagName);

// What a style says in a tag of ours: bold, italic, a centred line.
function dress(node, page) {
  const look = looks(node);
  if (look.display === "none" || look["mso-hide"] === "all") return node.remove();
  const way = look["text-align"] ?? node.getAttribute("align");
  if (isBlock(node) && (way === "center" || way === "right")) node.dataset.way = way;
  if (look["mso-list"] === "ignore") node.dataset.mark = "";
  const level = /^(l\d+)\s+level(\d)/.exec(look["mso-list"] ?? "");
  if (level && node.tagName === "P") [, node.dataset.list, node.dataset.level] = level;
  if (/^(B|STRONG)$/.test(node.tagName) && /^(normal|[1-4]00)$/.test(look["font-weight"])) {
    return node.replaceWith(...node.childNodes);
  }
  const inHeading = node.closest("h1, h2, h3, h4, h5, h6");
  const lines = look["text-decoration"] ?? look["text-decoration-line"] ?? "";
  const tags = [
    /^(bold|[6-9]00)/.test(look["font-weight"] ?? "") && !inHeading && "strong",
    look["font-style"] === "italic" && "em",
    lines.includes("underline") && !node.closest("a") && "u",
    lines.includes("line-through") && "s",
    { sub: "sub", super: "sup" }[look["vertical-align"]],
  ].filter(Boolean);
  if (node.querySelector("p, li, table, div")) return undefined;
  for (const tag of tags) {
    const holder = page.createElement(tag);
    holder.append(...node.childNodes);
    node.append(holder);
  }
  return undefined;
}

// Word writes an item as a paragraph with its sign inside. Signs and plain "1. 2. 3." become
// lists; any other number is written out, because a clause is quoted by it.
function lists(body, page) {
  const seen = new Set();
  for (const first of [...body.querySelectorAll("p[data-list]")]) {
    if (seen.has(first)) continue;
    const run = [];
    for (let p = first; p?.dataset.list === first.dataset.list; p = p.nextElementSibling) run.push(p);
    const items = run.map((p) => item(p));
    run.forEach((p) => seen.add(p));
    if (items.every(({ mark }) => plainBullet(mark) || plainNumber(mark))) asList(items, page);
    else for (const { p, mark } of items) if (mark) p.prepend(`${mark} `);
  }
}

function item(p) {
  const sign = p.querySelector("[data-mark]");
  const mark = (sign?.textContent ?? "").replace(/[\s\u00a0]+/g, "");
  sign?.remove();
  return { p, mark, level: +p.dataset.level };
}

function asList(items, page) {
  const open = [];
  for (const { p, mark, level } of items) {
    const tag = plainNumber(mark) ? "OL" : "UL";
    while (open.length && open.at(-1).level > level) open.pop();
    if (open.length && open.at(-1).level === level && open.at(-1).list.tagName !== tag) open.pop();
    if (!open.length || open.at(-1).level < level) {
      const list = page.createElement(tag);
      if (tag === "OL" && mark !== "1.") list.setAttribute("start", parseInt(mark, 10));
      const holder = open.at(-1)?.list.lastElementChild;
      if (holder) holder.append(list);
      else p.before(list);
      open.push({ list, level });
    }
    const made = page.createElement("li");
    open.at(-1).list.append(made);
    made.append(p);
  }
}

function bare(node) {
  const { way } = node.dataset;
  for (const { name } of [...node.attributes]) {
    if (!["href", "colspan", "rowspan", "start", "scope"].includes(name)) node.removeAttribute(name);
  }
  if (way) node.className = way;
  for (const part of node.childNodes) {
    if (part.nodeType === 3) part.data = part.data.replace(FAR, " ");
  }
  const first = isBlock(node) && node.firstChild;
  if (first?.nodeType === 3) first.data = first.data.replace(/^[\s\u00a0]+/, "");
}
