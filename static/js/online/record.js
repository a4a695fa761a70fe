// Beside a file input with data-record: record on the spot. What was recorded becomes the input's file, so that the
// form sends it like any other; without JavaScript or a microphone the file input does.
const KINDS = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
const clock = s => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, '0')}`;

function recorder(input) {
  const words = input.dataset, most = +words.record, box = document.createElement('div');
  const add = (tag, text = '', kind = '') => {
    const e = document.createElement(tag);
    e.textContent = text; e.className = kind;
    if (tag === 'button') e.type = 'button';
    box.append(e);
    return e;
  };
  const start = add('button', words.start, 'btn button'), stop = add('button', words.stop, 'btn button'), again = add('button', words.drop, 'btn quiet button button-secondary');
  const said = add('p'), heard = add('audio');
  let machine = null, tick = 0;
  box.className = 'recorder';
  said.setAttribute('role', 'status');
  heard.controls = true;
  const show = state => { start.hidden = state !== 'idle'; stop.hidden = state !== 'busy'; again.hidden = heard.hidden = state !== 'done'; };
  const drop = () => { if (heard.src) URL.revokeObjectURL(heard.src); heard.removeAttribute('src'); };
  const done = (blob, kind) => {
    const files = new DataTransfer();
    files.items.add(new File([blob], 'grabacion.' + (/mp4/.test(kind) ? 'm4a' : /ogg/.test(kind) ? 'ogg' : 'webm'), { type: kind }));
    input.files = files.files;
    heard.src = URL.createObjectURL(blob);
    show('done');
  };
  start.onclick = async () => {
    let stream, parts = [], begun;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true, autoGainControl: true } });
    } catch (e) { said.textContent = words.refused; return; }
    const mimeType = KINDS.find(k => MediaRecorder.isTypeSupported(k));
    machine = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 48000 });
    machine.ondataavailable = e => parts.push(e.data);
    machine.onstop = () => {
      clearInterval(tick);
      stream.getTracks().forEach(t => t.stop());
      said.textContent = (Date.now() - begun) / 1000 >= most ? words.full : words.done;
      done(new Blob(parts, { type: machine.mimeType }), machine.mimeType);
      again.focus();
    };
    begun = Date.now();
    machine.start(1000);
    said.textContent = words.now;
    const time = document.createElement('span');
    time.setAttribute('aria-hidden', 'true');
    said.append(' ', time);
    tick = setInterval(() => {
      const s = (Date.now() - begun) / 1000;
      time.textContent = `${clock(s)} / ${clock(most)}`;
      if (s >= most) machine.stop();
    }, 250);
    show('busy');
    stop.focus();
  };
  stop.onclick = () => machine.state === 'inactive' || machine.stop();
  again.onclick = () => { drop(); input.value = ''; said.textContent = ''; show('idle'); start.focus(); };
  input.addEventListener('change', () => { drop(); said.textContent = ''; show('idle'); });
  show('idle');
  input.before(box);
}

if (self.MediaRecorder && navigator.mediaDevices && self.DataTransfer) {
  document.querySelectorAll('input[type=file][data-record]').forEach(recorder);
}
