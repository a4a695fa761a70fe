// In place of a page that is not here: a form that she opened before. For her alone, while her session on this phone lasts.
(async () => {
  await import("./box.js");
  const found = self.relevoBox.able && await self.relevoBox.kept(`form:${location.pathname}${location.search}`);
  if (!found) return;
  const place = document.querySelector("main .wrap"), now = new Date(), two = n => String(n).padStart(2, "0");
  place.innerHTML = found.html;
  place.querySelectorAll("form[data-phone]").forEach(form => form.setAttribute("data-from-box", ""));
  // It may have been kept weeks ago: what was today then is today now.
  place.querySelectorAll("input[type=date]").forEach(input => {
    if (input.defaultValue === found.day) input.defaultValue = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  });
  await import("./form.js");
})();
