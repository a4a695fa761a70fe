// In place of a page that is not here: the form of a promise, where she opened it before. For her alone, while her
// session on this phone lasts.
(async () => {
  await import("./box.js");
  const found = self.relevoBox.able && await self.relevoBox.kept(`promise:${location.pathname}`);
  if (!found) return;
  document.querySelector("main .wrap").innerHTML = found.html;
  document.querySelector("form[data-promise]").setAttribute("data-from-box", "");
  await import("./promise.js");
})();
