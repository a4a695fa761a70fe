// A form that goes on without signal. With signal it is a plain form, its photos made small before. Without, what it says
// becomes an event in this phone's box, sealed to her. What each kind of form says stands in a script of its own, which
// ``data-phone`` names; it comes with the box at her first touch, or as soon as the worker has both on this phone.
import { load, soon } from "./app.js";

const PATIENCE = 5000, MOST_KEPT = 40;
const KINDS = {
  fill: () => import("./fill.js"),
  meeting: () => import("./meeting.js"),
  path: () => import("./path.js"),
  point: () => import("./point.js"),
  promise: () => import("./promise.js"),
  session: () => import("./session.js"),
};
const here = location.pathname + location.search;
const two = n => String(n).padStart(2, "0");
/** The day as YYYY-MM-DD by this phone's clock, so many days ago. */
const day = (back = 0) => {
  const then = new Date();
  then.setDate(then.getDate() - back);
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
};
const good = text => /^\d{4}-\d\d-\d\d$/.test(text);

/** What a kind's script reads its form with. */
const reader = form => {
  const field = name => form.elements[name];
  return {
    form, at: form.dataset, field, day, good,
    text: name => (field(name) ? field(name).value : "").replace(/\r\n?/g, "\n").trim(),
    file: name => (field(name) && field(name).files && field(name).files[0]) || null,
    small: async file => (await import("./photo.js")).small(file),
  };
};

const tell = (form, words) => {
  const before = form.querySelector(".notice"), said = document.createElement("p");
  if (before) before.remove();
  said.className = "notice"; said.tabIndex = -1; said.setAttribute("role", "status"); said.textContent = words;
  form.prepend(said);
  said.focus();
};

// Does the site answer at all? Any answer will do.
const reaches = async () => {
  if (!navigator.onLine) return false;
  const stop = new AbortController(), clock = setTimeout(() => stop.abort(), PATIENCE);
  try {
    await fetch("/sync/", { cache: "no-store", credentials: "omit", signal: stop.signal });
    return true;
  } catch (_) {
    return false;
  } finally { clearTimeout(clock); }
};

const lighten = async form => {
  for (const input of form.querySelectorAll("input[type=file][accept^=image]")) {
    if (!input.files[0] || !self.DataTransfer) continue;
    try {
      const bytes = Uint8Array.from(atob(await reader(form).small(input.files[0])), c => c.charCodeAt(0)), files = new DataTransfer();
      files.items.add(new File([bytes], "foto.jpg", { type: "image/jpeg" }));
      input.files = files.files;
    } catch (_) { /* the site looks at it as it is */ }
  }
};

/** Her box; null where this phone keeps nothing for her: somebody else's session, a borrowed phone, an old browser. */
const boxOf = async form => {
  const device = await load();
  // Whose phone it is has to be settled first.
  if (device) await device.started;
  await import("./box.js");
  const box = self.relevoBox;
  return box.able && (await box.whose()).owner === form.dataset.me ? box : null;
};

const put = async (form, box) => {
  const said = await (await KINDS[form.dataset.phone]()).default({ ...reader(form), box });
  if (typeof said === "string") return tell(form, said);
  const { words, stays, ...event } = said;
  const kept = await box.put({ nonce: form.elements.nonce.value, ...event });
  // She says the same thing anew: what of it still waits here would only contradict it.
  if (form.kept) await box.done(form.kept);
  form.kept = stays ? kept.id : null;
  if (!stays) form.reset();
  // What she notes next is another one.
  form.elements.nonce.value = box.uuid7();
  return tell(form, words || form.dataset.kept);
};

const sent = async (form, event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  try {
    if (await reaches()) {
      await lighten(form);
      form.submit();
      return;
    }
    const box = await boxOf(form);
    // It would be lost, and she must know.
    await (box ? put(form, box) : tell(form, form.dataset.lost));
  } catch (_) {
    tell(form, form.dataset.lost);
  } finally {
    delete form.dataset.busy;
  }
};

/** The words of the page at ``what``, so many as tell one form from another. */
const said = what => {
  const found = document.querySelector(`main ${what}`);
  return found ? found.textContent.replace(/^\s*←\s*/, "").trim().slice(0, 90) : "";
};

// Without signal next time: the empty form waits in her box, never in a cache that others share.
const keep = async form => {
  const box = await boxOf(form), page = document.querySelector("main .narrow").cloneNode(true);
  // What shows it again has to be on this phone before the form is.
  await Promise.all([KINDS[form.dataset.phone](), import("./form-kept.js")]);
  if (!box) return;
  page.querySelectorAll("[name=csrfmiddlewaretoken],form > .notice,.recorder,script").forEach(each => each.remove());
  const before = (await box.kept("forms") || []).filter(each => each.url !== here);
  const now = [{ url: here, title: said("h1"), about: said("h1 + p:not(.notice)") || said(".crumbs") }, ...before];
  await box.keep(`form:${here}`, { html: page.outerHTML, day: day() });
  await box.keep("forms", now.slice(0, MOST_KEPT));
  for (const old of now.slice(MOST_KEPT)) await box.unkeep(`form:${old.url}`);
};

const forms = document.querySelectorAll("form[data-phone]");
forms.forEach(form => {
  form.addEventListener("submit", event => sent(form, event), true);
  // Before the signal goes, and without a worker too.
  form.addEventListener("change", event => { if (event.target.type === "file") import("./photo.js").catch(() => {}); });
  if ("fromBox" in form.dataset) form.elements.nonce.value = self.relevoBox.uuid7();
});
// A page that corrects one thing is of no use later; one with what went wrong is no empty form.
const worth = forms.length && !forms[0].matches("[data-from-box],[data-passing]") && !document.querySelector(".errors-box");
if (worth) soon.then(() => keep(forms[0])).catch(() => {});
