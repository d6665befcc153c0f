// Runs before the page is painted, so that a chosen theme never flashes. The admin
// keeps the same choice under the same key.
try {
  document.documentElement.dataset.theme = localStorage.getItem("theme") || "auto";
} catch {
  // A browser without storage follows the system.
}
