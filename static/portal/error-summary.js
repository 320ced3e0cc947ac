// Without scripts the browser's own `autofocus` leads to the summary; after a partial swap this module does.
function focusSummary(root) {
  const summary = root.querySelector?.(".error-summary");
  if (summary) summary.focus();
}

document.addEventListener("DOMContentLoaded", () => focusSummary(document));
document.addEventListener("htmx:after:swap", () => focusSummary(document));

// A link of the summary puts the reader into the field, with its label in view.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.getAttribute("href").slice(1));
  if (!field) return;
  event.preventDefault();
  const label = field.closest(".field") ?? field;
  label.scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
});
