// A lesson with a circle, without signal: what the form says becomes the events that the site would have made of it,
// with the same ids, and waits in this phone's box, sealed to whoever leads. With signal it is a plain form.
// The page itself is kept in the box too, roster and all, so that it opens again where there is no signal
// (circle-kept.js); never in a cache, which everybody on this phone shares.
const form = document.getElementById("reunion");
const at = form.dataset;
const MOST_KEPT = 8;
const said = document.getElementById("dicho");
const field = name => form.elements[name];

const tell = words => { said.textContent = words; said.className = "notice"; said.scrollIntoView({ block: "center" }); };

// Does the site answer at all? Any answer will do.
const reaches = async () => {
  if (!navigator.onLine) return false;
  const stop = new AbortController(), clock = setTimeout(() => stop.abort(), 5000);
  try {
    await fetch("/robots.txt", { method: "HEAD", cache: "no-store", credentials: "omit", signal: stop.signal });
    return true;
  } catch (_) {
    return false;
  } finally { clearTimeout(clock); }
};

const two = n => String(n).padStart(2, "0");
const today = (now = new Date()) => `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
const day = () => {
  const chosen = field("day").value;
  if (chosen !== "other") return chosen;
  const written = /^\s*(\d{1,2})[-\/. ](\d{1,2})[-\/. ](\d{4})\s*$/.exec(field("day_other").value);
  if (!written) return "";
  const found = `${written[3]}-${two(written[2])}-${two(written[1])}`;
  const real = new Date(`${found}T12:00:00Z`);
  return real.toString() !== "Invalid Date" && real.toISOString().slice(0, 10) === found && found <= today() ? found : "";
};

const picked = box => Array.from(box.querySelectorAll("input:checked"), input => input.value);
const response = box => {
  const kind = box.dataset.kind, typed = box.querySelector("input[type=text]");
  if (kind === "choice") return picked(box).length ? { option: picked(box)[0] } : null;
  if (kind === "choices") return picked(box).length ? { options: picked(box) } : null;
  if (kind === "true_false") return picked(box).length ? { value: picked(box)[0] === "1" } : null;
  const selects = Array.from(box.querySelectorAll("select"));
  const own = select => select.name.slice(select.name.indexOf("_") + 3);
  if (kind === "order") {
    const places = selects.map(select => Number(select.value));
    if (places.slice().sort((a, b) => a - b).some((place, n) => place !== n + 1)) return null;
    return { items: selects.slice().sort((a, b) => a.value - b.value).map(own) };
  }
  if (kind === "match") {
    if (selects.some(select => !select.value)) return null;
    const plain = JSON.parse(box.dataset.pairs), pairs = {};
    selects.forEach(select => { pairs[plain[own(select)]] = plain[select.value]; });
    return { pairs };
  }
  return typed && typed.value.trim() ? { text: typed.value.trim() } : null;
};
const answers = () => Array.from(form.querySelectorAll("[data-q]"), box => ({ question: box.dataset.q, version: box.dataset.version, response: response(box) }))
  .filter(each => each.response)
  .sort((a, b) => (a.question < b.question ? -1 : 1));

const put = async box => {
  const when = day(), present = picked(form.querySelector(".tiles"));
  if (!when) return tell(at.day);
  if (!present.length) return tell(at.none);
  const loaded = field("was_day").value === when;
  const tasks = Array.from(form.querySelectorAll("[name=task]:checked"), input => input.value).sort();
  const base = { course: at.course, lesson: at.lesson };
  const meeting = await box.eventId(at.circle, { lesson: at.lesson, day: when });
  const same = {
    ...base, circle: at.circle, meeting, day: when, round: loaded ? Number(field("round").value) || 1 : 1, answers: answers(),
    tasks: tasks.length || loaded && field("was_tasks").value ? tasks : null,
  };
  const enter = (kind, subject, payload) => box.put({ kind: `courses.${kind}`, subject, payload, nonce: meeting, happened_at: `${when}T00:00:00${at.zone}` });
  await enter("circle_met", at.circle, { ...same, present: present.length, women: Math.max(Number(at.women), present.length) });
  for (const woman of present.sort()) {
    await enter("attended", woman, { ...same, check: Boolean(at.check) });
    await enter("lesson_read", woman, base);
  }
  const gone = loaded && Array.from(form.querySelectorAll("[name=was]")).some(input => !present.includes(input.value));
  tell(gone ? `${at.kept} ${at.later}` : at.kept);
};

form.addEventListener("submit", async event => {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  const step = event.submitter || document.activeElement;
  try {
    if (await reaches()) {
      if (step && step.name === "step") {
        const hidden = document.createElement("input");
        hidden.type = "hidden"; hidden.name = step.name; hidden.value = step.value;
        form.append(hidden);
      }
      return form.submit();
    }
    await import("./box.js");
    const box = self.relevoBox;
    const { owner } = await box.whose();
    // Somebody else's session, or a phone that keeps nothing: it would be lost, and she must know.
    if (!box.able || owner !== at.by) return tell(at.lost);
    await put(box);
  } catch (_) {
    tell(at.lost);
  } finally {
    delete form.dataset.busy;
  }
}, true);

// --- Without signal next time ---------------------------------------------------------------------------------
const keep = async () => {
  await import("./box.js");
  const box = self.relevoBox;
  if (!box.able || (await box.whose()).owner !== at.by) return;
  const page = document.querySelector("article.lesson").cloneNode(true);
  page.querySelectorAll("[name=csrfmiddlewaretoken],.errors-box").forEach(each => each.remove());
  const before = await box.kept("circles") || [], here = location.pathname;
  const now = [here, ...before.filter(path => path !== here)];
  await box.keep(`circle:${here}`, { html: page.outerHTML });
  await box.keep("circles", now.slice(0, MOST_KEPT));
  for (const old of now.slice(MOST_KEPT)) await box.unkeep(`circle:${old}`);
};

if (form.hasAttribute("data-from-box")) {
  // Made on another day: today is today.
  const days = form.querySelectorAll("[name=day]"), now = new Date();
  days[0].value = today();
  days[1].value = today(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1));
  [days[0], days[1]].forEach(input => { const small = input.parentNode.querySelector("small"); if (small) small.textContent = ""; });
  days[0].checked = true;
} else {
  setTimeout(() => keep().catch(() => {}), 1500);
}
