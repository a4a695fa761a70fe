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

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (busy.has(form)) { event.preventDefault(); return; }
  busy.add(form);
  setTimeout(() => busy.delete(form), 4000);
  if (!form.matches("[data-enhance]")) return;
  event.preventDefault();
  try {
    if (!(await answer(form))) form.submit();
  } catch (_offline) {
    busy.delete(form);
    form.submit();
  }
});
addEventListener("pageshow", () => { busy = new WeakSet(); });
