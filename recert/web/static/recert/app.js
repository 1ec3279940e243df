// Small conveniences. Every page works without this file.

// After a form comes back with mistakes, start where they are listed.
const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

// Buttons that need a script appear only where there is one.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });
}

// Long lists of choices: typing leaves only those that match; what is chosen stays.
document.addEventListener("input", (event) => {
  const named = event.target.dataset?.filter;
  const list = named && document.querySelector(named);
  if (!list) return;
  const typed = event.target.value.trim().toLowerCase();
  for (const choice of list.firstElementChild.children) {
    const chosen = choice.querySelector("input")?.checked;
    choice.hidden = !chosen && !choice.textContent.toLowerCase().includes(typed);
  }
});
