// What is kept on this phone for reading: courses, their files, what they cost. No personal data; one shelf a phone.
// Pages are kept under their own address, all other files once by their sum (/_kept/<sha256>) with a note at each
// address that has this content. One entry for each course (/_kept/course/<id>) says which addresses it needs.
// The worker reads what is written here (sw-core.js): names and headers must stay in step.
export const PAGES = "relevo-pages-1";
export const FILES = "relevo-files-1";
const COURSE = "/_kept/course/", SETTINGS = "/_kept/settings", WEEK = 7 * 24 * 3600 * 1000;
const DEFAULTS = { ahead: "wifi", budget: 5 * 1024 * 1024, week: 0, spent: 0, speed: 0, asked: false };

export const able = () => "serviceWorker" in navigator && "caches" in self && !!(self.crypto && crypto.subtle);

const json = (said) => new Response(JSON.stringify(said), { headers: { "Content-Type": "application/json" } });
const read = async (address) => {
  const found = await (await caches.open(FILES)).match(address);
  return found ? found.json() : null;
};
const write = async (address, said) => (await caches.open(FILES)).put(address, json(said));

export async function settings() {
  const found = Object.assign({}, DEFAULTS, await read(SETTINGS));
  const week = Math.floor(Date.now() / WEEK);
  return found.week === week ? found : Object.assign(found, { week, spent: 0 });
}
export const change = async (changes) => write(SETTINGS, Object.assign(await settings(), changes));

export async function courses() {
  const cache = await caches.open(FILES), found = [];
  for (const request of await cache.keys()) {
    if (new URL(request.url).pathname.startsWith(COURSE)) found.push(await (await cache.match(request)).json());
  }
  return found.sort((one, other) => one.title.localeCompare(other.title));
}
export const course = (id) => read(COURSE + id);

export async function manifest(address) {
  const reply = await fetch(address, { credentials: "omit", cache: "no-cache" });
  if (!reply.ok) throw new Error("manifest " + reply.status);
  return reply.json();
}

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
const sum = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));
const HASHED = /(\/static\/[^"' ]+?)\.[0-9a-f]{12}(\.\w+)/g, CARD = /<section [^>]*data-keep=[^]*?<\/section>\n?/g;
// A page's sum leaves out of which release its style and scripts are, and what it says of its own download
// (courses/offline.py does the same).
const pageSum = (bytes) =>
  sum(new TextEncoder().encode(new TextDecoder().decode(bytes).replace(HASHED, "$1$2").replace(CARD, "")));

const isPage = (file) => file.k === "page" || file.k === "data";
export const wanted = (files, sound) => files.filter((file) => sound || file.k !== "sound");

async function has(file) {
  if (isPage(file)) {
    const kept = await (await caches.open(PAGES)).match(file.u);
    return !!kept && kept.headers.get("X-Sum") === file.h;
  }
  return !!(await (await caches.open(FILES)).match("/_kept/" + file.h));
}

// Bytes that are still to come, each content once.
export async function missing(files) {
  const found = new Map();
  for (const file of files) if (!(await has(file))) found.set(file.h, file.b);
  return total(found);
}
const total = (sizes) => Array.from(sizes.values()).reduce((all, size) => all + size, 0);
export const weight = (files) => total(new Map(files.map((file) => [file.h, file.b])));

// Of this course, what other courses on the phone need too.
export async function shared(entry) {
  const others = new Set();
  for (const other of await courses()) if (other.id !== entry.id) for (const file of other.files) others.add(file.h);
  return weight(entry.files.filter((file) => others.has(file.h)));
}

const LEFT_OUT = ["content-encoding", "content-length", "set-cookie", "transfer-encoding"];
export function keepable(reply, bytes, more) {
  const headers = new Headers(more);
  reply.headers.forEach((value, name) => { if (!LEFT_OUT.includes(name)) headers.set(name, value); });
  headers.set("X-Kept-At", new Date().toISOString());
  return new Response(bytes, { status: 200, headers });
}

async function put(file, reply, bytes) {
  const files = await caches.open(FILES);
  if (isPage(file)) {
    // What came is kept under its own sum: if the course changed meanwhile, the next look will see it.
    const known = file.k === "page" ? await pageSum(bytes) : await sum(bytes);
    await (await caches.open(PAGES)).put(file.u, keepable(reply, bytes, { "X-Sum": known }));
  } else {
    if ((await sum(bytes)) !== file.h) throw new Error("sum " + file.u);
    await files.put("/_kept/" + file.h, keepable(reply, bytes));
  }
}
const note = async (file) => {
  if (!isPage(file)) await (await caches.open(FILES)).put(file.u, new Response("", { headers: { "X-Same-As": file.h } }));
};

export class Full extends Error {}
const isFull = (error) => error && (error.name === "QuotaExceededError" || /quota/i.test(error.message || ""));

// Fetch what is missing of a course; each file is on the phone as soon as it arrived, so stopping loses nothing.
// told(done, all): bytes. Throws Full, AbortError, or whatever the network throws.
export async function save(said, { sound = false, told = () => {}, signal } = {}) {
  const files = wanted(said.files, sound), all = weight(files);
  const before = await course(said.id);
  const entry = Object.assign({}, said, { files, sound, state: "part", at: before && before.at, bytes: all });
  try {
    // The old files stay listed until the new ones are all there: a course is never half of each for good.
    await write(COURSE + said.id, before && before.state === "done" ? Object.assign({}, before, { state: "part" }) : entry);
    let left = await missing(files);
    told(all - left, all);
    for (const file of files) {
      if (!(await has(file))) {
        await fetched(file, signal);
        left = Math.max(0, left - file.b);
        told(all - left, all);
      }
      await note(file);
    }
    await write(COURSE + said.id, Object.assign(entry, { state: "done", at: new Date().toISOString() }));
    await sweep();
  } catch (error) {
    throw isFull(error) ? new Full(error.message) : error;
  }
  await stay();
  return entry;
}

async function fetched(file, signal) {
  const began = performance.now();
  const reply = await fetch(file.u, { credentials: "omit", cache: isPage(file) ? "no-cache" : "default", signal });
  const bytes = await reply.arrayBuffer();
  if (!reply.ok || reply.redirected || (file.k === "page" && !reply.headers.get("X-Relevo-Keep"))) {
    throw new Error("answer " + reply.status + " " + file.u);
  }
  await put(file, reply, bytes);
  const took = performance.now() - began, now = await settings();
  const speed = (file.b * 1000) / Math.max(took, 1);
  await change({ spent: now.spent + file.b, speed: now.speed ? now.speed * 0.7 + speed * 0.3 : speed });
}

// Ask the browser once not to clear this away when the phone is full.
async function stay() {
  if ((await settings()).asked || !(navigator.storage && navigator.storage.persist)) return;
  await change({ asked: true });
  await navigator.storage.persist().catch(() => false);
}

export async function remove(id) {
  const entry = await course(id), pages = await caches.open(PAGES);
  await (await caches.open(FILES)).delete(COURSE + id);
  const needed = await addresses();
  for (const file of entry ? entry.files : []) if (isPage(file) && !needed.has(file.u)) await pages.delete(file.u);
  await sweep();
}

async function addresses() {
  const found = new Set();
  for (const each of await courses()) for (const file of each.files) found.add(file.u).add("/_kept/" + file.h);
  return found;
}

// Throw away files that no course on the phone needs any more. Pages that she opened by herself stay.
async function sweep() {
  const needed = await addresses(), cache = await caches.open(FILES);
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname;
    if (path.startsWith(COURSE) || path === SETTINGS || needed.has(path) || needed.has(decodeURI(path))) continue;
    await cache.delete(request);
  }
}

export async function space() {
  const used = weight([].concat(...(await courses()).map((each) => each.files)));
  if (!(navigator.storage && navigator.storage.estimate)) return { used, free: null };
  const { quota, usage } = await navigator.storage.estimate();
  return { used, free: Math.max(0, quota - usage) };
}

// Bytes a second as measured on this phone; 0 where nothing was measured yet.
export async function speed() {
  const known = (await settings()).speed;
  if (known) return known;
  const seen = performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
    .filter((each) => each.transferSize > 3000 && each.responseEnd > each.requestStart && each.requestStart > 0);
  const time = seen.reduce((all, each) => all + each.responseEnd - each.requestStart, 0);
  return time ? (seen.reduce((all, each) => all + each.transferSize, 0) * 1000) / time : 0;
}

// --- In words ---
export function size(bytes) {
  const kilobytes = Math.ceil(bytes / 1024), megabytes = kilobytes / 1024;
  if (kilobytes < 1000) return kilobytes + " KB";
  return megabytes < 1000 ? (Math.ceil(megabytes * 10) / 10).toFixed(1) + " MB" : (megabytes / 1024).toFixed(1) + " GB";
}
export const money = (bytes, tariff) =>
  tariff ? " · S/\u00a0" + Math.max(0.01, Math.ceil((bytes / 1048576) * tariff * 100 - 1e-9) / 100).toFixed(2) : "";
export const filled = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
export function time(bytes, perSecond, words) {
  if (!perSecond || !bytes) return "";
  const seconds = Math.max(1, Math.round(bytes / perSecond));
  return seconds < 90 ? filled(words.seconds, { n: seconds }) : filled(words.minutes, { n: Math.ceil(seconds / 60) });
}
export const day = (iso) => {
  const language = document.documentElement.lang === "en" ? "en" : "es-PE";
  return new Date(iso).toLocaleDateString(language, { day: "numeric", month: "long" });
};
export function why(error, words) {
  if (error instanceof Full) return words.full;
  return error instanceof TypeError || !navigator.onLine ? words.no_signal : words.failed;
}
