// The preview under a post's form. Without this script the button opens it in a new tab.
class AdminPreview extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      if (event.target.formAction && event.target.type === "submit") {
        event.preventDefault();
        this.show(event.target);
      }
    });
  }

  async show(button) {
    const place = this.querySelector(".preview");
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(button.formAction, { method: "POST", body: new FormData(button.form) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const preview = page.querySelector("article.preview");
      if (!answer.ok || !preview) throw new Error(answer.statusText);
      place.replaceChildren(...preview.childNodes);
    } catch {
      // Signed out, or no network: the new tab says what is wrong.
      button.form.requestSubmit(button);
    } finally {
      place.removeAttribute("aria-busy");
    }
  }
}

customElements.define("admin-preview", AdminPreview);
