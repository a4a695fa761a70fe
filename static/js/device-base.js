// What the device's scripts share on a page: who is here, their words, and what a form says as an event.
import "./box.js";

const box = self.relevoBox, body = document.body;
export const me = body.dataset.me || "";
export const borrowed = "borrowed" in body.dataset;
/** A copy of the guests' page that the phone kept: it knows nothing of hers. */
export const copy = Boolean(document.documentElement.dataset.kept || document.documentElement.dataset.offline);

let known = null;
/** The sentences of these scripts in the language of the page; fetched once, kept on the phone. */
export const words = () => known || (known = (async () => {
  const url = document.querySelector("[data-words]").dataset.words, name = "words:" + document.documentElement.lang;
  const kept = box.able ? await box.meta(name).catch(() => null) : null;
  if (kept && kept.url === url) return kept.words;
  try {
    const fresh = await (await fetch(url, { credentials: "same-origin" })).json();
    if (box.able) await box.setMeta({ name, url, words: fresh });
    return fresh;
  } catch (error) {
    known = null;
    if (kept) return kept.words;
    throw error;
  }
})());
/** A sentence with its numbers: "Quedan %(n)s cosas" */
export const say = (sentence, values = {}) => sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
export const plural = (pair, n, values = {}) => say(pair[n === 1 ? 0 : 1], { n, ...values });
export const node = (tag, attributes = {}, ...inner) => {
  const made = document.createElement(tag);
  Object.keys(attributes).forEach(name => made.setAttribute(name, attributes[name]));
  made.append(...inner);
  return made;
};

// --- What a form says, as an event ------------------------------------------------------------------
const ID = "([0-9a-f-]{36})";
const ABOUT = [
  ["lesson_read", new RegExp(`/leccion/${ID}/leida/`), []],
  ["answered", new RegExp(`/leccion/${ID}/pregunta/${ID}/`), ["question"]],
  ["task_done", new RegExp(`/leccion/${ID}/tarea/${ID}/`), ["task"]],
  ["reflected", new RegExp(`/leccion/${ID}/para-mi/${ID}/`), ["block"]],
];
// What Python's str.strip() takes off, and line ends in one way: ids are made of the same text on both sides.
const EDGES = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;
export const clean = text => String(text || "").replace(/\0/g, "").replace(/\r\n?/g, "\n").replace(EDGES, "");
const RESPONSE = {
  choice: data => data.get("r") && { option: data.get("r") },
  choices: data => data.getAll("r").length && { options: data.getAll("r") },
  true_false: data => data.get("r") && { value: data.get("r") === "1" },
  order(data) {
    const places = [...data.entries()].filter(([name, place]) => name.startsWith("o_") && place);
    return places.length && { items: places.sort((a, b) => a[1] - b[1]).map(([name]) => name.slice(2)) };
  },
  match(data) {
    const pairs = {};
    data.forEach((value, name) => { if (name.startsWith("m_")) pairs[name.slice(2)] = value; });
    return Object.keys(pairs).every(left => pairs[left]) && { pairs };
  },
};
const typed = data => clean(data.get("r")) && { text: clean(data.get("r")) };
export const responseOf = (form, data = new FormData(form)) => (RESPONSE[form.dataset.kind] || typed)(data);

/** {kind, payload, nonce, file?} of a learner's form; null where it cannot be one (nothing chosen, an unknown form). */
export const eventOf = form => {
  const data = new FormData(form), lesson = document.querySelector("[data-course]");
  let file = null;
  if (!lesson || form.dataset.event === "sheet_saved") return null;
  const path = new URL(form.action).pathname;
  const [kind, pattern, names] = ABOUT.find(([, p]) => p.test(path)) || [];
  if (kind !== form.dataset.event) return null;
  const ids = pattern.exec(path).slice(1), payload = { course: lesson.dataset.course, lesson: ids[0] };
  names.forEach((name, n) => { payload[name] = ids[n + 1]; });
  if (kind === "answered") {
    payload.version = data.get("version");
    payload.response = responseOf(form, data);
    if (!payload.response) return null;
  }
  if (kind === "reflected") payload.text = clean(data.get("text"));
  if (kind === "task_done") {
    const photo = data.get("photo");
    if (photo && photo.size) file = photo;
    payload.note = clean(data.get("note"));
    payload.photo = form.dataset.photo || "";
    if (data.get("asked")) payload.asked = data.get("asked");
    if (!payload.note && !payload.photo && !file) return null;
  }
  return { kind: "courses." + kind, payload, nonce: data.get("nonce") || "", ...(file ? { file } : {}) };
};
