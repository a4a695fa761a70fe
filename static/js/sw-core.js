// The service worker. What it may keep is said by the server (X-Relevo-Keep), what belongs to it by /sw.js (RELEVO).
// Pages come from the network; what is on the phone is shown when that fails or takes longer than three seconds.
// Nothing is ever kept that was fetched with her cookies. Names of caches and headers: see shelf.js.
"use strict";
(() => {
  const R = self.RELEVO, SHELL = "relevo-shell-" + R.version, PAGES = "relevo-pages-1", FILES = "relevo-files-1";
  const LOOSE = "relevo-loose-1", LOOSE_MOST = 80, SETTINGS = "/_kept/settings";
  const PATIENCE = 3000, IMPATIENCE = 500, REMEMBERED = 30000, WEEK = 7 * 24 * 3600 * 1000;
  let failedAt = 0, traceless = false;

  const sleep = (time) => new Promise((done) => setTimeout(done, time));
  const plain = (path) => path.replace(/\.[0-9a-f]{12}(\.\w+)$/, "$1");
  const SHELL_OF = new Map(R.files.concat(R.hers).map((address) => [plain(address), address]));
  const language = (path) => (/^\/(en|qu|ay)(\/|$)/.exec(path) || [])[1] || "es";

  // --- Coming and going ---

  async function copied(address) {
    for (const name of await caches.keys()) {
      if (!name.startsWith("relevo-shell-") || name === SHELL || address === plain(address)) continue;
      const found = await (await caches.open(name)).match(address);
      if (found) return found;
    }
    return null;
  }

  const PAGES_OF_SHELL = Object.keys(R.pages).map((code) => R.pages[code]);

  // Each file by itself: where the signal breaks, the next try goes on from there.
  async function bring(addresses) {
    const cache = await caches.open(SHELL);
    for (const address of addresses) {
      if (await cache.match(address)) continue;
      const fresh = PAGES_OF_SHELL.includes(address) || address === plain(address);
      const reply = (await copied(address)) || (await fetch(address, { credentials: "omit", cache: fresh ? "no-cache" : "default" }));
      if (reply.status !== 200 || reply.redirected) throw new Error(address + " " + reply.status);
      await cache.put(address, reply);
    }
  }

  // Somebody signed in here before: what only members need is on this phone, and stays.
  async function known() {
    const theirs = R.hers.map(plain);
    for (const name of await caches.keys()) {
      if (!name.startsWith("relevo-shell-")) continue;
      for (const request of await (await caches.open(name)).keys()) if (theirs.includes(plain(new URL(request.url).pathname))) return true;
    }
    return false;
  }

  async function install() {
    await bring(R.files.concat(PAGES_OF_SHELL));
    if (await known()) await bring(R.hers);
    // Phones seldom close a browser: a worker that waits for that would wait for weeks, a mended one too.
    await self.skipWaiting();
  }

  async function activate() {
    for (const name of await caches.keys()) {
      if (name.startsWith("relevo-shell-") && name !== SHELL) await caches.delete(name);
    }
    await self.clients.claim();
    // What she is looking at came before the worker did.
    for (const client of await self.clients.matchAll({ type: "window" })) await opened(new URL(client.url)).catch(() => {});
  }

  // --- What is on the phone ---

  async function keptPage(url) {
    const pages = await caches.open(PAGES);
    return (await (await caches.open(SHELL)).match(url.pathname)) || pages.match(url.pathname);
  }

  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

  // A page from the phone says so itself: in words, and to the scripts in attributes of <html>.
  async function marked(copy, mark, line) {
    const html = (await copy.text()).replace(/<html /, `<html ${mark} `)
      .replace(/<main id="main">(<div class="wrap">)?/, (found) => `${found}<p class="notice warn" data-kept-line role="status">${line}</p>`);
    const headers = new Headers(copy.headers);
    for (const name of ["content-length", "content-encoding"]) headers.delete(name);
    return new Response(html, { status: 200, headers });
  }

  function shown(copy, url) {
    const code = language(url.pathname), at = copy.headers.get("X-Kept-At") || copy.headers.get("Date") || "";
    const when = new Date(at);
    const day = isNaN(when) ? "" : when.toLocaleDateString(code === "en" ? "en" : "es-PE", { day: "numeric", month: "long" });
    if (Object.values(R.pages).includes(url.pathname)) return copy;
    return marked(copy, `data-kept="${isNaN(when) ? "" : when.toISOString()}"`, escaped(R.words[code].kept.replace("{day}", day)));
  }

  async function lost(url, what) {
    const code = language(url.pathname), words = R.words[code];
    const page = await (await caches.open(SHELL)).match(R.pages[code]);
    return page ? marked(page, `data-offline="${what}"`, escaped(words[what])) : Response.error();
  }

  // --- Pages ---

  async function navigate(event, url) {
    const network = fetch(event.request);
    event.waitUntil(network.then((reply) => keep(url, reply)).catch(() => {}));
    const patience = Date.now() - failedAt < REMEMBERED ? IMPATIENCE : PATIENCE;
    const first = await Promise.race([network.catch(() => null), sleep(patience)]);
    if (first && first.status < 500) {
      failedAt = 0;
      return first;
    }
    const copy = await keptPage(url);
    if (copy) {
      if (!first) failedAt = Date.now();
      return shown(copy, url);
    }
    if (first) return first;
    if (first === null) return lost(url, "unseen");
    return network.catch(() => lost(url, "unseen"));
  }

  const send = (event, url) => fetch(event.request).catch(() => lost(url, "unsent"));

  // --- Keeping what she opened: the version for everybody, fetched without her cookies ---

  async function settings() {
    const found = await (await caches.open(FILES)).match(SETTINGS);
    const now = Object.assign({ ahead: "wifi", budget: 5 * 1048576, spent: 0, week: 0 }, found ? await found.json() : {});
    const week = Math.floor(Date.now() / WEEK);
    return now.week === week ? now : Object.assign(now, { week, spent: 0 });
  }

  const saving = () => !!(navigator.connection && navigator.connection.saveData);

  async function guests(path, kind) {
    const pages = await caches.open(PAGES), have = await pages.match(path);
    // What belongs to a download is renewed by her, with all of its course.
    if (have && (have.headers.get("X-Sum") || Date.now() - new Date(have.headers.get("X-Kept-At")) < WEEK)) return have;
    const now = await settings();
    if (saving() || now.spent >= now.budget) return have;
    const reply = await fetch(path, { credentials: "omit", cache: "no-cache" });
    const shared = !/private|no-store/.test(reply.headers.get("Cache-Control") || "");
    if (reply.status !== 200 || reply.redirected || !reply.headers.get("X-Relevo-Keep") || !shared) return null;
    const bytes = await reply.arrayBuffer(), headers = new Headers();
    reply.headers.forEach((value, name) => {
      if (!["content-encoding", "content-length"].includes(name)) headers.set(name, value);
    });
    headers.set("X-Kept-At", new Date().toISOString());
    const kept = new Response(bytes, { status: 200, headers });
    await pages.put(path, kept.clone());
    const spent = now.spent + Number(reply.headers.get("Content-Length") || bytes.byteLength);
    const said = JSON.stringify(Object.assign(await settings(), { spent }));
    await (await caches.open(FILES)).put(SETTINGS, new Response(said, { headers: { "Content-Type": "application/json" } }));
    return kept;
  }

  const lesson = (path) => /^(\/(?:en|qu|ay))?\/cursos\/[^/]+\/[^/]+\/$/.test(path);

  async function keep(url, reply) {
    // A borrowed phone, or a page that must not be found afterwards: nothing of it stays, its pictures neither.
    traceless = /no-store/.test(reply.headers.get("Cache-Control") || "");
    if (reply.status === 200 && !reply.redirected && reply.headers.get("X-Relevo-Keep") && !traceless) await opened(url);
  }

  async function opened(url) {
    if (url.search || saving()) return;
    const kept = await guests(url.pathname);
    if (!kept || !lesson(url.pathname)) return;
    const html = await kept.text();
    await drawings(html);
    await guests(url.pathname.replace(/[^/]+\/$/, "offline.json"));
    await ahead(html);
  }

  // Drawings are the same file for every screen; she has just seen them, so they come from the browser's own cache.
  async function drawings(html) {
    for (const found of html.match(/<img src="\/media\/[^"]+\.svg"/g) || []) {
      const address = found.slice(10, -1);
      if (!(await keptFile(address))) await loose(address, await fetch(address, { credentials: "omit" }));
    }
  }

  // The lesson that follows, as she chose: never, on wifi, or always; within the week's budget.
  async function ahead(html) {
    const next = /<a [^>]*rel="next"[^>]*href="([^"]+)"/.exec(html), now = await settings();
    const line = (navigator.connection && navigator.connection.type) || "";
    const free = line === "wifi" || line === "ethernet";
    if (!next || now.ahead === "never" || (now.ahead === "wifi" && !free)) return;
    const kept = await guests(next[1]);
    if (kept) await drawings(await kept.text());
  }

  async function loose(address, reply) {
    if (reply.status !== 200 || reply.redirected) return;
    const cache = await caches.open(LOOSE);
    await cache.put(address, reply);
    const keys = await cache.keys();
    for (const old of keys.slice(0, Math.max(0, keys.length - LOOSE_MOST))) await cache.delete(old);
  }

  // --- Style, scripts, drawings, sound, data ---

  async function asset(event, url) {
    const cache = await caches.open(SHELL), known = SHELL_OF.get(plain(url.pathname));
    const exact = await cache.match(url.pathname);
    if (exact && url.pathname !== plain(url.pathname)) return exact;
    // A name of another release (an older page kept here), or no hashed names at all: the network, else our own.
    const reply = await fetch(event.request).catch(() => null);
    if (reply && reply.ok) return reply;
    return (await cache.match(known)) || reply || Response.error();
  }

  async function keptFile(path) {
    const files = await caches.open(FILES), note = await files.match(path);
    if (note) return files.match("/_kept/" + note.headers.get("X-Same-As"));
    return (await caches.open(LOOSE)).match(path);
  }

  // Another size or kind of the same picture: phones choose by their screen, a download brings one.
  async function sibling(path) {
    const base = path.split(".width-")[0];
    if (base === path) return undefined;
    for (const name of [FILES, LOOSE]) {
      for (const request of await (await caches.open(name)).keys()) {
        const other = new URL(request.url).pathname;
        if (other.startsWith(base + ".width-")) return keptFile(other);
      }
    }
    return undefined;
  }

  async function file(event, url) {
    const kept = await keptFile(url.pathname), range = event.request.headers.get("Range");
    if (kept) return range ? part(kept, range) : kept;
    try {
      const reply = await fetch(event.request);
      if (event.request.destination === "image" && !range && !traceless && url.pathname.startsWith("/media/")) {
        const copy = reply.clone();
        event.waitUntil(loose(url.pathname, copy).catch(() => {}));
      }
      return reply;
    } catch (error) {
      const other = await sibling(url.pathname);
      if (other) return other;
      throw error;
    }
  }

  async function part(reply, range) {
    const blob = await reply.blob(), found = /^bytes=(\d*)-(\d*)$/.exec(range);
    if (!found || (!found[1] && !found[2])) return new Response(blob, { headers: reply.headers });
    const from = found[1] ? Number(found[1]) : Math.max(0, blob.size - Number(found[2]));
    const to = found[1] && found[2] ? Math.min(Number(found[2]), blob.size - 1) : blob.size - 1;
    const headers = new Headers({ "Content-Type": reply.headers.get("Content-Type") || "", "Accept-Ranges": "bytes" });
    if (from > to || from >= blob.size) {
      headers.set("Content-Range", `bytes */${blob.size}`);
      return new Response("", { status: 416, headers });
    }
    headers.set("Content-Range", `bytes ${from}-${to}/${blob.size}`);
    headers.set("Content-Length", String(to - from + 1));
    return new Response(blob.slice(from, to + 1), { status: 206, headers });
  }

  async function data(event, url) {
    const network = fetch(event.request).catch(() => null);
    const first = await Promise.race([network, sleep(Date.now() - failedAt < REMEMBERED ? IMPATIENCE : PATIENCE)]);
    if (first && first.ok) return first;
    return (await (await caches.open(PAGES)).match(url.pathname)) || (await network) || Response.error();
  }

  // --- The events of a worker ---

  self.addEventListener("install", (event) => event.waitUntil(install()));
  self.addEventListener("activate", (event) => event.waitUntil(activate()));

  self.addEventListener("fetch", (event) => {
    const request = event.request, url = new URL(request.url);
    if (url.origin !== location.origin || url.pathname.startsWith("/admin/")) return;
    if (request.mode === "navigate") {
      event.respondWith(request.method === "GET" ? navigate(event, url) : send(event, url));
    } else if (request.method === "GET" && SHELL_OF.has(plain(url.pathname))) {
      event.respondWith(asset(event, url));
    } else if (request.method === "GET" && ["image", "audio", "video"].includes(request.destination)) {
      event.respondWith(file(event, url));
    } else if (request.method === "GET" && url.pathname.endsWith("/offline.json") && request.cache !== "no-cache") {
      // A download asks for it anew (shelf.js) and must not be given what it is about to replace.
      event.respondWith(data(event, url));
    }
  });

  const flush = () => (self.relevoBox ? self.relevoBox.flush() : Promise.resolve({ sent: 0, left: 0 }));
  self.addEventListener("sync", (event) => {
    if (event.tag === "relevo-box") event.waitUntil(flush());
  });
  self.addEventListener("message", (event) => {
    const said = event.data || {};
    if (said.type === "hers") event.waitUntil(bring(R.hers).catch(() => {}));
    if (said.type !== "flush") return;
    event.waitUntil(flush().then((result) => event.source && event.source.postMessage({ type: "flushed", result })));
  });
})();
