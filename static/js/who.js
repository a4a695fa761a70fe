// Who is at this phone where there is no signal: tiles, her PIN, and the way from one woman to the next. What she does
// then is hers and waits until she comes in at the site. With signal the ordinary door is used.
import { copy, me, node, plural, say, words } from "./device-base.js";

const box = self.relevoBox;
const button = (text, act, kind = "btn") => {
  const made = node("button", { class: kind, type: "button" }, text);
  made.addEventListener("click", act);
  return made;
};
const field = (id, label, attributes) => {
  const input = node("input", { id, ...attributes });
  return [node("div", { class: "field" }, node("label", { for: id }, label), input), input];
};

/** Does the site answer? Any answer will do, but it has to come soon. */
async function reaches(url) {
  if (!navigator.onLine) return false;
  const stop = new AbortController(), clock = setTimeout(() => stop.abort(), 3000);
  try {
    await fetch(url, { method: "HEAD", cache: "no-store", credentials: "omit", signal: stop.signal });
    return true;
  } catch (_) {
    return false;
  } finally { clearTimeout(clock); }
}
const door = (said, owner) => `${owner ? said.profile_url.replace(/0{8}-.*0{12}/, owner) : said.door_url}?next=${encodeURIComponent(location.pathname)}`;

/** "3 por enviar" on the tiles of the site's own door: a number, and nothing of what. */
export async function count(tiles) {
  if (!tiles.length) return;
  const said = await words();
  for (const tile of tiles) {
    const n = await box.count(tile.dataset.profile);
    if (n) tile.append(node("small", { class: "muted" }, plural(said.to_send, n)));
  }
}

/** The way in, drawn into ``place``: tiles, or a name that is not shown; then her PIN. */
async function choose(place, back) {
  const said = await words(), tiles = await box.tiles();
  const list = node("ul", { class: "profiles" });
  tiles.forEach(each => {
    const tile = button("", () => open(place, each, back), "tile");
    tile.append(node("span", { class: "picto", "aria-hidden": "true" }, each.sign || "🙂"), node("span", {}, each.name));
    if (each.n) tile.append(node("small", { class: "muted" }, plural(said.to_send, each.n)));
    list.append(node("li", {}, tile));
  });
  const told = node("p", { role: "status" });
  const [row, name] = field("who-name", said.who_name, { type: "text", autocomplete: "off", maxlength: "80" });
  const form = node("form", {}, row, told, node("p", {}, node("button", { class: "btn quiet" }, said.who_find)));
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const found = name.value.trim() && await box.find(name.value);
    if (found) return open(place, found, back);
    told.className = "field-error";
    told.textContent = said.who_unknown;
    name.focus();
  });
  const other = node("details", {}, node("summary", {}, said.who_other), form);
  if (!tiles.length) other.open = true;
  const title = node("h2", { tabindex: "-1" }, said.who_title);
  place.textContent = "";
  place.append(title, ...(tiles.length ? [list] : []), other, ...(back ? [node("p", {}, button(said.who_back, back, "btn quiet"))] : []));
  if (back) title.focus();
}

async function open(place, tile, back) {
  const said = await words(), byPin = tile.way !== "password";
  if (await reaches(said.door_url)) return location.assign(door(said, tile.owner));
  const title = node("h2", {}, node("span", { class: "picto", "aria-hidden": "true" }, tile.sign || "🙂"), " ", tile.name);
  place.textContent = "";
  if (!tile.ready) return place.append(title, node("p", { class: "notice" }, said.who_not_ready), node("p", {}, button(said.who_back, () => choose(place, back), "btn quiet")));
  const kind = byPin ? { type: "password", inputmode: "numeric", autocomplete: "off", maxlength: "20" } : { type: "password", autocomplete: "off" };
  const [row, secret] = field("who-pin", byPin ? said.who_pin : said.who_password, kind), told = node("p", { role: "alert" });
  const go = node("button", { class: "btn" }, said.who_open);
  const form = node("form", {}, row, told, node("p", {}, go));
  form.addEventListener("submit", async event => {
    event.preventDefault();
    if (go.disabled) return;
    go.disabled = true;
    told.className = "muted";
    told.textContent = said.who_opening;
    const result = await box.openHere(tile.owner, byPin ? secret.value.split(/\s+/).join("") : secret.value);
    if (result.open) return location.reload();
    told.className = "field-error";
    const seconds = result.wait || 0;
    told.textContent = (result.resting ? "" : said.who_wrong + " ") + (seconds ? plural(said.who_wait, seconds) : "");
    secret.value = "";
    secret.focus();
    setTimeout(() => { go.disabled = false; }, seconds * 1000);
  });
  place.append(title, node("p", {}, said.who_why), form, node("p", {}, button(said.who_back, () => choose(place, back), "btn quiet")));
  secret.focus();
}

/** On the page of what is on this phone: who is here, or the tiles. On a page that the phone kept: one line. */
export async function greet() {
  const { owner, borrowed, local } = await box.whose(), place = document.querySelector("[data-who]");
  const others = (await box.profiles()).some(p => p.tile);
  if (me || borrowed || !others || !(place || copy)) return;
  const said = await words(), tile = ((await box.profile(owner)) || {}).tile;
  // Her name, where it is shown; a name that is hidden is not written on a page either.
  const asked = owner === box.GUEST ? said.who_title : tile && tile.name ? say(said.who_not, { name: tile.name }) : said.who_not_you;
  const line = node("p", { class: "who" }), here = place || node("section", { hidden: "" });
  const draw = () => {
    here.textContent = "";
    here.hidden = !place;
    here.className = "";
    line.hidden = false;
    if (place) here.append(line);
  };
  line.append(asked, " ", button(said.who_change, () => { line.hidden = true; here.hidden = false; here.className = place ? "" : "card"; choose(here, draw).catch(() => {}); }, "btn quiet small"));
  if (!place) (document.querySelector("[data-kept-line]") || document.querySelector("main h1")).after(line, here);
  if (place && owner === box.GUEST && !local) return choose(here);
  draw();
}

/**
 * The site has another session open than the woman who came in here without signal. Nobody but her came in by PIN since,
 * so that session ends, here and there, and whoever is here shows at the door who she is.
 */
export async function changed() {
  const said = await words(), address = said.sign_out_url;
  try {
    const page = new DOMParser().parseFromString(await (await fetch(address, { credentials: "same-origin" })).text(), "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
    await fetch(address, { method: "POST", credentials: "same-origin", redirect: "manual", body: new URLSearchParams({ csrfmiddlewaretoken: token }) });
  } catch (_) { /* no signal again: the door asks for her PIN all the same */ }
  location.replace(door(said));
}

/** There is signal again, and the site does not know her yet: it is a matter of one PIN. */
export async function again(owner) {
  const said = await words();
  document.querySelector("main > .wrap").prepend(node("p", { class: "notice", role: "status" }, said.who_signal, " ", node("a", { href: door(said, owner) }, said.who_enter)));
}
