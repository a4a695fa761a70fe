// A meeting of two, or of a circle: the event that the site would have made of the form, with the same id.
export default ({ form, at, field, text, day, good }) => {
  const met = { today: day(), yesterday: day(1) }[field("day").value] || text("other_day");
  if (!good(met) || met > day()) return at.day;
  const there = [...form.querySelectorAll("[name=present]")];
  const present = there.filter(each => each.checked).map(each => each.value).sort();
  if (there.length && !present.length) return at.present;
  const number = name => (text(name) ? Number(text(name)) : null);
  return {
    kind: at.kind, subject: at.me,
    payload: {
      ...(at.circle ? { circle: at.circle, present } : { pairing: at.pairing }), meeting: at.meeting || field("nonce").value,
      met_on: met, channel: field("channel").value, minutes: number("minutes"), step: number("step"), topic: text("topic"),
      next_step: text("next_step"), shared: text("shared"), private: text("private"),
    },
  };
};
