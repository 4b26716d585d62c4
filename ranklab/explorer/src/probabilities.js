/** Each item's probability, and the target that the loss wants it to reach. */

import { write } from "./dom.js";
import { ItemBars } from "./item_bars.js";
import { Reach } from "./ticks.js";
import { number } from "./words.js";

export class Probabilities extends ItemBars {
  constructor() {
    super(
      "Probability and target of each item",
      "Bar: probability. Stroke: its target.",
      ["rl-meter", "rl-target"],
      "probability / target",
    );
    this.reach = new Reach();
  }

  /** @param {import("./state.js").State} state */
  draw({ picture, inHand }) {
    const { probabilities, scenario, targets } = picture;
    const reach = Math.min(1, this.reach.fit(Math.max(...probabilities, ...targets), inHand));
    this.drawLines(scenario, [0, reach / 2, reach], ({ marks: [meter, target], figure }, i) => {
      meter.style.width = `${(100 * probabilities[i]) / reach}%`;
      target.style.left = `${(100 * targets[i]) / reach}%`;
      const there = scenario.labels[i] >= 0;
      write(figure, there ? `${number(probabilities[i])} / ${number(targets[i])}` : "–");
    });
  }
}
