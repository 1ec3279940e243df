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
