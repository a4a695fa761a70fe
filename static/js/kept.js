// The page of what is on this phone; also what the worker shows in place of a page that is not here.
import { able, change, courses, filled, settings, size, space } from "./shelf.js";
import { Card } from "./downloads.js";

const root = document.querySelector("[data-shelf]");
const words = JSON.parse(root.dataset.words);
const find = (name) => root.querySelector(`[data-${name}]`);
const show = (element, on = true) => { element.hidden = !on; };

async function list() {
  const box = find("list"), found = await courses();
  box.textContent = "";
  show(find("empty"), !found.length);
  for (const each of found) {
    const item = document.createElement("section"), title = document.createElement("h2"), link = document.createElement("a");
    item.className = "card";
    item.dataset.course = each.id;
    link.href = each.url;
    link.textContent = each.title;
    link.lang = each.language;
    title.append(link);
    item.append(title);
    box.append(item);
    const card = new Card(item, {
      id: each.id, manifest: each.url + "descarga.json", words, tariff: Number(each.tariff), bytes: each.bytes, sound: 0,
    });
    await card.draw();
  }
  await figures();
}

async function figures() {
  const { used, free } = await space(), now = await settings();
  find("space").textContent = free === null ? "" : filled(words.free, { used: size(used), free: size(free) });
  find("week").textContent = filled(words.week, { spent: size(now.spent) });
}

async function choices() {
  const form = find("choices"), now = await settings();
  form.ahead.value = now.ahead;
  form.budget.value = String(now.budget / 1048576);
  form.addEventListener("change", async () => {
    await change({ ahead: form.ahead.value, budget: Number(form.budget.value) * 1048576 });
    find("chosen").textContent = words.kept_choice;
  });
  form.addEventListener("submit", (event) => event.preventDefault());
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  const button = find("install");
  show(button);
  button.onclick = () => { show(button, false); event.prompt(); };
});

document.addEventListener("relevo:shelf", () => { list(); });

if (!able() || root.hasAttribute("data-off")) {
  find("unable").textContent = root.hasAttribute("data-off") ? words.off : words.unable;
} else {
  show(find("unable"), false);
  choices().then(list).then(() => show(find("live")));
}

// A lesson with a circle, opened before by whoever leads it.
if (location.pathname.includes("/circulos/")) import("./circle-kept.js");
// A test that she has in her box.
if (/\/cursos\/[^/]+\/[^/]+\/$/.test(location.pathname)) import("./offline-test.js").then(found => found.show());
// Forms that she opened before.
if (/\/(encuentro|dialogo|guardado|momentos|disposicion|pasaporte|edad|horas)\//.test(location.pathname)) import("./form-kept.js").then(forms => forms.shown).then(shown => shown && import("./form.js"));
