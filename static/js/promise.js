// A promise, or how it goes: the event that the site would have made of the form, with the same id.
const wrong = {
  commitment_noted: ({ text, field, at, day, good }) => {
    if (!text("words") || !text("institution_said")) return at.words;
    if (!good(text("made_on")) || text("made_on") > day()) return at.day;
    return !text("due_on") && field("has_date").value !== "none" ? at.undated : "";
  },
  commitment_followed: ({ text, at, day, good }) => {
    if (!good(text("on")) || text("on") > day()) return at.day;
    return text("result") ? "" : at.words;
  },
};
// By the rule of academy/core/amounts.py. What is no amount goes as it was typed: the site says what is wrong with it.
const GROUPED = /^(\d{1,3}(,\d{3})+(\.\d{1,2})?|\d{1,3}(\.\d{3})+(,\d{1,2})?)$/, PLAIN = /^(\d+([.,]\d{1,2})?|[.,]\d{1,2})$/;
const amount = typed => {
  const said = typed.replace(/^\s*S\/\.?|\s/gi, "");
  if (GROUPED.test(said)) {
    const at = Math.max(said.lastIndexOf(","), said.lastIndexOf(".")), ends = said.length - at <= 3;
    return String(Number((ends ? said.slice(0, at) : said).replace(/[.,]/g, "") + (ends ? "." + said.slice(at + 1) : "")));
  }
  return PLAIN.test(said) ? String(Number(said.replace(",", "."))) : typed;
};
const payloads = {
  commitment_noted: (commitment, { form, at, text, field }) => ({
    commitment, organisation: Number(at.organisation || text("organisation")),
    session: "", space: "", cycle: "", issue: "", institution: "", post: "", official: "", inherited_from: "", change: "",
    ...JSON.parse(at.links || "{}"),
    territory: text("territory") ? Number(text("territory")) : null,
    institution_said: text("institution_said"), post_said: text("post_said"), official_said: text("official_said"),
    words: text("words"), kind: field("kind").value, topic: text("topic"), unit: text("unit"),
    asked: amount(text("asked")), promised: amount(text("promised")), obtained: amount(text("obtained")),
    made_on: text("made_on"), due_on: text("due_on"), due_said: text("due_said"), reserve: text("reserve"),
    followers: [...new Set([text("follower_one"), text("follower_two")].filter(Boolean))].sort(),
    based_on: [...form.querySelectorAll("[name=based_on]")].map(each => each.value).filter(Boolean).sort(),
  }),
  commitment_followed: (commitment, { text, field }) => ({
    commitment, on: text("on"), channel: field("channel").value, result: text("result"), state: text("state"),
    obtained: amount(text("obtained")), obstacle: text("obstacle"), obstacle_note: text("obstacle_note"),
    next_check_on: text("next_check_on"),
  }),
};

export default hers => {
  const { at, field } = hers, commitment = at.commitment || field("nonce").value;
  return wrong[at.promise](hers) || { kind: `exchange.${at.promise}`, subject: commitment, payload: payloads[at.promise](commitment, hers) };
};
