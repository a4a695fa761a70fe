// A point of the map without signal: what the form says becomes the event that the site would have made of it, with the
// same id, and waits in this phone's box, sealed to her. With signal it is a plain form, its photo made small before.
const form = document.querySelector("form[data-point]");
const at = form.dataset;
const field = name => form.elements[name];
const text = name => (field(name) ? field(name).value : "").replace(/\r\n?/g, "\n").trim();
const file = () => (field("photo") && field("photo").files && field("photo").files[0]) || null;
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

const put = async box => {
  const nonce = field("nonce").value, square = /^([A-L])[ -]*([1-9])$/.exec(text("square").toUpperCase());
  if (!text("layer") || !text("words") || !text("on") || (text("square") && !square)) return tell(at.amiss);
  const payload = {
    map: at.map, point: at.point || nonce, layer: text("layer"), words: text("words"), block: text("block"),
    square: square ? square[1] + square[2] : "", on: text("on"), reserve: text("reserve"), photo: "",
  };
  const photo = file() ? await (await import("./photo.js")).small(file()) : null;
  if (photo) payload.photo = box.photoName(at.me, box.uuid7());
  await box.put({ kind: "exchange.point_noted", subject: at.map, nonce, payload, photo });
  form.reset();
  // What she notes next is another point.
  field("nonce").value = box.uuid7();
  return tell(at.kept);
};

form.addEventListener("submit", async event => {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (at.busy) return;
  at.busy = "1";
  try {
    if (await reaches()) return form.submit();
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
  page.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(each => each.remove());
  await box.keep(`point:${location.pathname}`, { html: page.outerHTML });
};
if (form.hasAttribute("data-from-box")) {
  field("nonce").value = self.relevoBox.uuid7();
  // The form may have been kept weeks ago.
  const now = new Date(), two = n => String(n).padStart(2, "0");
  field("on").defaultValue = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
else if (!at.point && !document.querySelector(".errors-box")) setTimeout(() => keep().catch(() => {}), 1500);
