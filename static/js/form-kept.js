// In place of a page that is not here: a form that she opened before. Where there is none, those that she can fill in
// without signal. For her alone, while her session on this phone lasts.
import { copy, node, words } from "./device-base.js";

const box = self.relevoBox, here = `${location.pathname}${location.search}`;

const show = found => {
  const place = document.querySelector("main .wrap"), now = new Date(), two = n => String(n).padStart(2, "0");
  place.innerHTML = found.html;
  place.querySelectorAll("form[data-phone]").forEach(form => form.setAttribute("data-from-box", ""));
  // It may have been kept weeks ago: what was today then is today now.
  place.querySelectorAll("input[type=date]").forEach(input => {
    if (input.defaultValue === found.day) input.defaultValue = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  });
};

const list = async () => {
  const forms = await box.kept("forms") || [];
  if (!forms.length) return;
  const links = forms.map(form => node("li", {}, node("a", { class: "tall", href: form.url }, form.title), node("p", { class: "small muted" }, form.about)));
  const made = node("section", { "data-forms": "" }, node("h2", {}, (await words()).forms_here), node("ul", { class: "plain" }, ...links));
  document.querySelector("[data-shelf]").append(made);
};

/** Does a form stand here now? On any page but that of what is on this phone nothing happens. */
export const shown = (async () => {
  if (!box.able || !document.querySelector("[data-shelf]")) return false;
  const found = copy && await box.kept(`form:${here}`);
  await (found ? show(found) : list());
  return Boolean(found);
})().catch(() => false);
