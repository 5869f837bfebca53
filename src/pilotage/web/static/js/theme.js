// Runs before the first paint: the reader's choice (cookie), else what the system prefers.
(() => {
  const chosen = document.cookie.match(/(?:^|; )pilotage_theme=(light|dark)/)?.[1];
  const system = matchMedia("(prefers-color-scheme: dark)");
  const show = (theme) => document.documentElement.setAttribute("data-bs-theme", theme);
  show(chosen ?? (system.matches ? "dark" : "light"));
  if (!chosen) system.addEventListener("change", (event) => show(event.matches ? "dark" : "light"));
})();
