// Sums of her kitchen without signal: the calculator on a page that the phone kept, and the event of a sheet to keep.
import { read } from "./calc.js";
import { clean, copy, node, words } from "./device-base.js";

const box = self.relevoBox;

/** A figure as the site keeps it (courses/forms_calculator.py): no thousands marks, no zeros at the end. */
const figure = field => {
  const typed = field.value.trim(), small = "small" in field.dataset, n = typed ? read(typed, small) : field.name === "price" ? null : 0n;
  if (n === null || n > BigInt(field.dataset.most) * 1000n) return n === null && !typed ? null : undefined;
  const cents = String(n % 1000n).padStart(3, "0").replace(/0+$/, "");
  return String(n / 1000n) + (cents && "." + cents);
};
/** The sheet that the form of the calculator shows; null where a number cannot be read. */
const figures = form => {
  const found = {};
  for (const field of form.querySelectorAll("[data-most]")) {
    const n = figure(field);
    if (n === undefined) return null;
    if (n !== null) found[field.name] = n;
  }
  return found;
};

/** {kind, payload, nonce} with the id that the site's form would have given it. */
export async function eventOf(keep, owner) {
  const data = new FormData(keep), sums = document.querySelector("[data-calc]"), nonce = data.get("nonce") || box.uuid7();
  // What is kept is what the results were made of: the hidden fields, where the site made them.
  const holder = keep.querySelector("[name=rations_per_day]") ? node("form") : sums;
  if (holder !== sums) {
    sums.querySelectorAll("[data-most]").forEach(field => {
      const twin = field.cloneNode();
      twin.value = data.get(field.name) || "";
      holder.append(twin);
    });
  }
  const found = figures(holder);
  if (!found || !found.rations_per_day) return null;
  const id = data.get("sheet") || await box.eventId(nonce, { subject: owner, kind: "sheet" });
  return { kind: "courses.sheet_saved", nonce, payload: { id, name: clean(data.get("name")), figures: found } };
}

/** Her sums that the site does not have yet. */
async function waiting(place) {
  const said = await words(), mine = (await box.list()).filter(e => e.kind === "courses.sheet_saved" && Object.keys(e.payload.figures).length);
  const list = node("ul", { class: "cards", "data-sheets-waiting": "" });
  mine.forEach(e => list.append(node("li", { class: "card" }, node("b", {}, e.payload.name || said.sheet_nameless), node("p", { class: "muted", "data-waiting": e.id }, said.kept_here))));
  document.querySelectorAll("[data-sheets-waiting]").forEach(e => e.remove());
  if (mine.length) place.after(list);
}

/** On the calculator and on her list of sums. Here the results have a form in place of the link to the site's. */
export async function begin(owner) {
  const sums = document.querySelector("[data-calc]"), list = document.querySelector("[data-sheets]");
  if (owner === box.GUEST) return;
  if (list) return waiting(list);
  if (!copy) return;
  const said = await words();
  const typed = new URLSearchParams(location.search);
  if (typed.get("rations_per_day")) {
    sums.querySelectorAll("[data-most]").forEach(f => { f.value = typed.get(f.name) || ""; });
    sums.requestSubmit ? sums.requestSubmit() : sums.querySelector("button").click();
  }
  await waiting(document.querySelector("main .lead"));
  document.addEventListener("click", event => {
    const link = event.target.closest && event.target.closest("[data-keep]");
    if (!link || !sums.contains(link) && !link.closest("#resultado")) return;
    event.preventDefault();
    const name = node("input", { id: "sheet-name", name: "name", maxlength: "80", autocomplete: "off" });
    const keep = node("form", { method: "post", action: link.pathname, "data-event": "sheet_saved" },
      node("input", { type: "hidden", name: "nonce", value: box.uuid7() }),
      node("div", { class: "field" }, node("label", { for: "sheet-name" }, said.sheet_name), name),
      node("p", { class: "actions" }, node("button", { class: "btn" }, said.sheet_keep)));
    link.replaceWith(keep);
    name.focus();
  });
}
