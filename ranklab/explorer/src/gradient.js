/** Each item's step, minus its gradient, and its two halves: the pull up and the push down. */

import { mark, write } from "./dom.js";
import { ItemBars } from "./item_bars.js";
import { niceAbove } from "./scale.js";
import { number, signed } from "./words.js";

export class Gradient extends ItemBars {
  constructor() {
    super(
      "Step of each item and its two halves",
      "Right: the pull up by the item's own races. Left: the push down by the races of others. Dot: the step.",
      ["rl-zero", "rl-up-bar", "rl-down-bar", "rl-net"],
    );
    this.reach = 0;
  }

  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    const { pull_up: up = [], push_down: down = [], steps } = picture;
    if (up.length !== steps.length) return; // the kernel has not sent them yet
    const most = Math.max(...up, ...down, 1e-9);
    if (most > this.reach || most < this.reach / 8) this.reach = niceAbove(most);
    const half = 50 / this.reach;
    this.drawLines(picture, ({ marks: [, upBar, downBar, net], figure }, i) => {
      upBar.style.width = `${half * up[i]}%`;
      downBar.style.width = `${half * down[i]}%`;
      net.style.left = `${50 + half * (up[i] - down[i])}%`;
      const there = picture.scenario.labels[i] >= 0;
      write(figure, there ? signed(Math.abs(steps[i]) < 5e-7 ? 0 : steps[i]) : "–");
      mark(figure, { title: there ? `pull up ${number(up[i])}, push down ${number(down[i])}` : null });
    });
  }
}
