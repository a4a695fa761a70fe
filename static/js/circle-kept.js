// The worker shows the page of what is on this phone in place of a page that is not here. Of a circle's lesson that
// its facilitator opened before, there is one in her box: it opens for her alone, while her session on this phone lasts.
(async () => {
  await import("./box.js");
  const found = self.relevoBox.able && await self.relevoBox.kept(`circle:${location.pathname}`);
  if (!found) return;
  document.querySelector("main .wrap").innerHTML = found.html;
  document.getElementById("reunion").setAttribute("data-from-box", "");
  await import("./circle.js");
})();
