// A lesson on the phone: what she did here is shown on a page that knows nothing of her, and an answer is marked
// without the site. What the site says later counts.
import { copy, me, node, plural, responseOf, say, words } from "./device-base.js";
import { Unfit, explain, fit, grade, verdict } from "./grade.js";

const box = self.relevoBox;
const name = lesson => "lesson:" + lesson;

let chain = Promise.resolve();
/** What she did in a lesson, on this phone: {read, answers, tasks, words}. One change after the other. */
const remember = (lesson, owner, change) => (chain = chain.catch(() => {}).then(async () => {
  const before = await box.kept(name(lesson), owner) || {}, now = JSON.stringify(before);
  const after = change({ answers: {}, tasks: {}, words: {}, ...before });
  if (JSON.stringify(after) !== now) await box.keep(name(lesson), after, owner);
}));
export const noted = async ({ kind, payload, happened_at }, owner) => payload.lesson && remember(payload.lesson, owner, state => {
  if (kind === "courses.lesson_read") state.read = state.read || happened_at;
  if (kind === "courses.answered") state.answers[payload.question] = { version: payload.version, response: payload.response };
  if (kind === "courses.task_done") state.tasks[payload.task] = { note: payload.note };
  if (kind === "courses.reflected") state.words[payload.block] = payload.text;
  return state;
});

/** Say something beside a form, for eyes and for a screen reader. */
export const tell = (form, text, kind = "field-error") => {
  form.querySelectorAll("[data-told]").forEach(e => e.remove());
  const told = node("p", { class: kind, role: "alert", tabindex: "-1", "data-told": "" }, text);
  (form.querySelector(".actions") || form.lastElementChild || form).before(told);
  told.focus();
};

/** Her words to the clipboard, where the phone may keep none of them. */
export const offerCopy = (form, said) => {
  const fields = Array.from(form.querySelectorAll("textarea,input[type=text],input:not([type])")).filter(f => f.value.trim());
  if (!fields.length) return;
  const button = node("button", { class: "btn quiet small", type: "button" }, said.copy_it);
  button.addEventListener("click", async () => {
    const text = fields.map(f => f.value.trim()).join("\n\n");
    try {
      await navigator.clipboard.writeText(text);
    } catch (_) {
      const held = node("textarea");
      held.value = text;
      button.before(held);
      held.select();
      document.execCommand("copy");
      held.remove();
    }
    button.textContent = said.copied;
  });
  form.querySelector("[data-told]").append(" ", button);
};

// --- Marking without the site ---------------------------------------------------------------------------
let keys = null;
const practice = () => keys || (keys = fetch(new URL("../offline.json", location.href.split(/[?#]/)[0]), { credentials: "omit" })
  .then(reply => reply.ok ? reply.json() : null).catch(() => null));
async function questionOf(payload) {
  const all = await practice(), here = all && all.lessons[payload.lesson];
  const found = here && here.questions[payload.question];
  return found && found.version === payload.version ? found : null;
}
// The page carries masked names on both sides of a question to be matched.
const plain = (question, response) => {
  if (question.type !== "match") return response;
  const lefts = {}, rights = {}, pairs = {};
  question.value.pairs.forEach(p => { lefts[p.l] = lefts[p.id] = p.id; rights[p.r] = rights[p.id] = p.id; });
  Object.keys(response.pairs).forEach(left => { pairs[lefts[left] || left] = rights[response.pairs[left]] || ""; });
  return { pairs };
};

async function answered(form, event) {
  const said = await words(), question = await questionOf(event.payload);
  form.querySelectorAll("[data-told],.field-error,.notice").forEach(e => e.remove());
  const section = form.closest("section"), old = section.querySelector("[role=status]");
  if (old) old.remove();
  const top = node("div", { role: "status" });
  const lines = [];
  if (question) {
    const response = fit(question, plain(question, event.payload.response));
    top.append(node("p", { class: "verdict", tabindex: "-1" }, verdict(grade(question, response), said)));
    explain(question, response, said).forEach(each => {
      const made = node("div", { class: each.good ? "notice ok" : "notice" });
      if (each.label) made.append(node("p", {}, node("strong", {}, each.label)));
      made.append(node("p", each.lang ? { lang: each.lang } : {}, each.text));
      lines.push(made);
    });
  } else {
    top.append(node("p", { class: "verdict", tabindex: "-1" }, said.marked_later));
  }
  section.prepend(top);
  const actions = form.querySelector(".actions");
  lines.forEach(each => actions.before(each));
  const button = actions.querySelector("button");
  button.textContent = said.again;
  button.classList.add("quiet");
  top.firstElementChild.focus();
  return actions;
}

const today = () => new Date().toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });

/** She did something that the site has not answered: show it, and say where it is. */
export async function did(form, event, { owner }) {
  const said = await words();
  try {
    const place = event.kind === "courses.answered" ? await answered(form, event) : null;
    await noted(event, owner);
    const waits = node("p", { class: "muted", role: "status", "data-waiting": event.id }, owner === box.GUEST ? said.kept_guest : said.kept_here);
    form.querySelectorAll("[data-waiting]").forEach(e => e.remove());
    if (place) return place.before(waits);
    const read = event.kind === "courses.lesson_read";
    const told = read ? node("p", { class: "done-mark", tabindex: "-1" }, "✓ " + say(said.read_on, { day: today() }))
      : node("p", { class: "notice ok", tabindex: "-1" }, said["did_" + event.kind.split(".").pop()] || said.kept_here);
    if (event.kind === "courses.reflected") form.append(told, waits);
    else form.replaceWith(told, waits);
    told.focus();
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    await box.done(event.id);
    tell(form, say(said[error.word], error.values));
  }
}

/** Her session ended meanwhile: what waits is safe, and this is the way to send it. */
export async function doorBeside(id) {
  const said = await words(), place = document.querySelector(`[data-waiting="${id}"]`);
  if (place) place.append(" ", node("a", { href: `${said.door_url}?next=${encodeURIComponent(location.pathname)}` }, said.sign_in_first));
}

// What the site answered, where it was not a plain yes.
box.onchange(async what => {
  if (what.type !== "sent") return;
  const said = await words(), still = new Set((await box.list()).map(e => e.id));
  document.querySelectorAll("[data-waiting]").forEach(place => {
    if (!still.has(place.dataset.waiting) && place.textContent !== said.kept_guest) place.textContent = said.sent;
  });
});

// --- Her own marks on a page ----------------------------------------------------------------------------
const fill = (form, response) => {
  const set = (field, value) => { const e = form.elements[field]; if (e) e.value = value; };
  if (response.text !== undefined) set("r", response.text);
  const chosen = response.options || (response.option ? [response.option] : response.value === undefined ? [] : [response.value ? "1" : "0"]);
  form.querySelectorAll("[name=r][type=radio],[name=r][type=checkbox]").forEach(each => {
    each.checked = chosen.includes(each.value);
    each.closest("label").classList.toggle("picked", each.checked);
  });
  (response.items || []).forEach((id, n) => set("o_" + id, String(n + 1)));
  Object.keys(response.pairs || {}).forEach(left => set("m_" + left, response.pairs[left]));
};
const formFor = (action, event, ...inner) => {
  const form = node("form", { method: "post", action, "data-event": event }, ...inner);
  return form;
};
const button = (text, quiet) => node("p", { class: "actions" }, node("button", { class: quiet ? "btn quiet" : "btn wide" }, text));

function readIt(article, said, state, owner) {
  const end = document.getElementById("fin");
  if (!end) return;
  const door = end.querySelector("a[href*='entrar']");
  if (owner !== box.GUEST) {
    end.querySelectorAll("p").forEach(p => { if (p.contains(door) || p.nextElementSibling && p.nextElementSibling.contains(door)) p.remove(); });
  }
  if (state.read) end.prepend(node("p", { class: "done-mark" }, "✓ " + said.read_here));
  else end.prepend(formFor(`/leccion/${article.dataset.lesson}/leida/`, "lesson_read", node("p", {}, said.reached_the_end), button(said.i_read_it, owner === box.GUEST)));
}

function ownBlocks(article, said, state) {
  const lesson = article.dataset.lesson;
  article.querySelectorAll("section.task[id^='t-']").forEach(section => {
    const id = section.id.slice(2), link = section.querySelector(`a.btn[href*='${id}']`);
    const done = state.tasks[id];
    if (done) section.append(node("p", { class: "notice" }, said.task_here));
    if (!link) return;
    const note = node("textarea", { name: "note", rows: "3", maxlength: "2000", id: "note-" + id });
    const form = formFor(link.getAttribute("href"), "task_done",
      node("div", { class: "field" }, node("label", { for: "note-" + id }, said.how_was_it), note),
      node("div", { class: "field" }, node("label", { for: "photo-" + id }, said.task_photo), node("input", { type: "file", name: "photo", accept: "image/*", id: "photo-" + id })), button(said.i_did_it));
    if (done) note.value = done.note;
    link.replaceWith(form);
  });
  article.querySelectorAll("section.card[id^='r-']").forEach(section => {
    const id = section.id.slice(2), prompt = section.querySelector("p"), help = section.querySelector("p.muted");
    if (!prompt || section.querySelector("form")) return;
    const words = node("textarea", { name: "text", rows: "4", maxlength: "4000", id: "w-" + id });
    words.value = state.words[id] || "";
    const label = node("label", { for: "w-" + id }, prompt.textContent);
    if (prompt.lang) label.lang = prompt.lang;
    prompt.replaceWith(formFor(`/leccion/${lesson}/para-mi/${id}/`, "reflected", node("div", { class: "field" }, label, node("p", { class: "help" }, said.only_you), words), button(said.keep_for_me, true)));
    if (help) help.remove();
  });
}

/** At the opening of a lesson. On her own page: learn what she did, for when there is no signal. On a copy: show it. */
export async function show(article, { owner }) {
  const lesson = article.dataset.lesson, hers = owner !== box.GUEST;
  if (me) return learn(article, lesson, owner);
  const said = await words(), state = { answers: {}, tasks: {}, words: {}, ...await box.kept(name(lesson), owner) };
  readIt(article, said, state, owner);
  // What a guest answered is for claiming. The next on this phone does not see it.
  if (!hers || !copy) return;
  ownBlocks(article, said, state);
  const waiting = new Map((await box.list()).filter(e => e.payload.lesson === lesson).map(e => [e.payload.question || e.payload.task || e.payload.block || "", e.id]));
  article.querySelectorAll("form[data-event=answered]").forEach(form => {
    const id = form.closest("section").id.slice(2), before = state.answers[id];
    if (!before || before.version !== form.elements.version.value) return;
    fill(form, before.response);
    form.querySelector(".actions").before(node("p", { class: "muted", ...(waiting.has(id) ? { "data-waiting": waiting.get(id) } : {}) }, waiting.has(id) ? said.kept_here : said.answered_before));
  });
}

async function learn(article, lesson, owner) {
  await remember(lesson, owner, state => {
    if (document.querySelector("#fin .done-mark") && !state.read) state.read = new Date().toISOString();
    article.querySelectorAll("form[data-event=answered]").forEach(form => {
      const response = form.closest("section").querySelector(".verdict") && responseOf(form);
      if (response) state.answers[form.closest("section").id.slice(2)] = { version: form.elements.version.value, response };
    });
    return state;
  });
  const waiting = (await box.list()).filter(e => e.payload && e.payload.lesson === lesson);
  if (!waiting.length) return;
  const said = await words();
  const note = node("p", { class: "notice", role: "status" }, plural(said.waits_here, waiting.length));
  article.querySelector("h1").after(note);
  box.onchange(what => {
    if (what.type !== "sent" || what.left) return;
    note.textContent = "";
    note.append(said.sent, " ", node("a", { href: location.pathname }, said.look));
  });
}
