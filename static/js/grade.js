// Marks a practice answer on the phone, as courses/grading.py, responses.py and typed.py do (tests/browser/test_device_grading.py
// runs the same cases through both). Only questions of practice come here: those of a test never leave the site with their keys.
// A question is {type, value} as offline.json holds it: lists of {id, …}.
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const WORD = "\\p{L}\\p{N}_";
const spaces = new RegExp(`[${SPACE}]+`, "gu"), edges = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "gu");
const money = new RegExp(`(?<![${WORD}])(nuevos[${SPACE}]+)?sol(es)?(?![${WORD}])|s[${SPACE}]*/[${SPACE}]*\\.?`, "giu");
const between = new RegExp(`[${SPACE}'’_]+`, "gu"), marks = new RegExp(`[^${WORD}${SPACE}]`, "gu");
const written = /^(?:[+-]?[0-9]+(?:[.,][0-9]+)*|[+-]?[.,][0-9]+)$/;
const split = text => text.replace(edges, "").split(spaces).filter(Boolean);
const letters = text => Array.from(text);

export const cleanText = text => text.replace(/\0/g, "").replace(/\r\n?/g, "\n").replace(edges, "");

// A decimal as {n, s}: n ÷ 10^s, exact.
const decimal = text => {
  const [, sign, whole, , part = "", e = "0"] = /^([+-]?)(\d*)(\.(\d*))?(?:e([+-]?\d+))?$/i.exec(String(text));
  let n = BigInt((whole + part) || "0"), s = part.length - Number(e);
  if (s < 0) { n *= 10n ** BigInt(-s); s = 0; }
  return { n: sign === "-" ? -n : n, s };
};
const scaled = ({ n, s }, most) => n * 10n ** BigInt(most - s);
const grouped = (text, mark) => {
  const [first, ...rest] = text.replace(/^[+-]+/, "").split(mark);
  return first.length >= 1 && first.length <= 3 && !first.startsWith("0") && rest.every(p => p.length === 3);
};
const times = (text, c) => text.split(c).length - 1;
const spellings = bare => {
  const points = times(bare, "."), commas = times(bare, ","), mark = points ? "." : ",", found = [];
  const without = c => bare.split(c).join("");
  if (points && commas) {
    const [last, other] = bare.lastIndexOf(".") > bare.lastIndexOf(",") ? [".", ","] : [",", "."];
    if (times(bare, last) === 1 && grouped(bare.split(last)[0], other)) found.push(without(other).replace(last, "."));
  } else if (points + commas === 1) {
    found.push(bare.replace(mark, "."));
    if (grouped(bare, mark)) found.push(without(mark));
  } else if (points || commas) {
    if (grouped(bare, mark)) found.push(without(mark));
  } else found.push(bare);
  return found;
};
const quoted = text => text.replace(/[.*+?^${}()|[\]\\\/-]/g, "\\$&");
export const readings = (text, unit = "") => {
  let bare = letters(String(text)).slice(0, 60).join("").replace(money, "");
  if (unit) bare = bare.replace(new RegExp(quoted(unit).replace(/\\-/g, "-"), "giu"), "");
  bare = bare.replace(between, "").replace(/−/g, "-").replace(/%+$/, "");
  return written.test(bare) ? spellings(bare) : [];
};

const folded = text => {
  const bare = String(text).toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ").normalize("NFKD").replace(/\p{M}/gu, "");
  return split(split(bare).join(" ").replace(/['’ʼ]/g, "")).join(" ");
};
const bareWords = text => split(folded(text).replace(marks, " ")).join(" ");
const oneSlip = (a, b) => {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  const x = a.slice(start), y = b.slice(start), same = (p, q) => p.join("") === q.join("");
  if (x.length === y.length) return same(x.slice(1), y.slice(1)) || x.length > 1 && x[0] === y[1] && x[1] === y[0] && same(x.slice(2), y.slice(2));
  return x.length > y.length ? same(x.slice(1), y) : same(y.slice(1), x);
};
export const sameWords = (typed, accepted) => {
  const ours = bareWords(typed), theirs = bareWords(accepted), long = letters(theirs);
  if (!theirs) return false;
  if (ours === theirs) return true;
  return long.length >= 6 && !/\p{Nd}/u.test(theirs) && oneSlip(letters(ours), long);
};

// --- Is it an answer at all? Throws the name of the sentence for her (and what goes into it) ----------
export class Unfit extends Error {
  constructor(word, values = {}) { super(word); this.word = word; this.values = values; }
}
const long = (response, limit) => {
  const text = typeof response.text === "string" ? cleanText(response.text) : "";
  if (letters(text).length > limit) throw new Unfit("too_long", { limit });
  return text;
};
const sorted = list => [...list].sort().join();
const FIT = {
  choice(value, { option }) {
    if (!value.options.some(o => o.id === option)) throw new Unfit("choose_one");
    return { option };
  },
  choices(value, { options = [] }) {
    const known = value.options.map(o => o.id);
    if (!options.length || !options.every(o => known.includes(o))) throw new Unfit("choose_some");
    return { options: known.filter(o => options.includes(o)) };
  },
  true_false(_value, { value }) {
    if (typeof value !== "boolean") throw new Unfit("choose_one");
    return { value };
  },
  number(value, response) {
    const text = long(response, 60);
    if (!readings(text, value.unit || "").length) throw new Unfit("not_a_number");
    return { text };
  },
  order(value, { items = [] }) {
    const known = value.items.map(i => i.id);
    if (sorted(items) !== sorted(known)) throw new Unfit("places", { last: known.length });
    return { items };
  },
  match(value, { pairs = {} }) {
    const known = value.pairs.map(p => p.id), rights = Object.keys(pairs).map(left => pairs[left]);
    if (sorted(Object.keys(pairs)) !== sorted(known) || !rights.every(r => known.includes(r))) throw new Unfit("choose_pairs");
    return { pairs };
  },
  short(_value, response) { return said(response, 200); },
  essay(_value, response) { return said(response, 4000); },
};
const said = (response, limit) => {
  const text = long(response, limit);
  if (!text) throw new Unfit("write_it");
  return { text };
};
export const fit = (question, response) => FIT[question.type](question.value, response);

// --- The grade: {right, points in hundredths, waits} -------------------------------------------------
const rightOptions = value => value.options.filter(o => o.right).map(o => o.id);
const sameRight = (value, left, right) => {
  const of = id => value.pairs.find(p => p.id === id).right;
  return of(left) === of(right);
};
// Each gives [part, whole].
const POINTS = {
  choice: (value, r) => [rightOptions(value).includes(r.option) ? 1 : 0, 1],
  choices(value, r) {
    const right = rightOptions(value), hits = r.options.filter(o => right.includes(o)).length;
    return [hits - (r.options.length - hits), Math.max(right.length, 1)];
  },
  true_false: (value, r) => [r.value === Boolean(value.answer) ? 1 : 0, 1],
  number(value, r) {
    const wanted = decimal(value.answer), room = decimal(value.tolerance || "0");
    const fits = readings(r.text, value.unit || "").map(decimal).some(n => {
      const s = Math.max(n.s, wanted.s, room.s), off = scaled(n, s) - scaled(wanted, s);
      return (off < 0n ? -off : off) <= scaled(room, s);
    });
    return [fits ? 1 : 0, 1];
  },
  order(value, r) {
    const keys = value.items.map(i => i.id), place = id => r.items.indexOf(id);
    let kept = 0, all = 0;
    keys.forEach((first, n) => keys.slice(n + 1).forEach(then => { all += 1; kept += place(first) < place(then) ? 1 : -1; }));
    return all ? [kept, all] : [1, 1];
  },
  match: (value, r) => [value.pairs.filter(p => sameRight(value, p.id, r.pairs[p.id])).length, Math.max(value.pairs.length, 1)],
  short: (value, r) => [value.accept.some(word => sameWords(r.text, word)) ? 1 : 0, 1],
};
export const grade = (question, response) => {
  if (question.type === "essay") return { right: null, points: 0, waits: true };
  const [part, whole] = POINTS[question.type](question.value, response), kept = Math.max(0, part);
  return { right: kept === whole, points: Math.floor((kept * 200 + whole) / (2 * whole)), waits: false };
};

// --- What to tell her: lines of {label, text, good, lang}; words is the page of sentences in her language ---
const optionLines = (value, chosen, words) => value.options.filter(o => chosen.includes(o.id) || o.right).map(o => ({
  label: o.text, text: o.why || (o.right ? words.is_right : words.is_not), good: Boolean(o.right), path: o.why ? `options.${o.id}.why` : "",
}));
const LINES = {
  choice: (value, r, words) => optionLines(value, [r.option], words),
  choices: (value, r, words) => optionLines(value, r.options, words),
  true_false: (value, r, words) => [{ label: "", text: value.answer ? words.is_true : words.is_false, good: r.value === Boolean(value.answer) }],
  number(value, r, words) {
    const answer = String(value.answer).replace(".", words.decimal_mark), unit = value.unit || "";
    const text = /^s\//i.test(unit) ? `${unit} ${answer}` : `${answer} ${unit}`.trim();
    return [{ label: words.number_is, text, good: POINTS.number(value, r)[0] === 1 }];
  },
  order(value, r, words) {
    return [{ label: words.order_is, text: value.items.map(i => i.text).join(" → "), good: r.items.join() === value.items.map(i => i.id).join() }];
  },
  match: (value, r) => value.pairs.map(p => ({ label: p.left, text: p.right, good: sameRight(value, p.id, r.pairs[p.id]), path: `pairs.${p.id}.right` })),
  short: (value, r, words) => [{ label: words.for_example, text: value.accept[0] || "", good: POINTS.short(value, r)[0] === 1 }],
  essay: () => [],
};
export const explain = (question, response, words) => {
  const { type, value } = question, lines = LINES[type](value, response, words);
  if (value.why) lines.push({ label: type === "essay" ? words.possible_answer : "", text: value.why, good: null, path: "why" });
  lines.forEach(each => { each.lang = (question.es || []).includes(each.path) ? "es" : ""; });
  return lines;
};
export const verdict = ({ right, points, waits }, words) =>
  waits ? words.will_be_read : right ? words.verdict_right : points ? words.verdict_near : words.verdict_not_yet;
