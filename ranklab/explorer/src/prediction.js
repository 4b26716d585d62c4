/** Predict, then reveal: a guess is asked for before any answer is shown. */

import { button, typed } from "./controls.js";
import { element, KEEPS_KEYS, mark, write } from "./dom.js";
import { number } from "./words.js";

const QUESTIONS = { loss: "What will the loss be?", ndcg: "What will NDCG be?" };
export const GUESS = "Guess first: this would show the answer.";

export class Prediction {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.revealed = false;
    this.question = element("span", {});
    this.guess = element("input", {
      type: "text",
      inputmode: "decimal",
      size: "8",
      "aria-label": "your guess",
      ...KEEPS_KEYS,
    });
    this.guess.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.stopPropagation(); // the notebook would take Enter before the field hears it
      this.#reveal();
    });
    this.show = button("Show", "Show the answer", () => this.#reveal());
    this.again = button("Predict again", "Hide the answers, and guess again", () => {
      this.revealed = false;
      this.guess.value = "";
      write(this.said, "");
      state.redraw();
    });
    this.said = element("span", { role: "status" });
    this.form = element("span", { class: "rl-group" }, this.question, this.guess, this.show);
    this.node = element("div", { class: "rl-prediction rl-controls" }, this.form, this.said, this.again);
  }

  /** @param {import("./state.js").State} state */
  draw(state) {
    const { predicted: asked } = state;
    state.predicting = asked !== "" && !this.revealed;
    const root = this.node.closest(".ranklab");
    if (root) mark(root, { "data-predicting": state.predicting ? "" : null });
    this.node.hidden = asked === "" || asked === "elsewhere";
    if (this.node.hidden) return;
    write(this.question, QUESTIONS[/** @type {keyof typeof QUESTIONS} */ (asked)]);
    this.form.hidden = this.revealed;
    this.again.hidden = !this.revealed;
  }

  #reveal() {
    const guess = typed(this.guess.value.replace(",", ".")); // nobody guesses 1,171 for a thousand
    if (typeof guess !== "number") {
      write(this.said, "Write a number first, such as 0.7: a guess costs nothing.");
      return;
    }
    if (this.state.pending) return; // the answer is not there yet
    const { picture, predicted } = this.state;
    const value = predicted === "loss" ? picture.loss : (picture.ndcg ?? 0);
    const off = Math.abs(guess - value);
    const how = off < 0.0005 ? "exactly right" : `off by ${number(off)}`;
    write(this.said, `You said ${number(guess)}; it is ${number(value)}: ${how}.`);
    this.revealed = true;
    this.state.redraw();
  }
}
