/** A field that opens where a number stands: Enter takes what was typed, Escape lets it be. */

import { typed } from "./controls.js";
import { element, KEEPS_KEYS, mark, write } from "./dom.js";
import { isGrouped, Refused } from "./explanation/checks.js";
import { replace } from "./explanation/scenario.js";
import { MINUS } from "./words.js";

// Each field: what its number is called. The keyboard of a phone for decimals has no minus.
const KINDS = {
  scores: { name: "score", inputmode: "text" },
  labels: { name: "label", inputmode: "decimal" },
};

const TWO_WAYS = "This can be read in two ways: write decimals with a point, and thousands without a comma.";

export class Typing {
  /**
   * @param {import("./state.js").State} state
   * @param {number} item
   * @param {keyof typeof KINDS} field
   * @param {HTMLElement} anchor where it opens, and what has the focus again afterwards
   */
  constructor(state, item, field, anchor) {
    this.state = state;
    this.item = item;
    this.field = field;
    this.anchor = anchor;
    const { inputmode } = KINDS[field];
    this.input = element("input", { type: "text", class: "rl-typed", inputmode, ...KEEPS_KEYS });
    this.why = element("span", { class: "rl-why", role: "alert" });
    this.node = element("span", { class: "rl-typing" }, this.input, this.why);
    this.node.hidden = true;
    this.input.addEventListener("keydown", (event) => {
      event.stopPropagation(); // the notebook would take Enter, the explorer Escape
      if (event.key === "Enter") this.#take() && this.anchor.focus();
      if (event.key === "Escape") this.#close(), this.anchor.focus();
    });
    this.input.addEventListener("blur", () => this.node.hidden || this.#take());
  }

  /**
   * Open it, with the present number selected or with what has been typed so far.
   * @param {{ text?: string, place?: HTMLElement }} [how] `place`: where, if not at the anchor
   */
  open({ text, place = this.anchor } = {}) {
    const { scenario } = this.state;
    if (this.state.refuses(this.field)) return;
    const number = String(scenario[this.field][this.item]).replace("-", MINUS);
    this.node.hidden = false;
    this.input.value = text ?? number;
    mark(this.input, { "aria-label": `${KINDS[this.field].name} of ${scenario.items[this.item]}, typed` });
    this.#say("");
    this.#stand(place);
    this.input.focus();
    if (text === undefined) this.input.select();
  }

  /** Open it on what cannot be, and say why. @param {string} text */
  refuse(text) {
    this.open({ text });
    if (!this.node.hidden) this.#take();
  }

  /** @returns {boolean} whether it was taken, or left as it was */
  #take() {
    const { value } = this.input;
    const { scenario } = this.state;
    const values = [...scenario[this.field]];
    const now = values[this.item];
    const wanted = typed(value);
    if (value.trim() === "" || wanted === now) return this.#close();
    const changes = { [this.field]: values.map((old, i) => (i === this.item ? wanted : old)) };
    const why = isGrouped(value.trim()) ? TWO_WAYS : refusal(scenario, changes, this.item);
    this.#say(why);
    if (why) return false;
    this.#close();
    this.state.edit(() => /** @type {Partial<import("./types.js").Scenario>} */ (changes));
    return true;
  }

  #close() {
    this.node.hidden = true; // first: the blur that follows takes nothing
    this.#say("");
    return true;
  }

  /** @param {string} why */
  #say(why) {
    write(this.why, why);
    mark(this.input, { "aria-invalid": why ? "true" : null });
  }

  /** @param {HTMLElement} place */
  #stand(place) {
    const row = /** @type {HTMLElement} */ (this.node.parentElement).getBoundingClientRect();
    const box = place.getBoundingClientRect();
    const most = row.width - this.input.offsetWidth;
    this.input.style.left = `${Math.max(0, Math.min(most, box.left - row.left))}px`;
    this.input.style.top = `${box.top + box.height / 2 - row.top - this.input.offsetHeight / 2}px`;
  }
}

/**
 * Why an item cannot be changed so; empty where it can. A place in the list is no place on screen:
 * the name of the item stands before it.
 * @param {import("./types.js").Scenario} scenario
 * @param {{ [field: string]: unknown }} changes
 * @param {number} item
 */
export function refusal(scenario, changes, item) {
  const name = scenario.items[item];
  try {
    replace(scenario, changes);
    return "";
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return name === `item ${item + 1}` ? error.message : `${name}: ${error.message}`;
  }
}
