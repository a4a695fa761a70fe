// The field entry without signal: what the form says becomes the event that the site would have made of it, with the
// same id, and waits in this phone's box, sealed to her. With signal it is a plain form, its photo made small before.
const form = document.querySelector("form[data-kind='exchange.session_noted']");
const at = form.dataset;
const field = name => form.elements[name];
const text = name => (field(name) ? field(name).value : "").replace(/\r\n?/g, "\n").trim();
const file = name => (field(name) && field(name).files && field(name).files[0]) || null;
const two = n => String(n).padStart(2, "0");
const day = back => {
  const then = new Date();
  then.setDate(then.getDate() - back);
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
};
const held = () => ({ today: day(0), yesterday: day(1) })[field("day").value] || text("other_day");
const tell = words => {
  const before = form.querySelector(".notice"), said = document.createElement("p");
  if (before) before.remove();
  said.className = "notice"; said.tabIndex = -1; said.setAttribute("role", "status"); said.textContent = words;
  form.prepend(said);
  said.focus();
};

// Does the site answer at all? Any answer will do.
const reaches = async () => {
  if (!navigator.onLine) return false;
  const stop = new AbortController(), clock = setTimeout(() => stop.abort(), 5000);
  try {
    await fetch("/sync/", { cache: "no-store", credentials: "omit", signal: stop.signal });
    return true;
  } catch (_) {
    return false;
  } finally { clearTimeout(clock); }
};

const base64 = blob => new Promise((ok, no) => {
  const reader = new FileReader();
  reader.onload = () => ok(reader.result.split(",")[1]);
  reader.onerror = () => no(reader.error);
  reader.readAsDataURL(blob);
});

/** The photo of the form as base64 of a small JPEG; null without one. Throws where this browser cannot read it. */
const picture = async () => (file("photo") ? (await import("./photo.js")).small(file("photo")) : null);

// Online too the phone sends at most 200 KB.
const lighten = async () => {
  if (!file("photo") || !self.DataTransfer) return;
  try {
    const bytes = Uint8Array.from(atob(await picture()), c => c.charCodeAt(0)), files = new DataTransfer();
    files.items.add(new File([bytes], "foto.jpg", { type: "image/jpeg" }));
    field("photo").files = files.files;
  } catch (_) { /* the site looks at it as it is */ }
};

const promises = async (box, nonce) => {
  const found = [];
  for (let n = 1; field(`what_${n}`); n++) {
    const said = { who: text(`who_${n}`), what: text(`what_${n}`), due: text(`due_${n}`) };
    if (!said.what && (said.who || said.due)) throw new Error("what");
    if (said.what) found.push({ id: await box.eventId(nonce, { promise: n }), ...said });
  }
  return found;
};

const put = async box => {
  const nonce = field("nonce").value, when = held(), many = text("how_many");
  if (!/^\d{4}-\d\d-\d\d$/.test(when) || when > day(0)) return tell(at.day);
  const payload = { session: nonce, organisation: Number(text("organisation")), held_on: when, how_many: many ? Number(many) : null };
  let photo = null, sound = null;
  if (field("wants_another")) {
    Object.assign(payload, { type: "trust_circle", reserve: "none", wants_another: field("wants_another").value === "1" });
  } else {
    Object.assign(payload, { type: text("type"), reserve: text("reserve"), note: text("note"), promises: [], photo: "", recording: "" });
    try { payload.promises = await promises(box, nonce); } catch (_) { return tell(at.what); }
    const words = payload.note || payload.promises.length || file("photo") || file("voice");
    if (payload.reserve === "none" && words) return tell(at.none);
    try { photo = await picture(); } catch (_) { return tell(at.photo); }
    if (photo) payload.photo = box.photoName(at.me, box.uuid7());
    if (file("voice")) {
      sound = await base64(file("voice"));
      payload.recording = box.uuid7();
    }
  }
  await box.put({ kind: at.kind, subject: nonce, nonce, payload, photo, sound });
  form.reset();
  // What she notes next is another session.
  field("nonce").value = box.uuid7();
  return tell(at.kept);
};

form.addEventListener("submit", async event => {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (at.busy) return;
  at.busy = "1";
  try {
    if (await reaches()) {
      await lighten();
      return form.submit();
    }
    await import("./box.js");
    const box = self.relevoBox;
    // Somebody else's session, or a phone that keeps nothing: it would be lost, and she must know.
    if (!box.able || (await box.whose()).owner !== at.me) return tell(at.lost);
    await put(box);
  } catch (_) {
    tell(at.lost);
  } finally {
    delete at.busy;
  }
}, true);

// --- Without signal next time: the empty form waits in her box, never in a cache that others share --------------
const keep = async () => {
  await import("./box.js");
  const box = self.relevoBox;
  if (!box.able || (await box.whose()).owner !== at.me) return;
  const page = document.querySelector("main .narrow").cloneNode(true);
  page.querySelectorAll("[name=csrfmiddlewaretoken],.recorder").forEach(each => each.remove());
  await box.keep(`session:${location.pathname}`, { html: page.outerHTML });
};
if (form.hasAttribute("data-from-box")) field("nonce").value = self.relevoBox.uuid7();
else if (!document.querySelector(".errors-box")) setTimeout(() => keep().catch(() => {}), 1500);
