// Her path: the event that the site would have made of the form, with the same id. What a form says whatever she types
// stands in ``data-said``.
const two = n => String(n).padStart(2, "0");
/** In three months, as academy/members/seats/rules.py counts them: the same day, or the last one of that month. */
const later = (months = 3) => {
  const now = new Date(), then = new Date(now.getFullYear(), now.getMonth() + months + 1, 0);
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(Math.min(now.getDate(), then.getDate()))}`;
};
const more = {
  stage_postponed: () => ({ again_on: later() }),
  willingness_said: ({ field }) => {
    const answer = field("answer").value;
    return { answer, above: Boolean(answer && field("above").checked) };
  },
  readiness_ticked: ({ text }, said) => ({ asked: said.done ? text("asked") : "" }),
  age_said: ({ field }) => ({ young: field("young").value }),
  hours_said: ({ text }) => ({ hours: text("hours") ? Number(text("hours")) : null }),
};

export default hers => {
  const { at } = hers, said = JSON.parse(at.said || "{}"), short = at.kind.split(".").pop();
  const payload = { ...said, ...(more[short] ? more[short](hers, said) : {}) };
  const { hours } = payload;
  if (typeof hours === "number" && !(Number.isInteger(hours) && hours >= 0 && hours <= Number(at.most))) return at.wrong;
  return { kind: at.kind, subject: at.me, payload };
};
