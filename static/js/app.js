// What JavaScript improves: an answer is sent alone and only its question comes back.
// Without it, the same form loads the page again and nothing is lost.
let busy = new WeakSet();

async function answer(form) {
  const data = new URLSearchParams(new FormData(form));
  const reply = await fetch(form.action, {
    method: "POST", body: data, credentials: "same-origin", redirect: "follow",
    headers: { "X-Relevo": "fragment" },
  });
  const kind = reply.headers.get("Content-Type") || "";
  if (!kind.includes("text/html") || reply.redirected || (!reply.ok && reply.status !== 422)) return false;
  const box = document.createElement("template");
  box.innerHTML = (await reply.text()).trim();
  const fresh = box.content.firstElementChild;
  if (!fresh || !fresh.hasAttribute("data-live")) return false;
  form.closest("[data-live]").replaceWith(fresh);
  const told = fresh.querySelector(".verdict,.field-error") || fresh;
  told.tabIndex = -1;
  told.focus();
  return true;
}

// What else she does is kept on her phone first (device.js), where there is storage for it.
let device = null;
export const load = () => device || (device = import("./device.js").catch(() => { device = null; }));
// A guest who saves data gets it when she does something, not before.
const sparing = navigator.connection && navigator.connection.saveData;
const always = "[data-me],[data-door],[data-signed-out],[data-profile],[data-who],[data-kept]";
const now = sparing ? always : always + ",[data-event],[data-lesson],[data-device-line]";
/** When the rest may come. Of a form for the field at her first touch, once the worker has it here, or after half a minute. */
export const soon = new Promise(go => {
  if (!document.querySelector("form[data-phone]")) return addEventListener("load", () => setTimeout(go, 100));
  ["pointerdown", "keydown"].forEach(touch => addEventListener(touch, go, { once: true }));
  if (navigator.serviceWorker) navigator.serviceWorker.ready.then(go);
  setTimeout(go, 30000);
});
if (document.querySelector(now)) soon.then(load);

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (busy.has(form)) { event.preventDefault(); return; }
  busy.add(form);
  setTimeout(() => busy.delete(form), 4000);
  if (!form.matches("[data-event]")) return;
  event.preventDefault();
  try {
    const hers = await load();
    if (hers ? await hers.submit(form, answer) : form.matches("[data-enhance]") && await answer(form)) {
      busy.delete(form);
      return;
    }
  } catch (_offline) { /* as a plain form, then */ }
  busy.delete(form);
  form.submit();
});
// The worker that goes on without signal. Where she saves data, it comes with the first course that she downloads.
if ("serviceWorker" in navigator && document.querySelector("script[data-worker]") && !document.querySelector("[data-borrowed]")) {
  const saves = navigator.connection && navigator.connection.saveData;
  if (!saves) addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
  if (document.querySelector("[data-keep]")) import("./downloads.js");
}
addEventListener("pageshow", () => { busy = new WeakSet(); });
