// Names for what the admin's own scripts put into a page without one.
const FIELDS = "[role=combobox], [role=searchbox], [role=textbox]";

function giveNames() {
  for (const box of document.querySelectorAll(".select2-container")) {
    const [label] = box.parentElement.querySelector("select")?.labels ?? [];
    const name = label?.textContent.trim().replace(/:$/, "");
    for (const field of name ? box.querySelectorAll(FIELDS) : []) field.ariaLabel = name;
    // The button that empties it stands in its list, where only items may.
    box.querySelector("ul")?.setAttribute("role", "none");
  }
  for (const tip of document.querySelectorAll(".help-tooltip[aria-label]")) tip.role = "img";
}

// After theirs: some wait for jQuery, which waits for the page, and some for its pictures.
window.django?.jQuery?.(giveNames);
addEventListener("load", giveNames);
