/** Export: a link, code or LaTeX to copy, or a picture of what is on screen to save. */

import { element, KEEPS_KEYS, write } from "./dom.js";
import { Refused } from "./explanation/checks.js";
import { EXPORTS } from "./facts.js";
import { GUESS } from "./prediction.js";
import { DENSITY, pixels, stillOf } from "./still.js";
import { number } from "./words.js";

const OF_THE_QUESTION = ["", "link", "python", "json"]; // the others hold its answers
// What one does with what was copied.
const OPENS = "Any explorer opens it: Edit list, paste it, Open. So does Python: ranklab.explore('…').";
/** @type {Record<string, string>} */
const THEN = { link: OPENS, json: OPENS };

export class Export {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
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
      } else if (this.kind) this.#export(this.kind);
    });
    this.said = element("p", { role: "status" });
    this.text = element("textarea", { rows: "4", readonly: "", "aria-label": "to copy", ...KEEPS_KEYS });
    this.node = element("div", { class: "rl-exported" }, this.said, this.text);
    this.node.hidden = true;
  }

  /** A text that only the kernel can write comes with its answer. @param {import("./state.js").State} state */
  draw({ exported, predicting }) {
    if (predicting && !OF_THE_QUESTION.includes(this.shown)) this.node.hidden = true;
    if (!exported.id || exported.id === this.id || this.kind === "") return;
    this.id = exported.id;
    this.#copy(exported.text ?? "");
  }

  /** @param {string} kind */
  async #export(kind) {
    const { state } = this;
    try {
      if (kind === "svg" || kind === "png") await this.#save(kind);
      else if (state.provider.follows) state.command("export", { kind });
      else await this.#copy(await state.provider.text(kind));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      state.say(error.message);
    }
  }

  /** @param {"png" | "svg"} kind */
  async #save(kind) {
    const { provider, picture } = this.state;
    const root = /** @type {HTMLElement} */ (this.node.closest(".ranklab"));
    const still = stillOf(root, `ranklab: loss ${number(picture.loss)}`, provider.words, kind === "png" ? DENSITY : 1);
    const drawn = kind === "png" ? await pixels(still) : new Blob([still.source], { type: "image/svg+xml" });
    const address = URL.createObjectURL(drawn);
    const name = `ranklab.${kind}`;
    element("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000); // once the browser has taken it
    this.#show(kind);
    write(this.said, `Saved as ${name}.`);
  }

  /** @param {string} kind */
  #show(kind) {
    this.shown = kind;
    this.kind = "";
    this.node.hidden = false;
    this.text.hidden = true;
  }

  /** @param {string} text */
  async #copy(text) {
    this.#show(this.kind);
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
