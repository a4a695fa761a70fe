// A meeting without signal: what the form says becomes the event that the site would have made of it, with the same
// id, and waits in this phone's box, sealed to her. With signal it is a plain form.
const form = document.querySelector("form[data-kind='mentoring.meeting_logged']");
const at = form.dataset;
const field = name => form.elements[name];
const text = name => (field(name) ? field(name).value : "").replace(/\r\n?/g, "\n").trim();
const two = n => String(n).padStart(2, "0");
const day = back => {
  const then = new Date();
  then.setDate(then.getDate() - back);
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
};
const met = () => ({ today: day(0), yesterday: day(1) })[field("day").value] || text("other_day");
const tell = words => {
  const said = document.createElement("p");
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
  const nonce = field("nonce").value, when = met();
  if (!/^\d{4}-\d\d-\d\d$/.test(when) || when > day(0)) return tell(at.day);
  const there = [...form.querySelectorAll("[name=present]")];
  const present = there.filter(box => box.checked).map(box => box.value).sort();
  if (there.length && !present.length) return tell(at.present);
  const number = name => (text(name) ? Number(text(name)) : null);
  await box.put({
    kind: at.kind, subject: at.subject, nonce,
    payload: {
      ...(at.circle ? { circle: at.circle, present } : { pairing: at.pairing }), meeting: at.meeting || nonce, met_on: when, channel: field("channel").value,
      minutes: number("minutes"), step: number("step"), topic: text("topic"), next_step: text("next_step"),
      shared: text("shared"), private: text("private"),
    },
  });
  form.reset();
  // What she notes next is another meeting.
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
    if (!box.able || (await box.whose()).owner !== at.subject) return tell(at.lost);
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
  if (!box.able || (await box.whose()).owner !== at.subject) return;
  const page = document.querySelector("main .narrow").cloneNode(true);
  page.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(each => each.remove());
  await box.keep(`meeting:${location.pathname}`, { html: page.outerHTML });
};
if (form.hasAttribute("data-from-box")) field("nonce").value = self.relevoBox.uuid7();
else if (!at.meeting && !document.querySelector(".errors-box")) setTimeout(() => keep().catch(() => {}), 1500);
