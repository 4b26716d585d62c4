/** Export: a link, code or LaTeX to copy, or a picture to save. */

import { element, KEEPS_KEYS, write } from "./dom.js";

const KINDS = {
  link: "Copy link",
  python: "Copy as Python",
  json: "Copy as JSON",
  latex: "Copy as LaTeX",
  png: "Save PNG",
  svg: "Save SVG",
};

export class Export {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.id = state.model.get("exported")?.id ?? 0; // what was exported before a reload is old
    this.kind = "";
    this.select = element(
      "select",
      { "aria-label": "export", "data-control": "export", title: "Copy the list as text, or save a picture", ...KEEPS_KEYS },
      element("option", { value: "" }, "Export"),
      ...Object.entries(KINDS).map(([value, name]) => element("option", { value }, name)),
    );
    this.select.addEventListener("change", () => {
      this.kind = this.select.value;
      if (this.kind) state.command("export", { kind: this.kind });
      this.select.value = "";
    });
    this.said = element("p", { role: "status" });
    this.text = element("textarea", { rows: "4", readonly: "", "aria-label": "to copy", ...KEEPS_KEYS });
    this.node = element("div", { class: "rl-exported" }, this.said, this.text);
    this.node.hidden = true;
  }

  /** @param {import("./state.js").State} state */
  draw({ model }) {
    const exported = model.get("exported") ?? {};
    if (!exported.id || exported.id === this.id || this.kind === "") return;
    this.id = exported.id;
    this.node.hidden = false;
    this.text.hidden = true;
    if (exported.address) {
      element("a", { href: exported.address, download: exported.name }).click();
      write(this.said, `Saved as ${exported.name}.`);
    } else this.#copy(exported.text);
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
