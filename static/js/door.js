// The doors: her PIN opens what lies on this phone under her name. It is read as she sends the form, and kept nowhere.
import { me, node, plural, words } from "./device-base.js";

const box = self.relevoBox;

async function enter(form) {
  const data = new FormData(form);
  // Who came in here without signal leaves room for whoever shows at the door who she is.
  if ((await box.whose()).local) await box.leave();
  const secret = data.get("pin") ? data.get("pin").split(/\s+/).join("") : data.get("password") || "";
  let reply;
  try {
    reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(data), credentials: "same-origin", redirect: "manual", headers: { "X-Relevo": "door" } });
  } catch (_) { return form.submit(); }
  if (reply.type === "opaqueredirect") return form.submit();
  if (!(reply.headers.get("Content-Type") || "").includes("json")) return again(await reply.text());
  const said = await reply.json();
  try {
    if (said.half) await box.unlock(said.half, secret);
    else if (said.me && said.borrowed) {
      await box.enter(null, { borrowed: true });
    } else if (said.me && form.dataset.door === "change") {
      if (!await box.openOld(said.me, data.get("old_pin").split(/\s+/).join(""), secret)) await box.unlock(said.me, secret);
    } else if (said.me) {
      await box.unlock(said.me, secret);
      await box.enter(said.me);
    }
    if (said.me && !said.borrowed && said.tile) await box.setTile(said.me, said.tile);
  } catch (_) { /* no room, or no storage: she comes in all the same */ }
  location.assign(said.go);
}

/** The page came back with what is to be corrected. */
function again(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.querySelector("main").replaceWith(document.importNode(page.querySelector("main"), true));
  document.title = page.title;
  const told = document.querySelector(".errors-box") || document.querySelector("h1");
  told.tabIndex = -1;
  told.focus();
  watch();
}

export function watch() {
  if (!box.able) return;
  document.querySelectorAll("form[data-door]").forEach(form => form.addEventListener("submit", event => {
    event.preventDefault();
    enter(form);
  }));
}

/** A name is taken off this phone: what is under it goes, unless something waits. That stays closed until she is back. */
export function forgetting() {
  document.querySelectorAll("form[data-forget]").forEach(form => form.addEventListener("submit", async event => {
    event.preventDefault();
    const owner = form.elements.profile.value;
    try { if (await box.count(owner)) await box.setTile(owner, null); else await box.forget(owner); } catch (_) { /* nothing there */ }
    form.submit();
  }));
}

/** Before she leaves: what is hers and still here. */
export async function leaving() {
  const n = await box.count(me), place = document.querySelector("[data-leaving]");
  if (n && place) place.prepend(node("p", { class: "notice warn" }, plural((await words()).stays_on_leaving, n)));
}

const card = (title, ...inner) => {
  const made = node("section", { class: "card" }, node("h2", {}, title), ...inner);
  document.querySelector("main > .wrap").prepend(made);
  return made;
};
const row = (...buttons) => node("p", { class: "row" }, ...buttons);
const button = (text, act, quiet) => {
  const made = node("button", { class: quiet ? "btn quiet" : "btn", type: "button" }, text);
  made.addEventListener("click", act);
  return made;
};

/** Once on a page of hers: work of a guest that may be hers; work of hers under a PIN of before. */
export async function greet() {
  const events = await box.offer();
  if (events.length) await claim(events);
  const n = await box.locked(me);
  if (n) await old(n);
}

async function claim(events) {
  const said = await words(), of = kind => events.filter(e => e.kind === "courses." + kind).length;
  const lines = [["lesson_read", said.guest_reads], ["answered", said.guest_answers]].filter(([kind]) => of(kind)).map(([kind, pair]) => node("p", {}, plural(pair, of(kind))));
  const shown = card(said.guest_ask, ...lines, row(
    button(said.guest_yes, async () => {
      await box.claim();
      shown.replaceWith(node("p", { class: "notice ok", role: "status" }, said.guest_claimed));
      await box.flush({ now: true });
    }),
    button(said.guest_no, async () => { await box.refuse(); shown.remove(); }, true),
  ));
}

async function old(n) {
  const said = await words(), field = node("input", { type: "password", inputmode: "numeric", autocomplete: "off", id: "old-pin" });
  const told = node("p", { role: "status" });
  const open = async () => {
    if (!await box.openOld(me, field.value.split(/\s+/).join(""))) {
      told.className = "field-error";
      told.textContent = said.old_wrong;
      return field.focus();
    }
    shown.replaceWith(node("p", { class: "notice ok", role: "status" }, said.opened));
    await box.flush({ now: true });
  };
  const lose = () => {
    shown.querySelector(".row").replaceWith(node("p", { class: "notice warn", role: "alert" }, plural(said.old_loses, n)), row(
      button(said.old_give_up, async () => { await box.giveUp(me); shown.remove(); }),
      button(said.old_keep, () => shown.remove(), true),
    ));
  };
  const shown = card(said.old_title, node("p", {}, plural(said.old_why, n)), node("div", { class: "field" }, node("label", { for: "old-pin" }, said.old_label), field), told,
    row(button(said.old_open, open), button(said.old_forgot, lose, true)));
}
