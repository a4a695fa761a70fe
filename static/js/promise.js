// A promise, or how it goes, without signal: what the form says becomes the event that the site would have made of it,
// with the same id, and waits in this phone's box, sealed to her. With signal it is a plain form.
const form = document.querySelector("form[data-promise]");
const at = form.dataset;
const field = name => form.elements[name];
const text = name => (field(name) ? field(name).value : "").replace(/\r\n?/g, "\n").trim();
const all = name => [...form.querySelectorAll(`[name=${name}]`)].map(each => each.value).filter(Boolean).sort();
const amount = name => (text(name) ? String(Number(text(name).replace(",", "."))) : "");
const two = n => String(n).padStart(2, "0");
const today = () => { const now = new Date(); return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`; };
const good = day => /^\d{4}-\d\d-\d\d$/.test(day);
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

// What is wrong with it, in words; empty: nothing.
const wrong = {
  commitment_noted: () => {
    if (!text("words") || !text("institution_said")) return at.words;
    if (!good(text("made_on")) || text("made_on") > today()) return at.day;
    return !text("due_on") && field("has_date").value !== "none" ? at.undated : "";
  },
  commitment_followed: () => {
    if (!good(text("on")) || text("on") > today()) return at.day;
    return text("result") ? "" : at.words;
  },
};
const payloads = {
  commitment_noted: commitment => ({
    commitment, organisation: Number(at.organisation || text("organisation")),
    session: "", space: "", cycle: "", issue: "", institution: "", post: "", official: "", inherited_from: "", change: "",
    ...JSON.parse(at.links || "{}"),
    territory: text("territory") ? Number(text("territory")) : null,
    institution_said: text("institution_said"), post_said: text("post_said"), official_said: text("official_said"),
    words: text("words"), kind: field("kind").value, topic: text("topic"), unit: text("unit"),
    asked: amount("asked"), promised: amount("promised"), obtained: amount("obtained"),
    made_on: text("made_on"), due_on: text("due_on"), due_said: text("due_said"), reserve: text("reserve"),
    followers: [...new Set([text("follower_one"), text("follower_two")].filter(Boolean))].sort(), based_on: all("based_on"),
  }),
  commitment_followed: commitment => ({
    commitment, on: text("on"), channel: field("channel").value, result: text("result"), state: text("state"),
    obtained: amount("obtained"), obstacle: text("obstacle"), obstacle_note: text("obstacle_note"), next_check_on: text("next_check_on"),
  }),
};

const put = async box => {
  const nonce = field("nonce").value, commitment = at.commitment || nonce, amiss = wrong[at.promise]();
  if (amiss) return tell(amiss);
  await box.put({ kind: `exchange.${at.promise}`, subject: commitment, nonce, payload: payloads[at.promise](commitment) });
  form.reset();
  // What she notes next is another one.
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

// Without signal next time: the empty form waits in her box, never in a cache that others share.
const keep = async () => {
  await import("./box.js");
  const box = self.relevoBox;
  if (!box.able || (await box.whose()).owner !== at.subject) return;
  const page = document.querySelector("main .narrow").cloneNode(true);
  page.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(each => each.remove());
  await box.keep(`promise:${location.pathname}`, { html: page.outerHTML });
};
if (form.hasAttribute("data-from-box")) field("nonce").value = self.relevoBox.uuid7();
else if (!document.querySelector(".errors-box")) setTimeout(() => keep().catch(() => {}), 1500);
