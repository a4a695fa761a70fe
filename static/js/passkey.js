// A passkey at the door of whoever has a role. Without it, or without https, the code of an app does the same.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), each => each.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const ids = list => (list || []).map(each => ({ ...each, id: bytes(each.id) }));

function asked(form) {
  const said = JSON.parse(form.dataset.options).publicKey;
  return {
    ...said,
    challenge: bytes(said.challenge),
    ...(said.user && { user: { ...said.user, id: bytes(said.user.id) } }),
    excludeCredentials: ids(said.excludeCredentials),
    allowCredentials: ids(said.allowCredentials),
  };
}

function told(key) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[name]) response[name] = text(key.response[name]);
  }
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults: key.getClientExtensionResults() });
}

document.querySelectorAll("form[data-passkey]").forEach(form => {
  const status = form.querySelector("[role=status]");
  if (!self.PublicKeyCredential) {
    status.textContent = form.dataset.cannot;
    return;
  }
  form.hidden = false;
  form.addEventListener("submit", async event => {
    event.preventDefault();
    try {
      const key = await navigator.credentials[form.dataset.passkey]({ publicKey: asked(form) });
      form.elements.passkey.value = told(key);
    } catch (_) {
      status.className = "field-error";
      status.textContent = form.dataset.failed;
      return;
    }
    form.submit();
  });
});
