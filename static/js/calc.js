// Nothing is sent. Sums as in courses/costing.py, numbers read as in courses/forms_calculator.py; exact, in thousandths.
export const read = (text, small) => {
  const s = text.replace(/\b(nuevos\s+)?sol(es)?\b|s\s*\/\s*\.?|[\s'’_]/gi, ''), grouped = /^[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*$/;
  const at = grouped.test(s) && (!small || s.length > 7) ? s.length : Math.max(s.lastIndexOf('.'), s.lastIndexOf(','));
  const whole = at < 0 ? s : s.slice(0, at), mark = s[at];
  if (!/\d$/.test(s) || !(/^\d*$/.test(whole) || grouped.test(whole) && !whole.includes(mark)) || mark && /\D/.test(s.slice(at + 1))) return null;
  return BigInt(whole.replace(/\D/g, '') + (mark ? s.slice(at + 1) : '').slice(0, small ? 3 : 2).padEnd(3, '0'));
};
const half = (a, b) => b ? (2n * a + b) / (2n * b) : null, K = 1000n, M = K * K;
const sums = m => {
  const c = (a, b) => half(a * 100n, b), food = m.donated, rations = m.rations_per_day * m.days;
  const paid = (m.rations_per_day - m.free_per_day) * m.days;
  const cash = m.market + m.gas + m.water + m.light + m.transport + m.cleaning + m.repairs + m.other, both = cash + food;
  const work = m.women * m.hours_per_day * m.days * m.hour_value, full = both * K * M + work;
  const miss = both * 65n - food * 100n, gap = miss > 0 ? half(miss, K) : 0n;
  const priced = m.price !== null, left = priced ? paid * m.price - cash * M : 0n, rest = c(left < 0 ? -left : left, K * M);
  return {
    rations: half(rations, M), paid: half(paid, M), cash: c(cash, K), food: c(food, K), work: c(work, M * M),
    with_food: c(both, K), full: c(full, M * M), cash_each: c(cash * K, rations), with_food_each: c(both * K, rations),
    full_each: c(full, rations * M), state_share: c(food, both), state_share_with_work: c(food * K * M, full),
    target: half(both * 65n, K), gap: gap || null, reached: both && !gap ? 1n : null, income: priced ? c(paid * m.price, K * M) : null,
    left: rest && left > 0 ? rest : null, short: rest && left < 0 ? rest : null, even: priced && !rest ? 1n : null,
    break_even: paid ? (cash * 100n * K + paid - 1n) / paid : null,
  };
};
const group = n => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
const say = (n, as = '2') => n === null ? '–' : as === 'n' ? group(n) : as === 'p' ? n + ' %'
  : (as[1] ? '' : 'S/\xa0') + (as[0] === '0' ? group((n + 50n) / 100n) : group(n / 100n) + '.' + String(n % 100n).padStart(2, '0'));
const show = (form, sheet) => {
  const place = form.nextElementSibling, made = document.importNode(place.nextElementSibling.content, true);
  const each = (name, act) => made.querySelectorAll(`[data-${name}]`).forEach(e => act(e, sheet[e.dataset[name]]));
  const longest = [sheet.cash, sheet.food, sheet.work, 1n].reduce((a, b) => a > b ? a : b);
  each('if', (e, n) => n === null && e.remove());
  each('v', (e, n) => { e.textContent = say(n, e.dataset.d); });
  each('bar', (e, n) => e.setAttribute('width', n * 330n / longest));
  made.querySelector('[data-keep]').search = new URLSearchParams(new FormData(form));
  place.textContent = '';
  place.append(made);
  place.hidden = false;
  place.focus();
};
document.querySelectorAll('[data-calc]').forEach(form => {
  const { calc, unread, over, free } = form.dataset, fields = [...form.querySelectorAll('[data-most]')];
  form.onsubmit = event => {
    event.preventDefault();
    const month = {}, wrong = (field, why) => { field.setCustomValidity(why); field.reportValidity(); };
    for (const f of fields) {
      const n = month[f.name] = f.value.trim() ? read(f.value, 'small' in f.dataset) : f.name === 'price' ? null : 0n;
      if (n === null && f.value.trim()) return wrong(f, unread);
      if (n > BigInt(f.dataset.most) * K) return wrong(f, over);
    }
    if (month.free_per_day > month.rations_per_day) return wrong(form.free_per_day, free);
    show(form, sums(month));
  };
  form.oninput = () => fields.forEach(f => f.setCustomValidity(''));
  try {
    const key = 'relevo-calc:' + calc, box = form.querySelector('[data-remember] input'), kept = JSON.parse(localStorage.getItem(key));
    box.checked = kept;
    if (kept && !form.rations_per_day.value) fields.forEach((f, i) => { f.value = kept[i]; });
    form.onchange = () => box.checked ? localStorage.setItem(key, JSON.stringify(fields.map(f => f.value))) : localStorage.removeItem(key);
    box.closest('[hidden]').hidden = false;
  } catch (e) { /* no storage here: she goes on without */ }
});
