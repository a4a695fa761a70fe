// One tap instead of marking by hand. Without it the text can be marked and copied as any other.
const text = document.querySelector('[data-copy-all]'), button = document.querySelector('[data-copy-button]');
button.hidden = false;
button.onclick = () => {
  text.focus();
  text.select();
  if (document.execCommand('copy')) button.textContent = button.dataset.done;
};
