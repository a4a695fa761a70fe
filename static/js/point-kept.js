// In place of a page that is not here: the form of a map's point, where she opened it before. For her alone, while her
// session on this phone lasts.
(async () => {
  await import("./box.js");
  const found = self.relevoBox.able && await self.relevoBox.kept(`point:${location.pathname}`);
  if (!found) return;
  document.querySelector("main .wrap").innerHTML = found.html;
  document.querySelector("form[data-point]").setAttribute("data-from-box", "");
  await import("./point.js");
})();
