/** Each item's step, minus its gradient, and its two halves: the pull up and the push down. */

import { mark, write } from "./dom.js";
import { ItemBars } from "./item_bars.js";
import { Reach } from "./ticks.js";
import { number, stepOf } from "./words.js";

export class Gradient extends ItemBars {
  constructor() {
    super(
      "Step of each item and its two halves",
      "Right: the pull up by the item's own races. Left: the push down by the races of others. Dot: the step, their difference.",
      ["rl-zero", "rl-up-bar", "rl-down-bar", "rl-net"],
      "step",
    );
    this.reach = new Reach();
  }

  /** @param {import("./state.js").State} state */
  draw({ picture, inHand }) {
    const { pull_up: up = [], push_down: down = [], scenario, steps } = picture;
    if (up.length !== steps.length) return; // the kernel has not sent them yet
    const reach = this.reach.fit(Math.max(...up, ...down), inHand);
    const half = 50 / reach;
    this.drawLines(scenario, [-reach, 0, reach], ({ marks: [, upBar, downBar, net], figure }, i) => {
      upBar.style.width = `${half * up[i]}%`;
      downBar.style.width = `${half * down[i]}%`;
      net.style.left = `${50 + half * (up[i] - down[i])}%`;
      const there = scenario.labels[i] >= 0;
      write(figure, there ? stepOf(steps[i]) : "–");
      mark(figure, { title: there ? `pull up ${number(up[i])}, push down ${number(down[i])}` : null });
    });
  }
}
