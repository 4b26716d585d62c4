/** Export: a link, code or LaTeX to copy, or a picture to save. */

import { element, KEEPS_KEYS, write } from "./dom.js";
import { EXPORTS } from "./facts.js";
import { GUESS } from "./prediction.js";

const OF_THE_QUESTION = ["", "link", "python", "json"]; // the others hold its answers
// What one does with what was copied.
const OPENS = "Any explorer opens it: Edit list, paste it, Open. So does Python: ranklab.explore('…').";
/** @type {Record<string, string>} */
const THEN = { link: OPENS, json: OPENS };

export class Export {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.id = state.exported.id ?? 0; // what was exported before a reload is old
    this.kind = "";
    /** The kind of what is shown. */
    this.shown = "";
    this.select = element(
      "select",
      { "aria-label": "export", "data-control": "export", title: "Copy the list as text, or save a picture", ...KEEPS_KEYS },
      element("option", { value: "" }, "Export"),
      ...Object.entries(EXPORTS).map(([value, name]) => element("option", { value }, name)),
    );
    this.select.addEventListener("change", () => {
      this.kind = this.select.value;
      this.select.value = "";
      if (state.predicting && !OF_THE_QUESTION.includes(this.kind)) {
        this.kind = "";
        state.say(GUESS);
      } else if (this.kind) state.command("export", { kind: this.kind });
    });
    this.said = element("p", { role: "status" });
    this.text = element("textarea", { rows: "4", readonly: "", "aria-label": "to copy", ...KEEPS_KEYS });
    this.node = element("div", { class: "rl-exported" }, this.said, this.text);
    this.node.hidden = true;
  }

  /** @param {import("./state.js").State} state */
  draw({ exported, predicting }) {
    if (predicting && !OF_THE_QUESTION.includes(this.shown)) this.node.hidden = true;
    if (!exported.id || exported.id === this.id || this.kind === "") return;
    this.shown = this.kind;
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
    const then = THEN[this.shown] ?? "";
    try {
      await navigator.clipboard.writeText(text);
      write(this.said, `Copied. ${then}`.trim());
    } catch {
      // A page without that right still lets one copy by hand.
      write(this.said, `The browser does not let this page copy. Here it is. ${then}`.trim());
      this.text.hidden = false;
      this.text.select();
    }
  }
}
