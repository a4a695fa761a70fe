// One course and this phone: the same card on the course's own page and on the page of what is kept.
import { able, change, course, day, filled, manifest, missing, money, remove, save, settings, shared, size, speed, time, wanted, weight, why } from "./shelf.js";

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function button(text, act, quiet) {
  const element = make("button", quiet ? "btn quiet" : "btn", text);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

// options: {manifest, words, tariff, bytes, sound, id?, title?, ready?}. bytes and sound are what the page was told.
export class Card {
  constructor(box, options) {
    Object.assign(this, options, { box, abort: null });
    this.text = make("p");
    this.text.setAttribute("role", "status");
    this.bar = make("progress", "progress");
    this.bar.hidden = true;
    this.bar.setAttribute("aria-label", this.words.save);
    this.tick = null;
    this.row = make("p", "row");
    this.more = make("p", "small muted");
    box.append(this.text, this.bar, this.more, this.row);
  }

  say(words) { this.text.textContent = words; }

  async draw(words = "") {
    const entry = this.id ? await course(this.id) : null;
    this.row.textContent = this.more.textContent = "";
    this.bar.hidden = true;
    if (entry && entry.state === "done") return this.drawDone(entry, words);
    if (entry) {
      const left = await missing(entry.files);
      this.say(words || filled(this.words.part, { size: size(left) }));
      this.row.append(button(filled(this.words.go_on, { size: size(left) + money(left, this.tariff) }), () => this.begin(entry.sound)));
      this.row.append(button(this.words.remove, () => this.drop(entry), true));
      return;
    }
    this.say(words);
    const text = () => `${this.words.save} · ${size(this.all())}${money(this.all(), this.tariff)}`;
    const go = button(text(), () => this.begin(!!(this.tick && this.tick.checked)));
    this.row.append(go);
    if (this.sound) this.offerSound(() => { go.textContent = text(); });
    this.more.append(time(this.all(), await speed(), this.words));
  }

  all() { return this.bytes + (this.tick && this.tick.checked ? this.sound : 0); }

  offerSound(changed) {
    const label = make("label", "check");
    this.tick = make("input");
    this.tick.type = "checkbox";
    this.tick.addEventListener("change", changed);
    label.append(this.tick, filled(this.words.sound, { size: size(this.sound) }));
    this.row.prepend(label);
  }

  async drawDone(entry, words) {
    const common = await shared(entry);
    this.say(words || filled(this.words.done, { day: day(entry.at) }));
    this.more.textContent = filled(this.words.weighs, { size: size(weight(entry.files)) });
    if (common) this.more.append(" " + filled(this.words.shared, { size: size(common) }));
    this.row.append(button(this.words.check, () => this.look(entry), true));
    this.row.append(button(this.words.remove, () => this.drop(entry), true));
  }

  async look(entry) {
    try {
      const said = await manifest(this.manifest);
      const left = await missing(wanted(said.files, entry.sound));
      if (said.version === entry.version && !left) return this.say(this.words.same);
      this.said = said;
      this.say(left ? this.words.changed : this.words.same);
      if (!left) return this.begin(entry.sound);
      this.row.prepend(button(filled(this.words.update, { size: size(left) + money(left, this.tariff) }), () => this.begin(entry.sound)));
    } catch (error) {
      this.say(why(error, this.words));
    }
  }

  async begin(sound) {
    this.row.textContent = this.more.textContent = "";
    this.bar.hidden = false;
    this.bar.removeAttribute("value");
    this.abort = new AbortController();
    this.row.append(button(this.words.stop, () => this.abort.abort(), true));
    try {
      if (this.ready) await this.ready();
      const said = this.said || (await manifest(this.manifest));
      this.id = said.id;
      const told = (done, all) => {
        this.bar.max = all;
        this.bar.value = done;
        this.say(filled(this.words.going, { done: size(done), all: size(all) }));
      };
      await save(said, { sound, told, signal: this.abort.signal });
      this.said = null;
      await this.draw();
      document.dispatchEvent(new Event("relevo:kept"));
    } catch (error) {
      this.said = null;
      await this.draw(error.name === "AbortError" ? "" : why(error, this.words)).catch(() => this.say(why(error, this.words)));
    }
    document.dispatchEvent(new Event("relevo:shelf"));
  }

  async drop(entry) {
    if (!confirm(filled(this.words.sure, { title: entry.title }))) return;
    await remove(entry.id);
    await this.draw(this.words.removed);
    document.dispatchEvent(new Event("relevo:shelf"));
  }
}

// The course's own page: <section data-keep> with what the server measured.
const section = document.querySelector("section[data-keep]");
if (section && able()) {
  const data = section.dataset;
  const ready = () => navigator.serviceWorker.register("/sw.js");
  const card = new Card(section, {
    id: data.id, manifest: data.keep, words: JSON.parse(data.words), ready,
    tariff: Number(data.tariff), bytes: Number(data.bytes), sound: Number(data.sound),
  });
  card.draw().then(() => { section.hidden = false; });
}
export { change, settings };
