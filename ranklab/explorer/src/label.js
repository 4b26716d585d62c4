/** A label: up to four pips to click, or a number. */

import { element, KEEPS_KEYS, mark, write } from "./dom.js";
import { LIMITS } from "./facts.js";
import { newGesture } from "./state.js";
import { plain } from "./words.js";

export class LabelPips {
  /**
   * @param {import("./state.js").State} state
   * @param {number} item
   */
  constructor(state, item) {
    this.state = state;
    this.item = item;
    this.gesture = newGesture();
    this.countable = true;
    this.pips = Array.from({ length: LIMITS.pips }, (_, i) => {
      const pip = element("span", { class: "rl-pip" });
      pip.addEventListener("click", () => {
        if (!this.countable) return; // the click does not say which label is meant
        this.#set((label) => (label === i + 1 ? i : i + 1), newGesture());
      });
      return pip;
    });
    this.number = element("span", { class: "rl-label-number" });
    this.node = element(
      "span",
      {
        class: "rl-label",
        "data-lock": "labels",
        role: "slider",
        tabindex: "0",
        "aria-valuemin": "0",
        "aria-valuemax": String(LIMITS.label),
        title: "Click, or press a digit or an arrow key",
        ...KEEPS_KEYS,
      },
      ...this.pips,
      this.number,
    );
    this.node.addEventListener("keydown", (event) => this.#takeKey(event));
  }

  /** @param {import("./types.js").Scenario} scenario */
  draw({ items, labels }) {
    const label = labels[this.item];
    const countable = Number.isInteger(label) && label >= 0 && label <= LIMITS.pips;
    this.countable = countable;
    this.pips.forEach((pip, i) => mark(pip, { "data-full": label > i ? "" : null }));
    mark(this.node, {
      "data-number": countable || label < 0 ? null : "",
      "aria-label": `label of ${items[this.item]}`,
      "aria-valuenow": String(Math.max(0, label)),
      "aria-valuetext": label < 0 ? "padding, not there" : plain(label),
    });
    write(this.number, countable || label < 0 ? "" : plain(label));
  }

  /** @param {(label: number) => number} change @param {string} gesture */
  #set(change, gesture) {
    this.state.edit((scenario) => {
      const labels = [...scenario.labels];
      labels[this.item] = change(labels[this.item]);
      return { labels };
    }, gesture);
  }

  /** @param {KeyboardEvent} event */
  #takeKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const up = ["ArrowUp", "ArrowRight", "+"].includes(event.key);
    const down = ["ArrowDown", "ArrowLeft", "-"].includes(event.key);
    const digit = /^\d$/.test(event.key);
    if (!up && !down && !digit && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    event.stopPropagation();
    if (this.state.held !== null) return;
    if (!event.repeat) this.gesture = newGesture();
    if (digit) this.#set(() => Number(event.key), this.gesture);
    else if (event.key === "Home") this.#set(() => 0, this.gesture);
    else if (event.key === "End") this.#set(() => LIMITS.pips, this.gesture);
    else if (up) this.#set((label) => Math.min(LIMITS.label, Math.max(0, label) + 1), this.gesture);
    else this.#set((label) => (label < 0 ? label : Math.max(0, label - 1)), this.gesture);
  }
}
