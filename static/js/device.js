// Her side of the phone on a page: who is here, what waits, forms that must not lose her work. Loaded when a page is idle.
import { borrowed, copy, eventOf, me, node, plural, words } from "./device-base.js";

const box = self.relevoBox;
/** A request that hangs longer counts as no signal. What is on the phone is safe meanwhile. */
const PATIENCE = 8000;
const patiently = work => new Promise((ok, no) => {
  const clock = setTimeout(() => no(new Error("slow")), PATIENCE);
  work.then(ok, no).finally(() => clearTimeout(clock));
});
const lesson = () => import("./offline-lesson.js");

/**
 * Take a learner's form: first it is safe on the phone, then it is sent. False: send it as a plain form.
 * ``online(form)`` sends a question alone and puts what comes back in its place; false where it could not.
 */
export async function submit(form, online) {
  const single = form.matches("[data-enhance]");
  if (!box.able || borrowed) return single ? unkept(form, online) : false;
  const { owner } = await started, sheet = form.dataset.event === "sheet_saved";
  if (!owner) return single ? unkept(form, online) : false;
  const made = sheet ? owner !== box.GUEST && await (await import("./sheet.js")).eventOf(form, owner) : eventOf(form);
  if (made && made.file && owner !== box.GUEST && !await pictured(made, owner)) {
    if (navigator.onLine && !copy) return false;
    (await lesson()).tell(form, (await words()).photo_unread);
    return true;
  }
  if (!made && !(navigator.onLine && !copy)) return incomplete(form);
  if (owner === box.GUEST) return guest(form, made, online);
  if (!made) return false;
  let event;
  try {
    event = await box.put(made);
  } catch (error) {
    // No room, or no storage at all. On her own page with signal the plain form still goes through.
    if (me && navigator.onLine) return false;
    (await lesson()).tell(form, (await words()).no_room);
    return true;
  }
  if (me && single && navigator.onLine) {
    try {
      if (await patiently(online(form))) {
        await box.done(event.id);
        await (await lesson()).noted(event, owner);
        return true;
      }
    } catch (_) { /* it lies in the box, and its id is that of the form */ }
  }
  await (await lesson()).did(form, event, { owner });
  const told = await ask();
  if (told && told.status === 401) (await lesson()).doorBeside(event.id);
  // The site has it: on to where its own form would have led.
  const state = told && told.states && told.states[event.id];
  // Where another sender of this phone was quicker, it is simply not here any more.
  const there = state ? state.state !== "kept" && state.state !== "later" : told && !(await box.list()).some(e => e.id === event.id);
  if (form.dataset.then && there) location.assign(form.dataset.then);
  return true;
}

/** Nothing chosen, and no site to say so: what she typed stays in its fields. */
async function incomplete(form) {
  const said = await words();
  (await lesson()).tell(form, form.dataset.event === "answered" ? said.choose_one : said.write_it);
  return true;
}

/** The photo of a task, made small, under a name that follows from whose it is and from a number made here. */
async function pictured(made, owner) {
  try { made.photo = await (await import("./photo.js")).small(made.file); } catch (_) { return false; }
  made.payload.photo = box.photoName(owner, box.uuid7());
  return true;
}

async function guest(form, made, online) {
  let reached = false;
  try { reached = navigator.onLine && await patiently(online(form)); } catch (_) { reached = false; }
  // A guest's long texts go nowhere: nobody would read them, and the next on this phone must not.
  if (!made || form.dataset.kind === "essay") return reached;
  const event = await box.put(made).catch(() => null);
  if (!reached && event) await (await lesson()).did(form, event, { owner: box.GUEST });
  return Boolean(reached || event);
}

/** Nothing may stay on this phone: her words stay in the form, and she is told. */
async function unkept(form, online) {
  try {
    if (await patiently(online(form))) return true;
  } catch (_) { /* no signal */ }
  if (navigator.onLine && !copy) return false;
  (await lesson()).tell(form, (await words())[borrowed ? "not_kept_borrowed" : "not_kept"]);
  (await lesson()).offerCopy(form, await words());
  return true;
}

// --- Sending ------------------------------------------------------------------------------------------
/** Ask the browser to send when it can, and try at once. */
export async function ask() {
  const told = navigator.onLine ? await box.flush().catch(() => null) : null;
  if (!told || told.left && told.status !== 401) {
    if (navigator.serviceWorker && navigator.serviceWorker.controller) {
      navigator.serviceWorker.ready.then(r => r.sync && r.sync.register("relevo-box")).catch(() => {});
    }
    if (told) setTimeout(() => box.flush().catch(() => {}), 20000);
  }
  await line();
  return told;
}
let shown = null;
/** "3 por enviar", where something of hers waits. Only for her. */
export async function line() {
  const { owner } = await box.whose();
  const n = owner && owner !== box.GUEST ? await box.count(owner) : 0;
  const place = document.querySelector("[data-device-line]") || document.querySelector("main > .wrap");
  if (shown) { shown.remove(); shown = null; }
  if (!n || document.querySelector("[data-centre]")) return;
  const said = await words(), link = node("a", { href: said.centre_url }, plural(said.to_send, n));
  shown = node("p", { class: "waits", role: "status" }, link);
  place.prepend(shown);
}

// --- At the start of a page -----------------------------------------------------------------------------
export const started = (async () => {
  if (!box.able) return { owner: null };
  const before = await box.whose();
  if (me && before.local && before.owner !== me) {
    await (await import("./who.js")).changed();
    return { owner: null };
  }
  if (me) await box.enter(me, { borrowed });
  // The site itself says that nobody is signed in here; a copy on the phone would not know.
  else if (!copy && document.querySelector("[data-signed-out],[data-door],article[data-lesson]")) {
    await box.leave();
    if (before.local && document.querySelector("article[data-lesson]")) await (await import("./who.js")).again(before.owner);
  }
  return box.whose();
})();

async function carrier(owner) {
  const hers = await box.profile(owner), day = 86400000;
  // On her account page she may just have changed how her name stands on this phone.
  const changed = document.querySelector("[data-show-on-phone]");
  if (!hers || !changed && hers.tile !== undefined && hers.carrier && hers.carrier.at > Date.now() - 7 * day) return;
  const reply = await fetch("/celular/llave.json", { credentials: "same-origin" });
  if (!reply.ok) return;
  const { tile, ...key } = await reply.json();
  await box.setCarrier(owner, { ...key, at: Date.now() });
  await box.setTile(owner, tile);
}

async function begin() {
  const { owner } = await started;
  if (document.querySelector("[data-door],[data-forget],[data-leaving]")) {
    const door = await import("./door.js");
    door.watch();
    door.forgetting();
    if (owner) await door.leaving();
  }
  const tiles = document.querySelectorAll("[data-profile]");
  if (box.able && (tiles.length || copy || document.querySelector("[data-who]"))) {
    const who = await import("./who.js");
    await who.count(tiles).then(who.greet).catch(() => {});
  }
  if (!owner) {
    // Nothing will be kept; but what to say without signal has to be here before the signal goes.
    if (document.querySelector("[data-event]")) await Promise.all([lesson(), words()]);
    return;
  }
  const article = document.querySelector("article[data-lesson]");
  if (article) await (await lesson()).show(article, { owner });
  else if (document.querySelector("[data-event]")) await lesson();
  // Before the signal goes, and without a worker too.
  if (document.querySelector("form[data-photo]")) await import("./photo.js");
  if (owner !== box.GUEST && document.querySelector("[data-calc],[data-sheets]")) await (await import("./sheet.js")).begin(owner);
  if (document.querySelector("[data-test],[data-take]")) await (await import("./offline-test.js")).show({ ask });
  if (document.querySelector("[data-centre]")) await (await import("./centre.js")).show(owner);
  if (owner !== box.GUEST) await line();
  if (me && owner === me) {
    // What only members need comes with her first page: docs/offline.md.
    if (navigator.serviceWorker) navigator.serviceWorker.ready.then(r => r.active.postMessage({ type: "hers" })).catch(() => {});
    if ((await box.offer()).length || await box.locked(me)) await (await import("./door.js")).greet();
    if (await box.count(me)) await ask();
    await carrier(me);
  }
  // A form of the field has its own sentences, and little weight to spare.
  if (navigator.onLine && !document.querySelector("form[data-phone]")) await words();
}
box.onchange(what => { if (what.type === "sent" || what.type === "kept") line().catch(() => {}); });
addEventListener("online", () => ask().catch(() => {}));
document.addEventListener("visibilitychange", () => { if (!document.hidden && navigator.onLine) ask().catch(() => {}); });
begin().catch(error => { if (self.console) console.info("device:", error); });
