  // --- QR, level L, versions 1 to 20 (ISO/IEC 18004): an address in bytes, then the code in its own alphabet ---
  const qr = (address, text) => {
    const C = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
    // Per version: error-correction bytes of a block, blocks. Level L.
    const EC = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28], B = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8];
    const raw = v => { // modules that carry data, in bytes
      let n = (16 * v + 128) * v + 64, a = Math.floor(v / 7) + 2;
      if (v >= 2) { n -= (25 * a - 10) * a - 55; if (v >= 7) n -= 36; }
      return n >> 3;
    };
    const bytes = utf8(address), payload = v => {
      let s = '0100' + bits(bytes.length, v < 10 ? 8 : 16) + bytes.split('').map(c => bits(c.charCodeAt(0), 8)).join('');
      s += '0010' + bits(text.length, v < 10 ? 9 : 11);
      for (let i = 0; i < text.length; i += 2) s += i + 1 < text.length ? bits(C.indexOf(text[i]) * 45 + C.indexOf(text[i + 1]), 11) : bits(C.indexOf(text[i]), 6);
      return s;
    };
    let v = 1;
    while (v <= 20 && payload(v).length > (raw(v) - EC[v - 1] * B[v - 1]) * 8) v++;
    if (v > 20) return null;
    const room = raw(v) - EC[v - 1] * B[v - 1];
    let s = payload(v);
    s += '0000'.slice(0, room * 8 - s.length);
    while (s.length % 8) s += '0';
    const data = s.match(/.{8}/g).map(b => parseInt(b, 2));
    for (let pad = 236; data.length < room; pad ^= 253) data.push(pad);
    // Reed–Solomon over GF(256), polynomial 0x11d.
    const mul = (x, y) => { let z = 0; for (let i = 7; i >= 0; i--) { z = z << 1 ^ (z >> 7) * 285; z ^= (y >> i & 1) * x; } return z; };
    const deg = EC[v - 1], gen = [];
    for (let i = 0; i < deg; i++) gen.push(i === deg - 1 ? 1 : 0);
    for (let i = 0, r = 1; i < deg; i++, r = mul(r, 2)) for (let j = 0; j < deg; j++) gen[j] = mul(gen[j], r) ^ (j + 1 < deg ? gen[j + 1] : 0);
    const rest = block => block.reduce((out, b) => { const f = b ^ out[0]; return out.slice(1).concat(0).map((x, i) => x ^ mul(gen[i], f)); }, gen.map(() => 0));
    const n = B[v - 1], short = n - raw(v) % n, len = Math.floor(raw(v) / n) - deg, blocks = [];
    for (let i = 0, k = 0; i < n; i++) { const d = data.slice(k, k += len + (i < short ? 0 : 1)); blocks.push([d, rest(d)]); }
    const stream = [];
    for (let i = 0; i <= len; i++) blocks.forEach(b => { if (i < b[0].length) stream.push(b[0][i]); });
    for (let i = 0; i < deg; i++) blocks.forEach(b => stream.push(b[1][i]));
    // The square. fixed: not for data.
    const size = 4 * v + 17, m = [], fixed = [];
    for (let y = 0; y < size; y++) { m.push(new Array(size).fill(0)); fixed.push(new Array(size).fill(0)); }
    const set = (x, y, on) => { if (x >= 0 && y >= 0 && x < size && y < size) { m[y][x] = on ? 1 : 0; fixed[y][x] = 1; } };
    for (let i = 0; i < size; i++) { set(6, i, i % 2 === 0); set(i, 6, i % 2 === 0); }
    [[3, 3], [size - 4, 3], [3, size - 4]].forEach(c => {
      for (let y = -4; y <= 4; y++) for (let x = -4; x <= 4; x++) { const d = Math.max(Math.abs(x), Math.abs(y)); set(c[0] + x, c[1] + y, d !== 2 && d !== 4); }
    });
    const spots = [];
    if (v > 1) {
      const a = Math.floor(v / 7) + 2, step = Math.ceil((v * 4 + 4) / (a * 2 - 2)) * 2;
      for (let p = size - 7; spots.length < a - 1; p -= step) spots.unshift(p);
      spots.unshift(6);
    }
    spots.forEach((cx, i) => spots.forEach((cy, j) => {
      const last = spots.length - 1;
      if (i === 0 && j === 0 || i === 0 && j === last || i === last && j === 0) return;
      for (let y = -2; y <= 2; y++) for (let x = -2; x <= 2; x++) set(cx + x, cy + y, Math.max(Math.abs(x), Math.abs(y)) !== 1);
    }));
    const format = mask => {
      let f = 8 | mask, r = f; // level L is 01
      for (let i = 0; i < 10; i++) r = r << 1 ^ (r >> 9) * 1335;
      f = (f << 10 | r) ^ 21522;
      const bit = i => f >> i & 1;
      for (let i = 0; i < 6; i++) set(8, i, bit(i));
      set(8, 7, bit(6)); set(8, 8, bit(7)); set(7, 8, bit(8));
      for (let i = 9; i < 15; i++) set(14 - i, 8, bit(i));
      for (let i = 0; i < 8; i++) set(size - 1 - i, 8, bit(i));
      for (let i = 8; i < 15; i++) set(8, size - 15 + i, bit(i));
      set(8, size - 8, 1);
    };
    format(0);
    if (v >= 7) {
      let r = v;
      for (let i = 0; i < 12; i++) r = r << 1 ^ (r >> 11) * 7973;
      const f = v << 12 | r;
      for (let i = 0; i < 18; i++) { const x = size - 11 + i % 3, y = Math.floor(i / 3); set(x, y, f >> i & 1); set(y, x, f >> i & 1); }
    }
    for (let right = size - 1, k = 0; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      for (let t = 0; t < size; t++) for (let j = 0; j < 2; j++) {
        const x = right - j, y = (right + 1 & 2) === 0 ? size - 1 - t : t;
        if (!fixed[y][x]) { m[y][x] = k < stream.length * 8 ? stream[k >> 3] >> 7 - (k & 7) & 1 : 0; k++; }
      }
    }
    const MASKS = [(x, y) => (x + y) % 2, (x, y) => y % 2, x => x % 3, (x, y) => (x + y) % 3, (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
      (x, y) => x * y % 2 + x * y % 3, (x, y) => (x * y % 2 + x * y % 3) % 2, (x, y) => ((x + y) % 2 + x * y % 3) % 2];
    const turn = mask => { for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (!fixed[y][x] && MASKS[mask](x, y) === 0) m[y][x] ^= 1; };
    // Any mask can be read; one without large plain areas is read sooner.
    const plain = () => {
      let bad = 0, dark = 0;
      for (let y = 0; y < size; y++) for (let x = 0, run = 1, fall = 1; x < size; x++) {
        dark += m[y][x];
        run = x && m[y][x] === m[y][x - 1] ? run + 1 : 1; fall = x && m[x][y] === m[x - 1][y] ? fall + 1 : 1;
        bad += (run === 5 ? 3 : run > 5 ? 1 : 0) + (fall === 5 ? 3 : fall > 5 ? 1 : 0);
        if (x && y && m[y][x] === m[y][x - 1] && m[y][x] === m[y - 1][x] && m[y][x] === m[y - 1][x - 1]) bad += 3;
      }
      return bad + Math.floor(Math.abs(dark * 20 - size * size * 10) / (size * size)) * 10;
    };
    let best = 0, least = Infinity;
    for (let mask = 0; mask < 8; mask++) { turn(mask); const bad = plain(); if (bad < least) { least = bad; best = mask; } turn(mask); }
    turn(best); format(best);
    let path = '';
    for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (m[y][x]) path += 'M' + x + ' ' + y + 'h1v1h-1z';
    const NS = 'http://www.w3.org/2000/svg', svg = doc.createElementNS(NS, 'svg'), p = doc.createElementNS(NS, 'path');
    svg.setAttribute('viewBox', '-4 -4 ' + (size + 8) + ' ' + (size + 8));
    svg.setAttribute('shape-rendering', 'crispEdges');
    svg.setAttribute('aria-hidden', 'true');
    p.setAttribute('d', path); p.setAttribute('fill', '#000');
    svg.appendChild(p);
    return svg;
  };
