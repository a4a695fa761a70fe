// The field entry, and a circle of trust: the event that the site would have made of the form, with the same id.
const base64 = blob => new Promise((ok, no) => {
  const reader = new FileReader();
  reader.onload = () => ok(reader.result.split(",")[1]);
  reader.onerror = () => no(reader.error);
  reader.readAsDataURL(blob);
});

const promises = async ({ box, text, field }) => {
  const found = [];
  for (let n = 1; field(`what_${n}`); n++) {
    const said = { who: text(`who_${n}`), what: text(`what_${n}`), due: text(`due_${n}`) };
    if (!said.what && (said.who || said.due)) return null;
    if (said.what) found.push({ id: await box.eventId(field("nonce").value, { promise: n }), ...said });
  }
  return found;
};

export default async hers => {
  const { at, box, field, text, file, day, good } = hers, session = field("nonce").value, many = text("how_many");
  const held = { today: day(), yesterday: day(1) }[field("day").value] || text("other_day");
  if (!good(held) || held > day()) return at.day;
  const payload = { session, organisation: Number(text("organisation")), held_on: held, how_many: many ? Number(many) : null };
  const event = { kind: at.kind, subject: session, payload };
  if (field("wants_another")) {
    Object.assign(payload, { type: "trust_circle", reserve: "none", wants_another: field("wants_another").value === "1" });
    return event;
  }
  Object.assign(payload, { type: text("type"), reserve: text("reserve"), note: text("note"), promises: await promises(hers), photo: "", recording: "" });
  if (!payload.promises) return at.what;
  if (payload.reserve === "none" && (payload.note || payload.promises.length || file("photo") || file("voice"))) return at.none;
  if (file("photo")) {
    try { event.photo = await hers.small(file("photo")); } catch (_) { return at.unread; }
    payload.photo = box.photoName(at.me, box.uuid7());
  }
  if (file("voice")) {
    event.sound = await base64(file("voice"));
    payload.recording = box.uuid7();
  }
  return event;
};
