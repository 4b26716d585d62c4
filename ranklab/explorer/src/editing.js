/** The buttons below the list while it is edited: they act on all items. */

import { button } from "./controls.js";
import { element, KEEPS_KEYS } from "./dom.js";

export class Editing {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.seed = element("input", {
      type: "text",
      inputmode: "numeric",
      size: "5",
      value: "1",
      "aria-label": "seed",
      title: "The same seed gives the same list again",
      ...KEEPS_KEYS,
    });
    const seeded = (/** @type {string} */ name) => {
      const seed = /^\d+$/.test(this.seed.value.trim()) ? Number(this.seed.value) : this.seed.value;
      state.command(name, { seed });
      if (typeof seed === "number") this.seed.value = String(seed + 1); // the next one differs
    };
    this.weights = button("Sample weights", "Give every item a weight of its own, or none", () => {
      const { sample_weight: weights, scores } = state.scenario;
      state.command("replace", { sample_weight: weights ? null : scores.map(() => 1) });
    });
    this.text = element("textarea", {
      rows: "3",
      placeholder: "0.6\n0.8",
      "aria-label": "numbers to paste, one for each item, or a copied list",
      ...KEEPS_KEYS,
    });
    this.text.addEventListener("keydown", (event) => event.stopPropagation());
    this.resize = element("input", { type: "checkbox", ...KEEPS_KEYS });
    const paste = (/** @type {string} */ field) => () =>
      state.command("paste", { text: this.text.value, field, resize: this.resize.checked });
    this.node = element(
      "div",
      { class: "rl-editing", role: "group", "aria-label": "Edit the list" },
      element(
        "div",
        { class: "rl-group" },
        button("Add item", "Add an item at the end, with score 0 and label 0", () => state.command("add")),
        button("Invert", "Every score becomes its negative", () => state.command("invert")),
        button("Shuffle", "Another order: only ties can tell", () => seeded("shuffle")),
        button("Randomise", "Scores as of a fresh model", () => seeded("randomise")),
        element("label", { class: "rl-group" }, "seed", this.seed),
        this.weights,
      ),
      element(
        "div",
        { class: "rl-group" },
        this.text,
        button("Paste as scores", "A column of numbers, one for each item", paste("scores")),
        button("Paste as labels", "A column of numbers, one for each item", paste("labels")),
        element(
          "label",
          { title: "More numbers add items, fewer remove the last ones" },
          this.resize,
          " resize the list",
        ),
        button("Open", "Another list: a link or JSON that the menu Export copied", () =>
          state.command("open", { text: this.text.value }),
        ),
      ),
    );
  }

  /** @param {import("./state.js").State} state */
  draw({ editing, scenario }) {
    this.node.hidden = !editing;
    this.weights.setAttribute("aria-pressed", String(scenario.sample_weight !== null));
  }
}
