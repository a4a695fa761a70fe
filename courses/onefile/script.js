// What a course file does where scripts run: verdicts, «ya la leí», and the return code of courses/returning/codec.py.
// Nothing is sent and nothing is fetched. Work is kept in the page, and on the phone where that is allowed.
(() => {
  const doc = document, root = doc.documentElement, info = doc.body.dataset, A = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const all = (css, from) => Array.prototype.slice.call((from || doc).querySelectorAll(css));
  const key = 'relevo-archivo:' + info.edition, count = +info.lessons, langs = ['es', 'qu', 'ay', 'en'];
  root.classList.add('js');

  // --- What she did ---
  const fresh = () => {
    let number = Math.floor(Math.random() * 0x40000000);
    try { number = crypto.getRandomValues(new Uint32Array(1))[0] >>> 2; } catch (e) { /* an old viewer: chance will do */ }
    return { number, lang: root.lang, read: {}, said: {} };
  };
  let did = fresh();
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    if (kept && kept.number >= 0 && kept.read && kept.said) did = kept;
  } catch (e) { /* no storage here: what she does lasts as long as the page */ }
  const keep = () => { try { localStorage.setItem(key, JSON.stringify(did)); } catch (e) { /* the same */ } };

  // --- Bits and checks, as in codec.py ---
  const bits = (n, width) => { let s = ''; while (width--) s += Math.floor(n / Math.pow(2, width)) % 2; return s; };
  const times = (v, t) => { for (; t > 1; t >>= 1) { v <<= 1; if (v & 32) v ^= 37; } return v; };
  const crc = text => {
    let rest = 0;
    for (const bit of text) { const top = (rest >> 9) ^ +bit; rest = rest << 1 & 1023; if (top) rest ^= 0x233; }
    return bits(rest, 10);
  };
  const values = text => (text.match(/.{5}/g) || []).map(each => parseInt(each, 2));
  const symbols = text => values(text).map(v => A[v]).join('');
  const checked = text => {
    const v = values(text); let out = '';
    for (let i = 0, g = 0; i < v.length; i += 3, g++) {
      out += A[v[i]] + A[v[i + 1]] + A[v[i + 2]] + A[times(v[i], 2) ^ times(v[i + 1], 4) ^ times(v[i + 2], 8) ^ g];
    }
    return out;
  };
  const utf8 = text => unescape(encodeURIComponent(text));

  // --- Questions ---
  const first = {};
  const asked = all('[data-q]');
  asked.forEach(e => { const q = +e.dataset.q; (first[q] = first[q] || []).push(e); });
  const total = +info.questions;
  const bare = text => text.normalize('NFKD').replace(/[\u0300-\u036f'’ʼ]/g, '').toLowerCase().replace(/[^\p{L}\p{N}\s_]/gu, ' ').trim().replace(/\s+/g, ' ');
  const numbers = text => {
    const s = text.replace(/\b(nuevos\s+)?sol(es)?\b|s\s*\/\s*\.?|[\s'’_%]/gi, '').replace('−', '-');
    const points = (s.match(/[.,]/g) || []).length, last = Math.max(s.lastIndexOf('.'), s.lastIndexOf(','));
    if (!/^[+-]?(\d+([.,]\d+)*|[.,]\d+)$/.test(s)) return [];
    const whole = +s.replace(/[.,]/g, ''), broken = +(s.slice(0, Math.max(last, 0)).replace(/[.,]/g, '') + '.' + s.slice(last + 1));
    return points === 0 ? [whole] : points === 1 ? [broken, whole] : s[last] !== s.match(/[.,]/)[0] ? [broken] : [whole];
  };
  // One slip in a long word without figures is let pass, as in courses/typed.py.
  const same = (a, b) => {
    if (a === b) return true;
    if (b.length < 6 || /\d/.test(b) || Math.abs(a.length - b.length) > 1) return false;
    let i = 0;
    while (a[i] && a[i] === b[i]) i++;
    const x = a.slice(i), y = b.slice(i);
    if (x.length === y.length) return x.slice(1) === y.slice(1) || x.length > 1 && x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2);
    return x.length > y.length ? x.slice(1) === y : y.slice(1) === x;
  };
  // What she chose: null where it is not all there yet. Places, as in answers.py.
  const given = e => {
    const kind = e.dataset.k, picked = all('.pick:checked', e), text = e.querySelector('input[type=text]');
    if (kind === 'choice') return picked.length ? +picked[0].value : null;
    if (kind === 'true_false') return picked.length ? picked[0].value === '1' : null;
    if (kind === 'choices') return picked.length ? picked.map(p => +p.value) : null;
    if (text) return text.value.trim() || null;
    const rows = all('select', e), out = [];
    rows.forEach(row => { if (row.value !== '') out[kind === 'order' ? row.value - 1 : +row.dataset.i] = kind === 'order' ? +row.dataset.i : +row.value; });
    return rows.length && out.filter(n => n !== undefined).length === rows.length ? out : null;
  };
  // Full marks 1, some 0.5, none 0. The site marks again when the code comes home.
  const mark = (e, r) => {
    const kind = e.dataset.k, d = e.dataset;
    if (kind === 'choice' || kind === 'true_false') return e.querySelector('.pick:checked').hasAttribute('data-ok') ? 1 : 0;
    if (kind === 'choices') {
      const right = all('[data-ok]', e).map(p => +p.value), hit = r.filter(n => right.indexOf(n) >= 0).length;
      return hit === right.length && hit === r.length ? 1 : hit > r.length - hit ? .5 : 0;
    }
    if (kind === 'number') return numbers(r).some(n => Math.abs(n - d.key) <= +d.tol + 1e-9) ? 1 : 0;
    if (kind === 'short') return JSON.parse(d.key).some(word => same(bare(r), word)) ? 1 : 0;
    if (kind === 'order') return r.every((n, i) => n === i) ? 1 : 0;
    const hits = all('select', e).filter(row => row.dataset.right.split(' ').indexOf(row.value) >= 0).length;
    return hits === r.length ? 1 : hits ? .5 : 0;
  };
  const answer = e => {
    const r = given(e), q = e.dataset.q, words = e.closest('[data-yes]').dataset, out = e.querySelector('.verdict');
    if (r === null) { if (out) out.textContent = words.choose; return; }
    const points = mark(e, r), before = did.said[q], n = all(e.dataset.k === 'choices' ? '.pick' : 'select', e).length;
    did.said[q] = { k: e.dataset.k, n, first: before ? before.first : r, last: before ? r : undefined, points, right: points === 1 };
    did.lang = e.closest('[data-yes]').lang;
    keep(); paint(); show();
  };
  asked.forEach(e => {
    const button = e.querySelector('button');
    if (button) button.onclick = () => answer(e);
    else e.onchange = () => answer(e);
  });
  // What is kept is shown again, in every language of the file.
  const paint = () => asked.forEach(e => {
    const said = did.said[e.dataset.q];
    e.classList.toggle('done', !!said);
    const r = said && (said.last === undefined ? said.first : said.last), kind = e.dataset.k;
    all('.pick', e).forEach(p => { p.checked = !!said && (kind === 'choices' ? r.indexOf(+p.value) >= 0 : kind === 'choice' ? r === +p.value : r === (p.value === '1')); });
    all('input[type=text]', e).forEach(t => { t.value = said ? r : ''; });
    all('select', e).forEach(s => { s.value = said ? kind === 'order' ? r.indexOf(+s.dataset.i) + 1 : r[+s.dataset.i] : ''; });
    const out = e.querySelector('.verdict'), words = e.closest('[data-yes]').dataset;
    if (out) out.textContent = said ? said.right ? words.yes : said.points ? words.part : words.no : '';
  });

  // --- The code ---
  const response = (s, r) => {
    if (s.k === 'choice') return bits(r, 3);
    if (s.k === 'true_false') return r ? '1' : '0';
    if (s.k === 'choices') { let out = ''; for (let i = 0; i < s.n; i++) out += r.indexOf(i) >= 0 ? 1 : 0; return out; }
    if (s.k === 'order' || s.k === 'match') return r.map(n => bits(n, 3)).join('');
    const raw = utf8(r);
    return raw.length > 63 ? null : bits(raw.length, 6) + raw.split('').map(c => bits(c.charCodeAt(0), 8)).join('');
  };
  const code = () => {
    const said = Object.keys(did.said).map(q => did.said[q]), groups = Math.max(6, Math.ceil((84 + count) / 15));
    let head = bits(1, 3) + bits(Math.max(0, langs.indexOf(did.lang)), 2) + bits(+info.number, 25) + bits(did.number, 30);
    head += bits(Math.min(127, said.length), 7) + bits(Math.min(127, said.filter(s => s.right).length), 7);
    for (let i = 0; i < groups * 15 - 84; i++) head += did.read[i] ? 1 : 0;
    let tail = '';
    for (let q = 0; q < total; q++) {
      const s = did.said[q], parts = s ? [s.first].concat(s.last === undefined ? [] : [s.last]).map(r => response(s, r)).filter(p => p !== null) : [];
      tail += bits(parts.length, 2) + parts.join('');
    }
    while (tail.length % 5) tail += '0';
    return [checked(head + crc(head)), said.length ? '.' + symbols(tail + crc(head + tail)) : ''];
  };

//QR//
  const show = () => {
    const lessons = Object.keys(did.read).length, made = code(), full = info.home + '#' + made[0] + made[1];
    all('[data-read]').forEach(b => {
      const read = !!did.read[b.dataset.read];
      b.disabled = read; b.textContent = read ? '✓ ' + b.dataset.done : b.dataset.todo;
    });
    all('[data-back]').forEach(box => {
      const some = lessons || Object.keys(did.said).length, words = box.dataset;
      box.querySelector('[data-code]').textContent = some ? made[0].match(/.{4}/g).join('-') : '····';
      box.querySelector('[data-count]').textContent = words.count.replace('%1', lessons).replace('%2', count).replace('%3', Object.keys(did.said).length);
      const place = box.querySelector('[data-qr]'), drawn = some && (qr(info.home + '#', made[0] + made[1]) || qr(info.home + '#', made[0]));
      place.innerHTML = '';
      if (drawn) place.appendChild(drawn);
      box.querySelector('[data-copy]').value = some ? full : '';
    });
  };
  all('[data-read]').forEach(b => { b.onclick = () => { did.read[b.dataset.read] = 1; did.lang = b.closest('[data-yes]').lang; keep(); show(); }; });
  all('[data-copier]').forEach(b => {
    b.onclick = () => {
      const field = b.parentNode.querySelector('[data-copy]');
      field.focus(); field.select();
      try { if (doc.execCommand('copy')) b.textContent = b.dataset.done; } catch (e) { /* it is marked: she copies it by hand */ }
    };
  });
  all('[data-again]').forEach(b => { b.onclick = () => { if (confirm(b.dataset.again)) { did = fresh(); keep(); paint(); show(); } }; });
  paint(); show();
})();
