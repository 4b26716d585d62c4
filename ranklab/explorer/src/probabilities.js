/** Each item's probability, and the target that the loss wants it to reach. */

import { write } from "./dom.js";
import { ItemBars } from "./item_bars.js";
import { number } from "./words.js";

export class Probabilities extends ItemBars {
  constructor() {
    super("Probability and target of each item", "Bar: probability, from 0 to 1. Stroke: its target.", [
      "rl-meter",
      "rl-target",
    ]);
  }

  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    this.drawLines(picture, ({ marks: [meter, target], figure }, i) => {
      meter.style.width = `${100 * picture.probabilities[i]}%`;
      target.style.left = `${100 * picture.targets[i]}%`;
      const there = picture.scenario.labels[i] >= 0;
      write(figure, there ? `${number(picture.probabilities[i])} of ${number(picture.targets[i])}` : "–");
    });
  }
}
