/** A line for each item, the best-ranked on top: its name, bars on one scale, figures. One axis is for all. */

import { element, mark, write } from "./dom.js";
import { ranks } from "./state.js";
import { axis } from "./ticks.js";

/** A line: its item's name, a track for bars, and figures. */
class Line {
  /** @param {number} item @param {HTMLElement[]} marks */
  constructor(item, marks) {
    this.name = element("span", { class: "rl-name", dir: "auto" });
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

export class ItemBars {
  /**
   * @param {string} label
   * @param {string} legend
   * @param {string[]} marks the classes of its marks
   * @param {string} heads what the figures are
   */
  constructor(label, legend, marks, heads) {
    this.marks = marks;
    /** @type {Line[]} */
    this.lines = [];
    this.ticks = element("span", { class: "rl-line-ticks" });
    this.heads = element("span", { class: "rl-figure" }, heads);
    const head = element("div", { class: "rl-line-head", "aria-hidden": "true" }, element("span"), this.ticks, this.heads);
    this.places = element("div", { class: "rl-items", role: "list", "aria-label": label });
    this.legend = element("p", { class: "rl-legend" }, legend);
    this.node = element("div", { class: "rl-item-bars" }, head, this.places, this.legend);
  }

  /**
   * @param {import("./types.js").Scenario} scenario
   * @param {number[]} ticks the numbers on the axis, from its start to its end
   * @param {(line: Line, item: number) => void} drawLine
   */
  drawLines(scenario, ticks, drawLine) {
    const count = scenario.scores.length;
    if (this.lines.length !== count) {
      this.lines = Array.from(
        { length: count },
        (_, i) => new Line(i, this.marks.map((name) => element("span", { class: name }))),
      );
      this.places.replaceChildren(...this.lines.map((line) => line.node));
      mark(this.places, { "data-long": count > 14 ? "" : null });
    }
    axis(this.ticks, ticks);
    const rank = ranks(scenario);
    this.lines.forEach((line, i) => {
      // It stands in its own row of the grid, and moves from there.
      line.node.style.setProperty("--rl-moved", String(rank[i] - 1 - i));
      mark(line.node, { "data-empty": scenario.labels[i] < 0 ? "" : null });
      write(line.name, scenario.items[i]);
      mark(line.name, { title: scenario.items[i] });
      drawLine(line, i);
    });
  }
}
