// "Lo que espera en este celular": what the site does not have yet, the button that sends it, and the file for a companion.
import { node, plural, say, words } from "./device-base.js";

const box = self.relevoBox;
const button = (text, act, quiet) => {
  const made = node("button", { class: quiet ? "btn quiet" : "btn", type: "button" }, text);
  made.addEventListener("click", act);
  return made;
};

export async function show(owner) {
  const place = document.querySelector("[data-centre]"), said = await words();
  const list = node("div"), told = node("div", { role: "status" });
  const progress = node("progress", { class: "progress", max: "1", value: "0", hidden: "" });
  const send = button(said.send_now, async () => {
    send.disabled = true;
    progress.hidden = false;
    const report = await box.flush({ now: true, progress: (done, total) => {
      progress.max = total;
      progress.value = done;
      progress.setAttribute("aria-label", say(said.sending, { done, total }));
    } });
    progress.hidden = true;
    send.disabled = false;
    answer(report);
    await draw();
  });
  const say_ = (text, kind = "notice") => told.append(node("p", { class: kind }, text));
  const answer = ({ sent, left, kept, status, receipt }) => {
    told.textContent = "";
    if (receipt) say_(receipt.words, "notice ok");
    if (status === 0) say_(said.no_signal, "notice warn");
    else if (status === 401) say_(said.sign_in_first, "notice warn");
    else if (status !== 200 && status !== 400 && status !== 413 && status) say_(said.site_down, "notice warn");
    else if (left && status) say_(plural(said.some_left, left), "notice warn");
    if (kept) say_(plural(said.kept_aside, kept));
    if (sent) told.append(node("p", {}, node("a", { href: location.pathname }, said.reload)));
  };
  const draw = async () => {
    const n = await box.count(owner), events = await box.list(owner), last = await box.kept("receipt");
    list.textContent = "";
    list.append(node("p", {}, n ? plural(said.waits_hers, n) : said.nothing_waits));
    const kinds = new Map();
    events.forEach(e => {
      const what = what_of(said, e), key = what + "|" + e.why;
      kinds.set(key, { what, why: e.why, n: (kinds.get(key) || { n: 0 }).n + 1 });
    });
    if (kinds.size) list.append(node("ul", {}, ...[...kinds.values()].map(each => node("li", {}, `${each.n} × ${each.what}${each.why ? ": " + each.why : ""}`))));
    if (events.length) list.append(oneByOne(said, events, draw));
    if (n > events.length) list.append(node("p", { class: "notice warn" }, plural(said.damaged, n - events.length)));
    if (last) list.append(node("p", { class: "muted" }, `${said.last_receipt} ${last.words}`));
    send.hidden = !n;
    carry.hidden = !events.some(e => !e.photo);
    photos.hidden = !events.some(e => e.photo);
  };
  const carry = node("details", {}, node("summary", {}, said.carry_title));
  const made = node("div", { role: "status" });
  const photos = node("p", { class: "muted" }, said.carry_no_photos);
  carry.append(node("p", {}, said.carry_why), photos, node("p", {}, button(said.carry_button, () => file(said, made), true)), made);
  place.textContent = "";
  place.append(list, told, progress, node("p", {}, send), carry);
  box.onchange(what => { if (what.type === "kept" || what.type === "sent") draw(); });
  await draw();
}

/** What it is, in her words. A form that was filled in is called as its page is. */
const what_of = (said, e) => said["what_" + e.kind.split(".").pop()] || (e.payload.fields && e.payload.name) || said.what_other;
// Of a form the longest that is no number, day or code.
const longest = fields => Object.values(fields || {}).flat().filter(text => !/^[\w.:+-]*$/.test(text)).sort((a, b) => b.length - a.length)[0];
const words_of = ({ payload }) => ["text", "note", "words", "result", "topic"].map(name => payload[name]).find(Boolean)
  || (payload.fields ? longest(payload.fields) : payload.name) || (payload.response && payload.response.text) || "";
const day = e => new Date(e.happened_at).toLocaleString(document.documentElement.lang, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });

/** Each by itself, so that she may throw one away: only what never reached the site is asked about, and only she can. */
function oneByOne(said, events, draw) {
  const rows = events.map(e => {
    const what = what_of(said, e), typed = words_of(e), row = node("li", { class: "card" });
    const first = node("p", { class: "row" });
    const ask = () => {
      first.textContent = "";
      const asked = node("span", { role: "alert", tabindex: "-1" }, said.throw_ask);
      first.append(asked,
        button(said.throw_yes, async () => {
          await box.done(e.id);
          await draw();
          const told = document.querySelector("[data-centre] [role=status]");
          told.textContent = "";
          told.append(node("p", { class: "notice", tabindex: "-1" }, said.thrown));
          told.firstChild.focus();
        }), button(said.throw_no, () => { first.textContent = ""; first.append(toss()); first.firstChild.focus(); }, true));
      asked.focus();
    };
    const toss = () => {
      const made = button(said.throw_away, ask, true);
      made.append(node("span", { class: "visually-hidden" }, ": " + what));
      return made;
    };
    first.append(toss());
    row.append(node("p", {}, node("b", {}, what), " · ", node("span", { class: "muted" }, day(e))));
    if (typed) row.append(node("blockquote", {}, typed.length > 140 ? typed.slice(0, 140) + "…" : typed));
    if (e.why) row.append(node("p", { class: "muted" }, e.why));
    row.append(first);
    return row;
  });
  const made = node("details", { "data-one-by-one": "" }, node("summary", {}, said.one_by_one), node("ul", { class: "cards" }, ...rows));
  made.open = wasOpen;
  made.addEventListener("toggle", () => { wasOpen = made.open; });
  return made;
}
let wasOpen = false;

async function file(said, made) {
  made.textContent = "";
  let carried;
  try { carried = await box.carry(); } catch (_) { return made.append(node("p", { class: "notice warn" }, said.carry_not_yet)); }
  const name = `para-enviar-${new Date().toISOString().slice(0, 10)}.relevo`;
  const packed = new File([carried.file], name, { type: "application/octet-stream" });
  made.append(node("p", { class: "notice" }, plural(said.carry_made, carried.count)));
  const row = node("p", { class: "row" }, node("a", { class: "btn", href: URL.createObjectURL(packed), download: name }, said.carry_download));
  const text = new File([carried.file], name + ".txt", { type: "text/plain" });
  if (navigator.canShare && navigator.canShare({ files: [text] })) row.append(button(said.carry_share, () => navigator.share({ files: [text] }).catch(() => {}), true));
  made.append(row);
}
