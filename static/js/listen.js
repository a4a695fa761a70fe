// Recordings go on where she stopped. Where there is none, the phone's own Spanish voice reads what she sees.
const players = [...document.querySelectorAll('audio[data-sound]')], bar = document.querySelector('.hear');
const synth = window.speechSynthesis, button = bar && bar.firstElementChild;
const keep = (key, value) => {
  try { return value === undefined ? +localStorage.getItem(key) : value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch (e) { return 0; }
};
players.forEach(audio => {
  const key = 'relevo-sound:' + audio.dataset.sound, at = keep(key), mark = document.createElement('span');
  const save = () => { if (audio.currentTime > 2 && !audio.ended) keep(key, Math.floor(audio.currentTime)); };
  let start = at, last = 0;
  const go = () => { if (start && audio.readyState) { audio.currentTime = start; start = 0; } };
  if (at && bar) {
    mark.textContent = ` · ${bar.dataset.again} ${Math.floor(at / 60)}:${String(at % 60).padStart(2, '0')}`;
    audio.previousElementSibling.append(mark);
  }
  audio.onloadedmetadata = go;
  audio.onplay = () => { hush(); players.forEach(p => p === audio || p.pause()); go(); mark.remove(); };
  audio.onpause = save;
  audio.ontimeupdate = () => { if (Math.abs(audio.currentTime - last) > 3) { last = audio.currentTime; save(); } };
  audio.onended = () => keep(key, 0);
  addEventListener('pagehide', () => audio.paused || save());
});

// --- the voice of the phone ---
let voice = null, at = 0, on = false, turn = 0;
const spanish = e => (e.closest('[lang]').lang || '').startsWith('es');
const recorded = e => {
  const block = e.closest('.block'), before = block && block.previousElementSibling;
  return e.closest('.sound') || block && (block.querySelector('audio') || before && before.matches('.sound'));
};
// A row of choices is read as one; what is inside something that is read already is not read twice.
const READ = 'h1,h2,h3,p,li,legend,label,figcaption,dt,dd,caption,td,th', NOT = '.hear,.crumbs,.actions,.visually-hidden,[hidden],button,nav';
const texts = () => [...document.querySelectorAll(READ.split(',').map(t => 'main ' + t).join())].filter(e =>
  e.offsetParent && !e.closest(NOT) && !e.parentElement.closest('p,li,legend,label,td,th,dd') && !recorded(e) && spanish(e) && e.innerText.trim());
const seen = e => { const box = e.getBoundingClientRect(); return box.bottom > 8 && box.top < innerHeight; };
function hush() {
  if (!on) return;
  on = false; turn++; synth.cancel();
  button.textContent = button.dataset.say;
  button.setAttribute('aria-pressed', false);
}
function read(list) {
  if (!on) return;
  if (at >= list.length) { at = 0; hush(); return; }
  const mine = ++turn, say = new SpeechSynthesisUtterance(list[at].innerText);
  say.voice = voice; say.lang = voice.lang; say.rate = 0.95;
  say.onend = say.onerror = () => { if (mine === turn) { at++; read(list); } };
  synth.speak(say);
}
function toggle() {
  if (on) return hush();
  const list = texts();
  players.forEach(p => p.pause());
  if (!list[at] || !seen(list[at])) at = Math.max(0, list.findIndex(seen));
  on = true;
  button.textContent = button.dataset.stop;
  button.setAttribute('aria-pressed', true);
  synth.cancel();
  read(list);
}
function ready() {
  const voices = synth.getVoices().filter(v => /^es\b/i.test(v.lang.replace('_', '-')));
  // A voice of the phone itself costs no data; of these the nearest Spanish.
  const worth = v => (v.localService ? 8 : 0) + (/PE/.test(v.lang) ? 4 : /419|MX|US/.test(v.lang) ? 2 : 0);
  voice = voices.sort((a, b) => worth(b) - worth(a))[0];
  bar.hidden = !voice || !texts().length;
}
if (bar && synth) {
  button.dataset.say = button.textContent;
  button.onclick = toggle;
  addEventListener('pagehide', hush);
  synth.onvoiceschanged = ready;
  ready();
}
