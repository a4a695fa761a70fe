// Any other form: its fields as they are. When they arrive, the site does with them what it does with the form itself
// (docs/decisions/0043-forms-that-wait-for-signal.md). Photos and voices wait for signal; she is told.
const MOST_NAME = 120;

export default ({ form, at }) => {
  const fields = {}, title = document.querySelector("h1").textContent.trim().slice(0, MOST_NAME);
  let files = false;
  new FormData(form).forEach((value, name) => {
    if (typeof value !== "string") files = files || value.size > 0;
    else if (name !== "csrfmiddlewaretoken") fields[name] = [...(fields[name] || []), value.replace(/\r\n?/g, "\n")];
  });
  const typed = [...form.elements].some(each => /^(text|textarea)/.test(each.type) && each.value.trim());
  if (files && !typed) return at.filesOnly;
  return {
    kind: "exchange.form_filled", subject: at.me, stays: Boolean(at.seen || form.elements.seen), words: files ? at.files : "",
    payload: { page: at.page, at: JSON.parse(at.about), query: at.query || "", seen: at.seen || "", name: title, fields },
  };
};
