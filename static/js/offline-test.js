// A test that was handed to this phone, taken without signal. It lies in her box, sealed to her, never in a cache; what
// is right never comes here. Each answer is an event of its own, written down before the next question shows.
import { me, node, responseOf, words } from "./device-base.js";
import { Unfit, fit } from "./grade.js";
import { tell } from "./offline-lesson.js";

const box = self.relevoBox;
const name = path => "test:" + path;
const pause = work => { let now = null; return (...said) => now || (now = work(...said).finally(() => { now = null; })); };

// --- With signal: have it put here -----------------------------------------------------------------------
async function take(form) {
  const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin" });
  if (reply.redirected || !/json/.test(reply.headers.get("Content-Type") || "")) throw new Error("no test");
  const said = await reply.json();
  if (!reply.ok) return said.reason;
  const before = await box.kept(name(said.path));
  // Asked for again while it is under way here: what she answered stays.
  if (!before || before.attempt !== said.attempt) await box.keep(name(said.path), { ...said, answers: {}, at: 0 });
  return "";
}
const here = () => {
  const form = document.querySelector("form[data-take]");
  if (form) form.hidden = true;
  document.querySelector("[data-taken-note]").hidden = false;
};

function offer(form, alone) {
  const ask = pause(async () => {
    const why = await take(form).catch(() => form.dataset.lost);
    if (!why) here();
    else if (!alone) tell(form, why);
  });
  // With the course comes its test; a refusal (no tries left) is told on the test's own page.
  if (alone) return document.addEventListener("relevo:kept", () => ask());
  form.hidden = false;
  form.addEventListener("submit", event => { event.preventDefault(); ask(); });
}

// --- Without: what she holds -----------------------------------------------------------------------------
const places = form => Array.from(form.querySelectorAll("select"), select => select.value);
const ids = form => Array.from(form.querySelectorAll("[name=r]"), input => ({ id: input.value }));
// What she chose, as the record takes it; Unfit with the name of a sentence where it is no answer.
function said(form) {
  const { kind, unit } = form.dataset, response = responseOf(form);
  if (kind === "match") {
    if (!response) throw new Unfit("choose_pairs");
    return response;
  }
  if (kind === "order" && places(form).sort((a, b) => a - b).some((place, n) => Number(place) !== n + 1)) {
    throw new Unfit("places", { last: places(form).length });
  }
  const value = { unit, options: ids(form), items: Array.from(form.querySelectorAll("select"), s => ({ id: s.name.slice(2) })) };
  return fit({ type: kind, value }, response || {});
}

function stand(kept, path, ask) {
  const wrap = document.querySelector("main .wrap"), line = document.querySelector("html[data-kept] [data-kept-line]");
  wrap.innerHTML = kept.html;
  if (line) wrap.prepend(line);
  const root = wrap.querySelector("[data-taken]"), steps = Array.from(root.querySelectorAll("[data-step]"));
  const find = step => steps.find(each => each.dataset.step === step);
  const forms = Array.from(root.querySelectorAll("form[data-q]"));
  const all = () => forms.every(form => kept.answers[form.dataset.q]);
  const show = (step, focus = true) => {
    steps.forEach(each => { each.hidden = each !== step; });
    find("end").querySelector("[data-all]").hidden = !all();
    find("end").querySelector("[data-some]").hidden = all();
    const top = step.querySelector("[tabindex]");
    if (focus && top) top.focus();
    scrollTo(0, 0);
  };
  // A clock that is set back in the middle of it must not put an answer behind the end.
  const enter = (kind, payload, more) => {
    kept.last = Math.max(Date.now(), (kept.last || 0) + 1);
    return box.put({
      kind: "courses." + kind, payload: { course: kept.course, attempt: kept.attempt, ...payload },
      happened_at: new Date(kept.last).toISOString(), ...more,
    });
  };
  const keep = () => box.keep(name(path), kept);
  const order = [...steps.filter(each => each.dataset.step === "q"), find("end")];
  const at = n => { kept.at = Math.max(0, Math.min(n, order.length - 1)); return keep(); };
  const waits = async () => (await box.list()).some(each => each.payload.attempt === kept.attempt);
  const arrived = async () => { root.querySelector("[data-sent]").hidden = await waits(); };
  const over = () => {
    show(find("over"));
    box.onchange(what => { if (what.type === "sent" && what.status === 200) arrived().catch(() => {}); });
    return arrived();
  };
  const go = {
    async on() {
      if (!kept.begun) await enter("test_started", { slip: kept.slip }, { id: kept.attempt });
      await at(kept.begun ? kept.at + 1 : 0);
      kept.begun = true;
      await keep();
      show(order[kept.at]);
    },
    async back() {
      await at(kept.at - 1);
      show(order[kept.at]);
    },
    async finish() {
      await enter("test_finished", {}, { nonce: kept.attempt });
      steps.filter(each => each.dataset.step !== "over").forEach(each => each.remove());
      find("over").hidden = false;
      // Its questions leave the phone; that it was taken stays until the site has it.
      await box.keep(name(path), { attempt: kept.attempt, path, done: true, html: root.outerHTML });
      await over();
      const told = await ask();
      // It was laid aside, no try was left: the page of what she sent says why.
      const mine = told && told.states && told.states[kept.attempt];
      if (mine && mine.state === "kept") root.querySelector("[data-sent] a").href = (await words()).centre_url;
      if (told && told.status === 401) {
        root.append(node("p", {}, node("a", { href: (await words()).door_url + "?next=" + encodeURIComponent(path) }, (await words()).sign_in_first)));
      }
    },
    async answer(form) {
      const question = form.dataset.q, response = said(form);
      if (JSON.stringify(kept.answers[question]) !== JSON.stringify(response)) {
        await enter("test_answered", { question, version: kept.versions[question], response });
        kept.answers[question] = response;
      }
      await go.on();
    },
  };
  const act = pause(async (step, form) => {
    try {
      await go[step](form);
    } catch (error) {
      const sentences = await words();
      if (error instanceof Unfit) tell(form, sentences[error.word].replace(/%\((\w+)\)s/g, (_, key) => error.values[key]));
      else tell(form || root, sentences.no_room);
    }
  });
  root.addEventListener("click", event => { const button = event.target.closest("[data-go]"); if (button) act(button.dataset.go); });
  root.addEventListener("submit", event => {
    event.preventDefault();
    event.target.querySelectorAll("[data-told]").forEach(each => each.remove());
    act("answer", event.target);
  });
  if (kept.done) return over();
  forms.forEach(form => { if (kept.answers[form.dataset.q]) fill(form, kept.answers[form.dataset.q]); });
  if (!kept.begun && Date.now() > Date.parse(kept.until)) return show(find("late"));
  return show(kept.begun ? order[kept.at] : find("door"), kept.begun);
}

const fill = (form, response) => {
  const chosen = response.options || [response.option || (response.value === undefined ? "" : response.value ? "1" : "0")];
  form.querySelectorAll("[name=r]").forEach(input => {
    if (input.type === "radio" || input.type === "checkbox") input.checked = chosen.includes(input.value);
    else input.value = response.text;
  });
  const set = (field, value) => { if (form.elements[field]) form.elements[field].value = value; };
  (response.items || []).forEach((id, n) => set("o_" + id, n + 1));
  Object.keys(response.pairs || {}).forEach(left => set("m_" + left, response.pairs[left]));
};

/** A page that may show a test: her own with signal, or a copy (or nothing at all) without. ``ask``: have it sent. */
export async function show({ ask = () => box.flush(), path = location.pathname } = {}) {
  const form = document.querySelector("form[data-take]"), kept = await box.kept(name(path));
  if (!me) return kept ? stand(kept, path, ask) : null;
  const test = document.querySelector("[data-test]");
  if (!test) return form && offer(form, true);
  if (!kept) return form && offer(form, false);
  const waits = (await box.list()).some(each => each.payload.attempt === kept.attempt);
  // What she began stays for the next place without signal, while the site holds it open.
  const over = kept.done || (kept.begun ? test.dataset.test !== kept.attempt : Date.now() > Date.parse(kept.until));
  if (waits || !over) return here();
  await box.unkeep(name(path));
  return form && offer(form, false);
}
