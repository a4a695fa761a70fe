// What this phone holds for its owners until the site has it (docs/offline.md, decision 0025). A classic script: pages
// load it with import(), the worker with importScripts(). Sets self.relevoBox.
// Everything personal is sealed to its owner's public key the moment it is written: writing needs no secret, reading
// needs her private key, which lies here wrapped under her PIN and, while her session is open, as a key that cannot
// be taken out. Ids are made here; an entry goes only when the site has acknowledged that very id.
(self => {
  if (self.relevoBox) return;
  const VERSION = 1, GUEST = "guest", ROUNDS = 310000;
  const MOST_EVENTS = 100, MOST_BYTES = 64 * 1024, MOST_POSTS = 40, PATIENCE = 120000;
  const subtle = self.crypto && self.crypto.subtle, text = new TextEncoder(), read = new TextDecoder();
  const able = Boolean(subtle && self.indexedDB);
  const chance = n => crypto.getRandomValues(new Uint8Array(n));

  // --- The shelf under it all: IndexedDB ------------------------------------------------------
  let opened = null;
  const database = () => opened || (opened = new Promise((ok, no) => {
    const asked = indexedDB.open("relevo", VERSION);
    asked.onupgradeneeded = () => {
      // Each version adds to the one before; nothing is ever dropped here: it may be work that was never sent.
      const made = asked.result;
      made.createObjectStore("meta", { keyPath: "name" });
      made.createObjectStore("profiles", { keyPath: "owner" });
      made.createObjectStore("state", { keyPath: ["owner", "name"] });
      made.createObjectStore("outbox", { keyPath: ["owner", "id"] }).createIndex("owner", "owner");
    };
    asked.onerror = () => { opened = null; no(asked.error); };
    asked.onsuccess = () => {
      const found = asked.result;
      found.onversionchange = () => { found.close(); opened = null; };
      found.onclose = () => { opened = null; };
      ok(found);
    };
  }));
  // act(transaction) may return a request; what it found is given once all is written down.
  const within = async (stores, mode, act) => {
    const made = await database();
    return new Promise((ok, no) => {
      const t = made.transaction(stores, mode, { durability: "strict" });
      let asked;
      t.oncomplete = () => ok(asked && asked.result);
      t.onabort = t.onerror = () => no(t.error || (asked && asked.error));
      asked = act(t);
    });
  };
  const get = (store, key) => within([store], "readonly", t => t.objectStore(store).get(key));
  const put = (store, value) => within([store], "readwrite", t => { t.objectStore(store).put(value); });
  const drop = (store, key) => within([store], "readwrite", t => { t.objectStore(store).delete(key); });
  const all = store => within([store], "readonly", t => t.objectStore(store).getAll());
  const entriesOf = owner => within(["outbox"], "readonly", t => t.objectStore("outbox").index("owner").getAll(owner));
  const count = owner => within(["outbox"], "readonly", t => t.objectStore("outbox").index("owner").count(owner));

  // --- Ids: the same as academy/core/ids.py ---------------------------------------------------
  const hex = bytes => Array.from(bytes, b => b.toString(16).padStart(2, "0")).join("");
  const unhex = s => Uint8Array.from(s.match(/../g), pair => parseInt(pair, 16));
  const dashed = s => s.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  const uuid = (stamp, rest) => {
    const b = new Uint8Array(16);
    b.set(stamp);
    b.set(rest, 6);
    b[6] = b[6] & 15 | 112;
    b[8] = b[8] & 63 | 128;
    return dashed(hex(b));
  };
  const uuid7 = (now = Date.now()) => uuid(unhex(Math.max(0, Math.floor(now)).toString(16).padStart(12, "0").slice(-12)), chance(10));
  const points = s => Array.from(s, c => c.codePointAt(0));
  const before = (a, b) => {
    const x = points(a), y = points(b), n = Math.min(x.length, y.length);
    for (let i = 0; i < n; i++) if (x[i] !== y[i]) return x[i] - y[i];
    return x.length - y.length;
  };
  // A number as Python's json writes it. A whole one is an int: here 1.0 and 1 are one number, there they are two.
  const number = n => {
    if (Number.isSafeInteger(n)) return String(n);
    if (!Number.isFinite(n) || Number.isInteger(n)) throw new RangeError("no number for an event");
    if (Math.abs(n) >= 1e-4) return String(n);
    return n.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  };
  const canonical = v => {
    if (Array.isArray(v)) return "[" + v.map(canonical).join(",") + "]";
    if (v && typeof v === "object") return "{" + Object.keys(v).sort(before).map(k => JSON.stringify(k) + ":" + canonical(v[k])).join(",") + "}";
    return typeof v === "number" ? number(v) : JSON.stringify(v === undefined ? null : v);
  };
  const joined = (...parts) => {
    const whole = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
    parts.reduce((at, p) => { whole.set(p, at); return at + p.length; }, 0);
    return whole;
  };
  const eventId = async (nonce, said) => {
    const n = unhex(nonce.replace(/-/g, ""));
    const digest = await subtle.digest("SHA-256", joined(n, text.encode(canonical(said))));
    return uuid(n.slice(0, 6), new Uint8Array(digest).slice(0, 10));
  };

  // --- Sealing: ECDH P-256, HKDF-SHA256, AES-256-GCM (academy/members/device/sealed.py reads the same) ---
  const CURVE = { name: "ECDH", namedCurve: "P-256" };
  const shared = async (mine, theirs, first, second, use) => {
    const bits = await subtle.deriveBits({ name: "ECDH", public: theirs }, mine, 256);
    const material = await subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
    const info = joined(text.encode("relevo.box.1"), first, second);
    return subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info }, material, { name: "AES-GCM", length: 256 }, false, [use]);
  };
  const publicKey = raw => subtle.importKey("raw", raw, CURVE, false, []);
  // ``about`` is bound to what is sealed: an entry that somebody moved to another name does not open.
  const seal = async (pub, value, about) => {
    const once = await subtle.generateKey(CURVE, true, ["deriveBits"]);
    const e = new Uint8Array(await subtle.exportKey("raw", once.publicKey)), i = chance(12);
    const key = await shared(once.privateKey, await publicKey(pub), e, pub, "encrypt");
    const d = await subtle.encrypt({ name: "AES-GCM", iv: i, additionalData: text.encode(about) }, key, text.encode(JSON.stringify(value)));
    return { e, i, d: new Uint8Array(d) };
  };
  const unseal = async (own, box, about) => {
    const key = await shared(own.open, await publicKey(box.e), box.e, own.pub, "decrypt");
    return JSON.parse(read.decode(await subtle.decrypt({ name: "AES-GCM", iv: box.i, additionalData: text.encode(about) }, key, box.d)));
  };
  const pinKey = async (secret, salt, rounds) => {
    const material = await subtle.importKey("raw", text.encode(secret), "PBKDF2", false, ["deriveKey"]);
    return subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  };
  const wrap = async (pkcs8, secret) => {
    const salt = chance(16), iv = chance(12), key = await pinKey(secret, salt, ROUNDS);
    return { salt, rounds: ROUNDS, iv, data: new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, key, pkcs8)) };
  };
  const unwrap = async ({ salt, rounds, iv, data }, secret) => {
    try {
      return await subtle.decrypt({ name: "AES-GCM", iv }, await pinKey(secret, salt, rounds), data);
    } catch (_) { return null; }
  };
  const usable = pkcs8 => subtle.importKey("pkcs8", pkcs8, CURVE, false, ["deriveBits"]);
  // Until she has typed her PIN here once, the wrapping key lies beside it, where no script can take it out.
  const loosely = async pkcs8 => {
    const iv = chance(12), key = await subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    return { key, iv, data: new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, key, pkcs8)) };
  };
  const tighten = ({ key, iv, data }) => subtle.decrypt({ name: "AES-GCM", iv }, key, data);
  const newKey = async secret => {
    const pair = await subtle.generateKey(CURVE, true, ["deriveBits"]);
    const pkcs8 = await subtle.exportKey("pkcs8", pair.privateKey);
    return {
      kid: hex(chance(6)),
      pub: new Uint8Array(await subtle.exportKey("raw", pair.publicKey)),
      wrapped: secret ? await wrap(pkcs8, secret) : null,
      loose: secret ? null : await loosely(pkcs8),
      open: await usable(pkcs8),
    };
  };

  // --- Profiles -------------------------------------------------------------------------------
  // {owner, keys: [newest first], carrier, refused}
  const profile = owner => get("profiles", owner);
  // change(profile) alters it in one transaction: two tabs never write over each other's keys.
  const alter = async (owner, change) => {
    let now;
    await within(["profiles"], "readwrite", t => {
      const store = t.objectStore("profiles"), asked = store.get(owner);
      asked.onsuccess = () => { now = change(asked.result); if (now) store.put(now); };
    });
    return now;
  };
  const made = async (owner, secret) => {
    const found = await profile(owner);
    if (found) return found;
    const key = await newKey(secret);
    return alter(owner, known => known || { owner, keys: [key], carrier: null });
  };
  // Whose phone it is now: the last page that was hers said so; a sign-out or another's page ends it.
  const whose = async () => {
    if (!able) return { owner: null, borrowed: false, open: false };
    const session = await get("meta", "session") || {};
    const owner = session.borrowed ? null : session.owner || GUEST;
    return { owner, borrowed: Boolean(session.borrowed), open: Boolean(owner), ended: Boolean(session.ended), local: Boolean(session.local) };
  };
  // Her page was opened. The keys of all others go back under their PIN.
  const enter = async (owner, { borrowed = false } = {}) => {
    const session = await get("meta", "session") || {};
    if (session.owner !== owner || Boolean(session.borrowed) !== borrowed || session.ended || session.local) {
      await shut(owner);
      await put("meta", { name: "session", owner, borrowed });
    }
    if (owner && !borrowed) {
      const key = (await made(owner, null)).keys[0];
      if (!key.open && key.loose) {
        const open = await usable(await tighten(key.loose));
        await alter(owner, known => { known.keys.filter(k => k.kid === key.kid).forEach(k => { k.open = open; }); return known; });
      } else if (!key.open) {
        // She came in without this script, so that her PIN was not seen: a new key for what is new.
        const fresh = await newKey(null);
        await alter(owner, known => { if (!known.keys[0].open) known.keys.unshift(fresh); return known; });
      }
    }
  };
  const shut = async but => {
    for (const each of await all("profiles")) {
      if (each.owner === but || each.owner === GUEST || !each.keys.some(k => k.open)) continue;
      await alter(each.owner, known => { known.keys.forEach(k => { k.open = null; }); return known; });
    }
  };
  const leave = async () => {
    await shut(null);
    await drop("meta", "session");
  };
  // After the site took her PIN. ``locked``: what still lies under a PIN of before.
  const unlock = async (owner, secret) => {
    const hers = await made(owner, secret), fitting = new Map();
    for (const key of hers.keys) {
      const pkcs8 = key.loose ? await tighten(key.loose) : await unwrap(key.wrapped, secret);
      if (pkcs8) fitting.set(key.kid, { wrapped: key.loose ? await wrap(pkcs8, secret) : key.wrapped, loose: null, open: await usable(pkcs8) });
    }
    const fresh = fitting.has(hers.keys[0].kid) ? null : await newKey(secret);
    await alter(owner, known => {
      known.keys.forEach(k => Object.assign(k, fitting.get(k.kid)));
      if (fresh) known.keys.unshift(fresh);
      return known;
    });
    await gather(owner);
    return { locked: await locked(owner) };
  };
  // What lies under older keys that are open now is sealed again to the newest; a key that holds nothing goes.
  const gather = async owner => {
    const hers = await profile(owner), [top, ...older] = hers.keys, open = older.filter(k => k.open);
    const entries = [], states = [];
    for (const key of open) {
      for (const e of await entriesOf(owner)) {
        if (e.kid !== key.kid) continue;
        const anew = async (box, about) => seal(top.pub, await unseal(key, box, about), about), about = owner + "|" + e.id;
        const again = { ...e, kid: top.kid, box: await anew(e.box, about) };
        for (const name of FILES) if (e[name]) again[name] = await anew(e[name], about + "|" + name);
        entries.push(again);
      }
      for (const s of await all("state")) {
        if (s.owner === owner && s.kid === key.kid) states.push({ ...s, kid: top.kid, box: await seal(top.pub, await unseal(key, s.box, owner + "/" + s.name), owner + "/" + s.name) });
      }
    }
    if (!open.length) return;
    await within(["outbox", "state"], "readwrite", t => {
      entries.forEach(e => { const asked = t.objectStore("outbox").get([owner, e.id]); asked.onsuccess = () => { if (asked.result) t.objectStore("outbox").put(e); }; });
      states.forEach(s => { const asked = t.objectStore("state").get([owner, s.name]); asked.onsuccess = () => { if (asked.result && asked.result.kid === s.kid || asked.result && older.some(k => k.kid === asked.result.kid)) t.objectStore("state").put(s); }; });
    });
    const still = new Set((await entriesOf(owner)).map(e => e.kid));
    await alter(owner, known => { known.keys = known.keys.filter((k, n) => !n || still.has(k.kid) || !k.open); return known; });
  };
  const locked = async owner => {
    const hers = await profile(owner);
    if (!hers) return 0;
    const shutKeys = hers.keys.filter(k => !k.open).map(k => k.kid);
    return (await entriesOf(owner)).filter(e => shutKeys.includes(e.kid)).length;
  };
  // Her PIN of before opens what lay under it. With ``secret``, the PIN of now, it is wrapped under that one.
  const openOld = async (owner, old, secret) => {
    const hers = await profile(owner), fitting = new Map();
    for (const key of hers.keys.filter(k => k.wrapped)) {
      const pkcs8 = await unwrap(key.wrapped, old);
      if (pkcs8) fitting.set(key.kid, { wrapped: secret ? await wrap(pkcs8, secret) : key.wrapped, open: await usable(pkcs8) });
    }
    await alter(owner, known => { known.keys.forEach(k => Object.assign(k, fitting.get(k.kid))); return known; });
    await gather(owner);
    return fitting.size > 0;
  };
  // She gives up what lies under a PIN that nobody remembers. How much it is was said before.
  const giveUp = async owner => {
    const hers = await profile(owner), lost = hers.keys.filter(k => !k.open).map(k => k.kid);
    const entries = (await entriesOf(owner)).filter(e => lost.includes(e.kid));
    hers.keys = hers.keys.filter(k => k.open);
    await within(["profiles", "outbox"], "readwrite", t => {
      t.objectStore("profiles").put(hers);
      entries.forEach(e => t.objectStore("outbox").delete([owner, e.id]));
    });
    return entries.length;
  };
  const forget = async owner => {
    const [entries, states] = [await entriesOf(owner), await all("state")];
    await within(["profiles", "outbox", "state"], "readwrite", t => {
      t.objectStore("profiles").delete(owner);
      entries.forEach(e => t.objectStore("outbox").delete([owner, e.id]));
      states.filter(s => s.owner === owner).forEach(s => t.objectStore("state").delete([owner, s.name]));
    });
    return entries.length;
  };

  // --- Without signal: who is on this phone, and her PIN -----------------------------------------
  // A tile is {name, sign, way} ("pin" or "password"). Hidden, it is sealed under her name: who types it finds her.
  const folded = name => name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").trim().replace(/\s+/g, " ").toLowerCase();
  const setTile = async (owner, tile) => {
    const kept = tile && tile.hidden ? { sealed: await wrap(text.encode(JSON.stringify({ ...tile, hidden: false })), folded(tile.name)) } : tile;
    return alter(owner, known => known && { ...known, tile: kept });
  };
  const women = async () => (await all("profiles")).filter(p => p.owner !== GUEST && p.tile);
  const shown = async (p, tile) => ({ ...tile, owner: p.owner, n: await count(p.owner), ready: p.keys.some(k => k.wrapped) });
  const tiles = async () => Promise.all((await women()).filter(p => p.tile.name).map(p => shown(p, p.tile)));
  const find = async name => {
    for (const p of await women()) {
      if (p.tile.name ? folded(p.tile.name) !== folded(name) : false) continue;
      const opened = p.tile.name ? p.tile : await unwrap(p.tile.sealed, folded(name));
      if (opened) return shown(p, p.tile.name ? opened : JSON.parse(read.decode(opened)));
    }
    return null;
  };
  // Seconds to wait after so many wrong PINs. It keeps a neighbour out, and nobody who can read the phone's files.
  const WAITS = [0, 0, 0, 5, 15, 60, 300, 900];
  // Her PIN opens what is hers here; the one before is shut. ``wait``: seconds until the next try; null: no PIN is known.
  const openHere = async (owner, secret) => {
    const key = ((await profile(owner) || {}).keys || []).find(k => k.wrapped);
    if (!key) return { open: false, wait: null };
    let rests = 0, next = 0;
    // Counted before it is looked at, so that ten tabs have no more tries than one.
    await alter(owner, known => {
      const { n, until } = known.tries || { n: 0, until: 0 }, now = Date.now();
      rests = until > now ? Math.min(900, Math.ceil((until - now) / 1000)) : 0;
      if (rests) return known;
      next = WAITS[Math.min(n + 1, WAITS.length - 1)];
      return { ...known, tries: { n: n + 1, until: now + next * 1000 } };
    });
    if (rests) return { open: false, wait: rests, resting: true };
    if (!await unwrap(key.wrapped, secret)) return { open: false, wait: next };
    await unlock(owner, secret);
    await shut(owner);
    await put("meta", { name: "session", owner, borrowed: false, local: true });
    await alter(owner, known => ({ ...known, tries: null }));
    return { open: true };
  };

  // --- The outbox -----------------------------------------------------------------------------
  /** What an event may bring besides words. */
  const FILES = ["photo", "sound"];
  const written = async (owner, event) => {
    const key = (await made(owner, null)).keys[0];
    return { owner, id: event.id, kid: key.kid, at: event.happened_at, box: await seal(key.pub, event, owner + "|" + event.id) };
  };
  // Keep an event until the site has it. With a nonce its id is that of the form, so that both are one.
  // ``photo``: its JPEG, ``sound``: its recording, in base64; they go before the event that names them.
  const keepEvent = async ({ kind, subject, payload, id, nonce, said, happened_at, content_version, ...files }) => {
    const { owner } = await whose();
    if (!owner) throw new Error("this phone keeps nothing");
    const whom = subject || owner;
    const own = id || (nonce && await eventId(nonce, { subject: whom, kind: kind.split(".").pop(), ...(said || payload) })) || uuid7();
    const event = { id: own, kind, subject: whom, by: owner, happened_at: happened_at || new Date().toISOString(), content_version: content_version || "", payload };
    const entry = await written(owner, event);
    for (const name of FILES) {
      if (files[name]) entry[name] = await seal((await profile(owner)).keys.find(k => k.kid === entry.kid).pub, files[name], owner + "|" + own + "|" + name);
    }
    await put("outbox", entry);
    tell({ type: "kept", owner });
    return event;
  };
  const list = async (owner) => {
    const whom = owner || (await whose()).owner;
    const hers = whom && await profile(whom);
    if (!hers) return [];
    const keys = new Map(hers.keys.filter(k => k.open).map(k => [k.kid, k])), found = [];
    for (const entry of await entriesOf(whom)) {
      if (!keys.has(entry.kid)) continue;
      try {
        found.push({ ...await unseal(keys.get(entry.kid), entry.box, whom + "|" + entry.id), why: entry.why || "", photo: FILES.some(name => entry[name]) });
      } catch (_) { /* damaged on the disk: it stays, and is counted */ }
    }
    return found.sort((a, b) => a.happened_at < b.happened_at ? -1 : a.happened_at > b.happened_at ? 1 : a.id < b.id ? -1 : 1);
  };
  const settled = (owner, ids, why) => within(["outbox"], "readwrite", t => {
    const store = t.objectStore("outbox");
    ids.forEach(id => store.delete([owner, id]));
    why.forEach((reason, id) => {
      const asked = store.get([owner, id]);
      asked.onsuccess = () => { if (asked.result) store.put({ ...asked.result, why: reason }); };
    });
  });

  // --- Sending --------------------------------------------------------------------------------
  const device = async () => {
    const known = await get("meta", "device");
    if (known) return known.id;
    const id = hex(chance(6));
    await put("meta", { name: "device", id });
    return id;
  };
  const post = async (name, events) => {
    const stop = new AbortController(), clock = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const reply = await fetch("/sync/", {
        method: "POST", credentials: "same-origin", redirect: "error", signal: stop.signal,
        headers: { "Content-Type": "application/json", "X-Relevo": "sync" },
        body: JSON.stringify({ device: name, events }),
      });
      let said = null;
      try { said = await reply.json(); } catch (_) { /* a page of somebody in between, not our answer */ }
      return { status: reply.status, said };
    } catch (_) {
      return { status: 0, said: null };
    } finally { clearTimeout(clock); }
  };
  // The files of an event, each by itself, under the id that the event names. The same again changes nothing.
  const upload = async (owner, event) => {
    for (const name of FILES) {
      const reply = await uploadOne(owner, event, name);
      if (reply.status !== 200) return reply;
    }
    return { status: 200 };
  };
  const uploadOne = async (owner, event, name) => {
    const entry = await get("outbox", [owner, event.id]), key = entry && entry[name] && (await profile(owner)).keys.find(k => k.kid === entry.kid && k.open);
    if (!key) return { status: 200 };
    const stop = new AbortController(), clock = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const body = unb64(await unseal(key, entry[name], owner + "|" + event.id + "|" + name)), picture = name === "photo";
      const kept = picture ? event.payload.photo : event.payload.recording, id = picture ? dashed(/(\w{32})\.jpg$/.exec(kept)[1]) : kept;
      const reply = await fetch(`/sync/${picture ? "foto" : "voz"}/${id}/`, {
        method: "POST", credentials: "same-origin", redirect: "error", signal: stop.signal, body,
        headers: { "Content-Type": picture ? "image/jpeg" : "application/octet-stream", "X-Relevo": "sync", "X-Relevo-Owner": owner },
      });
      const said = await reply.json().catch(() => null);
      // A page of somebody in between is not our answer.
      if (reply.status === 200 && !(said && said.name === kept)) return { status: 0 };
      if (reply.status === 200) await within(["outbox"], "readwrite", t => { const rest = { ...entry }; delete rest[name]; t.objectStore("outbox").put(rest); });
      return { status: reply.status, said };
    } catch (_) {
      return { status: 0 };
    } finally { clearTimeout(clock); }
  };
  const batches = events => {
    const found = [];
    let now = [], size = 0;
    for (const event of events.filter(e => !e.photo)) {
      const n = text.encode(JSON.stringify(event)).length + 1;
      if (now.length && (size + n > MOST_BYTES || now.length >= MOST_EVENTS)) { found.push(now); now = []; size = 0; }
      now.push(event);
      size += n;
    }
    // Photos go last, each with its event.
    return [...found, ...(now.length ? [now] : []), ...events.filter(e => e.photo).map(e => [e])];
  };
  const SAFE = ["applied", "already", "kept"];
  const taken = async (owner, answers, events) => {
    const gone = [], why = new Map(), sent = new Set(events.map(e => e.id));
    for (const each of answers) {
      const id = each.id || (events[each.index] || {}).id;
      if (!sent.has(id)) continue;
      if (SAFE.includes(each.state)) gone.push(id); else why.set(id, each.reason || each.state);
    }
    await settled(owner, gone, why);
    return { gone: gone.length, states: answers };
  };
  // What a flush tells, always in this shape. ``status``: the site's last answer, null where it was not asked.
  const report = more => ({ sent: 0, left: 0, kept: 0, status: null, receipt: null, waits: false, states: {}, ...more });
  const send = async ({ now = false, progress = null } = {}) => {
    const { owner, ended, local } = await whose();
    if (!owner || owner === GUEST) return report();
    // She came in without signal: the site has not seen her yet, and whoever is signed in there may be another.
    if (local) return report({ left: await count(owner), waits: true, status: 401 });
    const rest = await get("meta", "rest");
    if (!now && (ended || rest && rest.until > Date.now() && rest.until < Date.now() + 3600000)) return report({ left: await count(owner), waits: true, status: ended ? 401 : 503 });
    const waiting = (await list(owner)).map(({ why, ...event }) => event), total = waiting.length;
    if (!total) return report({ left: await count(owner) });
    const name = await device(), queue = batches(waiting);
    let sent = 0, receipt = null, kept = 0, status = 200, posts = 0;
    const states = {};
    while (queue.length && posts++ < MOST_POSTS) {
      const events = queue.shift(), first = events[0].photo ? await upload(owner, events[0]) : null;
      const reply = first && first.status !== 200 ? first : await post(name, events.map(({ photo, ...event }) => event));
      status = reply.status;
      if (status === 200 && reply.said && Array.isArray(reply.said.events)) {
        const told = await taken(owner, reply.said.events, events);
        sent += told.gone;
        told.states.forEach(s => { states[s.id] = s; kept += s.state === "kept" ? 1 : 0; });
        receipt = reply.said.receipt || receipt;
        if (progress) progress(sent, total);
        continue;
      }
      if (status === 413 || status === 400 || status === 422) {
        // One that is too large, or cannot be read, must not hold back the others.
        if (events.length > 1) queue.unshift(events.slice(0, events.length >> 1), events.slice(events.length >> 1));
        else await settled(owner, [], new Map([[events[0].id, (reply.said && reply.said.reason) || "?"]]));
        continue;
      }
      if (status === 401) await put("meta", { name: "session", owner, borrowed: false, ended: (reply.said && reply.said.code) || "signed_out" });
      if (status >= 429) await put("meta", { name: "rest", n: (rest ? rest.n : 0) + 1, until: Date.now() + Math.min(600000, 15000 * 2 ** (rest ? rest.n : 0)) });
      break;
    }
    if (status === 200) await drop("meta", "rest");
    if (receipt) await keep("receipt", { ...receipt, at: new Date().toISOString() });
    const left = await count(owner), told = report({ sent, left, kept, status, receipt, states });
    tell({ type: "sent", owner, sent, left, status });
    return told;
  };
  let chain = Promise.resolve();
  // One at a time, over all pages and the worker. ``now``: she asked for it herself.
  const flush = options => {
    if (!able) return Promise.resolve(report());
    if (self.navigator.locks) return navigator.locks.request("relevo-box", () => send(options));
    chain = chain.then(() => send(options), () => send(options));
    return chain;
  };

  // --- What she sees of her own work without the site -----------------------------------------
  const keep = async (name, value, whom) => {
    const owner = whom || (await whose()).owner;
    if (!owner) throw new Error("this phone keeps nothing");
    const key = (await made(owner, null)).keys[0];
    await put("state", { owner, name, kid: key.kid, box: await seal(key.pub, value, owner + "/" + name) });
  };
  const kept = async (name, whom) => {
    const owner = whom || (await whose()).owner;
    const [row, hers] = owner ? [await get("state", [owner, name]), await profile(owner)] : [];
    const key = row && hers && hers.keys.find(k => k.kid === row.kid && k.open);
    try { return key ? await unseal(key, row.box, owner + "/" + name) : null; } catch (_) { return null; }
  };
  const unkeep = async name => drop("state", [(await whose()).owner, name]);

  // --- Guests: what nobody signed for, offered once -------------------------------------------
  const offer = async () => {
    const { owner } = await whose(), guest = await profile(GUEST);
    if (!owner || owner === GUEST || !guest || (guest.refused || []).includes(owner)) return [];
    return list(GUEST);
  };
  const refuse = async () => {
    const { owner } = await whose();
    await alter(GUEST, guest => guest && { ...guest, refused: [...(guest.refused || []), owner] });
  };
  // They become hers, under the same ids, and are gone for everybody else.
  const claim = async () => {
    const { owner } = await whose(), events = await list(GUEST);
    const entries = [];
    for (const { why, photo, ...event } of events) entries.push(await written(owner, { ...event, subject: owner, by: owner }));
    const old = await entriesOf(GUEST), states = (await all("state")).filter(s => s.owner === GUEST);
    for (const row of states) {
      const mine = await kept(row.name), theirs = await kept(row.name, GUEST);
      if (theirs) await keep(row.name, { ...theirs, ...(mine || {}) });
    }
    await within(["outbox", "profiles", "state"], "readwrite", t => {
      entries.forEach(e => t.objectStore("outbox").put(e));
      old.forEach(e => t.objectStore("outbox").delete([GUEST, e.id]));
      states.forEach(s => t.objectStore("state").delete([GUEST, s.name]));
      t.objectStore("profiles").delete(GUEST);
    });
    return entries.length;
  };

  // --- Carrier: a file that only the site can open --------------------------------------------
  const b64 = bytes => btoa(Array.from(bytes, b => String.fromCharCode(b)).join(""));
  const unb64 = s => Uint8Array.from(atob(s), c => c.charCodeAt(0));
  const setCarrier = (owner, carrier) => alter(owner, known => known && { ...known, carrier });
  const carry = async () => {
    const { owner } = await whose(), hers = await profile(owner), { kid, pub, token } = hers.carrier;
    // A file carries words; photos, and what names them, wait for the phone's own signal.
    const events = (await list(owner)).filter(e => !e.photo).map(({ why, photo, ...event }) => event);
    const box = await seal(unb64(pub), { token, device: await device(), events }, "relevo.carrier." + kid);
    return { count: events.length, file: JSON.stringify({ relevo: "carrier", v: 1, key: kid, e: b64(box.e), i: b64(box.i), d: b64(box.d) }) };
  };

  const channel = self.BroadcastChannel ? new BroadcastChannel("relevo") : null;
  const heard = new Set();
  const tell = what => { if (channel) channel.postMessage(what); heard.forEach(f => f(what)); };
  if (channel) channel.onmessage = e => heard.forEach(f => f(e.data));

  self.relevoBox = {
    able, GUEST, whose, setTile, tiles, find, openHere, enter, leave, unlock, locked, openOld, giveUp, forget, profile, setCarrier,
    put: keepEvent, done: async id => settled((await whose()).owner, [id], new Map()), list, count, flush, keep, kept, unkeep,
    offer, refuse, claim, carry, eventId, uuid7, canonical, meta: name => get("meta", name), setMeta: value => put("meta", value),
    photoName: (owner, id) => `tasks/sent/${owner.replace(/-/g, "")}/${id.replace(/-/g, "")}.jpg`,
    profiles: () => all("profiles"), onchange: f => { heard.add(f); },
  };
})(self);
