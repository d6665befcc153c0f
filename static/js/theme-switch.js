// <theme-switch>: light, dark, or as the system does; remembered on this device.
const ICONS = { auto: "theme", light: "sun", dark: "moon" };
const CHOICES = Object.keys(ICONS);

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.button.addEventListener("click", () => this.choose(this.next));
    this.button.hidden = false;
    this.show();
  }

  get theme() {
    const theme = document.documentElement.dataset.theme;
    return CHOICES.includes(theme) ? theme : "auto";
  }

  get next() {
    return CHOICES[(CHOICES.indexOf(this.theme) + 1) % CHOICES.length];
  }

  choose(theme) {
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // The choice holds for this page.
    }
    this.show();
  }

  show() {
    const use = this.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#i-${ICONS[this.theme]}`));
    const label = this.dataset[this.theme];
    this.button.setAttribute("aria-label", label);
    this.button.title = label;
  }
}

customElements.define("theme-switch", ThemeSwitch);
