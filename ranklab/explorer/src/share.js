/** Carry it away: a link, code or LaTeX to paste, a picture to save. */

import { element, KEEPS_KEYS, write } from "./dom.js";

const KINDS = {
  link: "Copy link",
  python: "Copy as Python",
  json: "Copy as JSON",
  latex: "Copy as LaTeX",
  png: "Save PNG",
  svg: "Save SVG",
};

export class Share {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.id = state.model.get("shared")?.id ?? 0; // what was shared before a reload is old
    this.kind = "";
    this.select = element(
      "select",
      { "aria-label": "share", "data-control": "share", title: "Carry it away", ...KEEPS_KEYS },
      element("option", { value: "" }, "Share"),
      ...Object.entries(KINDS).map(([value, name]) => element("option", { value }, name)),
    );
    this.select.addEventListener("change", () => {
      this.kind = this.select.value;
      if (this.kind) state.command("share", { kind: this.kind });
      this.select.value = "";
    });
    this.said = element("p", { role: "status" });
    this.text = element("textarea", { rows: "4", readonly: "", "aria-label": "to copy", ...KEEPS_KEYS });
    this.node = element("div", { class: "rl-shared" }, this.said, this.text);
    this.node.hidden = true;
  }

  /** @param {import("./state.js").State} state */
  draw({ model }) {
    const shared = model.get("shared") ?? {};
    if (!shared.id || shared.id === this.id || this.kind === "") return;
    this.id = shared.id;
    this.node.hidden = false;
    this.text.hidden = true;
    if (shared.address) {
      element("a", { href: shared.address, download: shared.name }).click();
      write(this.said, `Saved as ${shared.name}.`);
    } else this.#copy(shared.text);
    this.kind = "";
  }

  /** @param {string} text */
  async #copy(text) {
    this.text.value = text;
    try {
      await navigator.clipboard.writeText(text);
      write(this.said, "Copied.");
    } catch {
      // A page without that right still lets one copy by hand.
      write(this.said, "The browser does not let this page copy. Here it is:");
      this.text.hidden = false;
      this.text.select();
    }
  }
}
