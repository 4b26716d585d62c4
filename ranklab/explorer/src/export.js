/** Export: a link, code or LaTeX to copy, or a picture to save. */

import { element, KEEPS_KEYS, write } from "./dom.js";
import { EXPORTS } from "./facts.js";

export class Export {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.id = state.exported.id ?? 0; // what was exported before a reload is old
    this.kind = "";
    this.select = element(
      "select",
      { "aria-label": "export", "data-control": "export", title: "Copy the list as text, or save a picture", ...KEEPS_KEYS },
      element("option", { value: "" }, "Export"),
      ...Object.entries(EXPORTS).map(([value, name]) => element("option", { value }, name)),
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
  draw({ exported }) {
    if (!exported.id || exported.id === this.id || this.kind === "") return;
    this.id = exported.id;
    this.node.hidden = false;
    this.text.hidden = true;
    const { address, name = "", text = "" } = exported;
    if (address) {
      element("a", { href: address, download: name }).click();
      write(this.said, `Saved as ${name}.`);
    } else this.#copy(text);
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
