// In place of a page that is not here: the empty field entry, where she opened it before. For her alone, while her
// session on this phone lasts.
(async () => {
  await import("./box.js");
  const found = self.relevoBox.able && await self.relevoBox.kept(`session:${location.pathname}`);
  if (!found) return;
  document.querySelector("main .wrap").innerHTML = found.html;
  document.querySelector("form[data-kind='exchange.session_noted']").setAttribute("data-from-box", "");
  await import("./session.js");
})();
