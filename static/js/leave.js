// Quick exit: the button, or Shift three times within a second and a half. The page she leaves is not behind «back».
const link = document.querySelector("a[data-leave]");
let pressed = [];
const leave = () => { document.documentElement.hidden = true; location.replace(link.href); };
if (link) {
  link.addEventListener("click", event => { event.preventDefault(); leave(); });
  addEventListener("keyup", event => {
    pressed = event.key === "Shift" ? [...pressed, Date.now()].slice(-3) : [];
    if (pressed.length === 3 && pressed[2] - pressed[0] < 1500) leave();
  });
}
