// Small conveniences. Every page works without this file.

// After a form comes back with mistakes, start where they are listed.
const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

// One figure's clause at a time; Escape or a click elsewhere closes it.
const openFigures = () => document.querySelectorAll("details.figure[open]");

document.addEventListener("click", (event) => {
  for (const figure of openFigures()) {
    if (!figure.contains(event.target)) figure.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const figure of openFigures()) {
    figure.open = false;
    figure.querySelector("summary").focus();
  }
});

// Keep an opened clause inside the window.
document.addEventListener("toggle", (event) => {
  const figure = event.target;
  if (!figure.matches?.("details.figure") || !figure.open) return;
  const clause = figure.querySelector(".figure-clause");
  const over = clause.getBoundingClientRect().right > document.documentElement.clientWidth - 8;
  figure.classList.toggle("figure-end", over);
}, true);

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
