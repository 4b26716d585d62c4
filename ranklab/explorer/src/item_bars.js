/** Views with a line for each item, the best-ranked on top: name, bars on one scale, figures. */

import { element, mark, write } from "./dom.js";
import { niceAbove } from "./scale.js";
import { ranks } from "./state.js";
import { number, signed } from "./words.js";

/** A line: its item's name, a track for bars, and figures. */
class Line {
  /** @param {number} item @param {HTMLElement[]} marks */
  constructor(item, marks) {
    this.name = element("span", { class: "rl-name" });
    this.marks = marks;
    this.figure = element("span", { class: "rl-figure" });
    const track = element("span", { class: "rl-line-track", "aria-hidden": "true" }, ...marks);
    this.node = element(
      "div",
      { class: "rl-item", role: "listitem", "data-item": String(item) },
      this.name,
      track,
      this.figure,
    );
  }
}

class ItemBars {
  /** @param {string} label @param {string} legend @param {string[]} marks the classes of its marks */
  constructor(label, legend, marks) {
    this.marks = marks;
    /** @type {Line[]} */
    this.lines = [];
    this.places = element("div", { class: "rl-items", role: "list", "aria-label": label });
    this.legend = element("p", { class: "rl-legend" }, legend);
    this.node = element("div", {}, this.places, this.legend);
  }

  /**
   * @param {import("./state.js").Picture} picture
   * @param {(line: Line, item: number) => void} drawLine
   */
  drawLines({ scenario }, drawLine) {
    const count = scenario.scores.length;
    if (this.lines.length !== count) {
      this.lines = Array.from(
        { length: count },
        (_, i) => new Line(i, this.marks.map((name) => element("span", { class: name }))),
      );
      this.places.replaceChildren(...this.lines.map((line) => line.node));
      this.places.style.setProperty("--rl-count", String(count));
    }
    const rank = ranks(scenario);
    this.lines.forEach((line, i) => {
      line.node.style.setProperty("--rl-place", String(rank[i] - 1));
      mark(line.node, { "data-empty": scenario.labels[i] < 0 ? "" : null });
      write(line.name, scenario.items[i]);
      drawLine(line, i);
    });
  }
}

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

export class Pushes extends ItemBars {
  constructor() {
    super(
      "Pull and push on each item",
      "Right: its own race pulls it up. Left: the races of others push it down. Dot: what is left.",
      ["rl-zero", "rl-pull", "rl-push", "rl-net"],
    );
    this.reach = 0;
  }

  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    const { pull = [], push = [], steps } = picture;
    if (pull.length !== steps.length) return; // the kernel has not sent them yet
    const most = Math.max(...pull, ...push, 1e-9);
    if (most > this.reach || most < this.reach / 8) this.reach = niceAbove(most);
    const half = 50 / this.reach;
    this.drawLines(picture, ({ marks: [, up, down, net], figure }, i) => {
      up.style.width = `${half * pull[i]}%`;
      down.style.width = `${half * push[i]}%`;
      net.style.left = `${50 + half * (pull[i] - push[i])}%`;
      const there = picture.scenario.labels[i] >= 0;
      write(figure, there ? signed(Math.abs(steps[i]) < 5e-7 ? 0 : steps[i]) : "–");
      mark(figure, { title: there ? `${number(pull[i])} up, ${number(push[i])} down` : null });
    });
  }
}
