/** What a descent shows: before its start the first step, then loss and NDCG of each run over the steps. */

import { Chart } from "./chart.js";
import { element, mark, write } from "./dom.js";
import { ItemBars } from "./item_bars.js";
import { niceAbove } from "./scale.js";
import { scale } from "./svg.js";
import { Reach, round } from "./ticks.js";
import { number, stepOf } from "./words.js";

const MOST_LINES = 14; // items of which the first step is drawn
const NAMED = 3; // and of which it is said

/** Where a descent would go: what the first step of its rate does to each score. */
export class FirstStep {
  constructor() {
    this.bars = new ItemBars("First step of each item", "", ["rl-zero", "rl-up-bar", "rl-down-bar"], "first step");
    this.reach = new Reach();
    this.words = element("p", { class: "rl-legend" });
    this.node = element("div", {}, this.words, this.bars.node);
  }

  /**
   * @param {import("./state.js").State} state
   * @param {number} rate above 0
   * @param {string} kind "rate" or "length"
   */
  draw({ picture, inHand }, rate, kind) {
    const { scenario, steps, loss } = picture;
    const length = Math.hypot(...steps);
    const times = kind === "length" ? rate / (length || 1) : rate;
    const moves = steps.map((step) => step * times);
    const far = moves.map((_, i) => i).sort((a, b) => Math.abs(moves[b]) - Math.abs(moves[a]));
    const said = far.slice(0, NAMED).filter((i) => stepOf(moves[i]) !== "0");
    const how = said.map((i) => `${scenario.items[i]} ${stepOf(moves[i])}`).join(", ");
    write(
      this.words,
      said.length === 0
        ? `The loss is ${number(loss)}, and no score moves: the gradient is 0.`
        : `The loss is ${number(loss)}. The first step moves the scores so: ${how}${far.length > said.length ? ", …" : "."}`,
    );
    this.bars.node.hidden = said.length === 0 || scenario.scores.length > MOST_LINES;
    const reach = this.reach.fit(Math.max(...moves.map(Math.abs)), inHand);
    this.bars.drawLines(scenario, [-reach, 0, reach], ({ marks: [, up, down], figure }, i) => {
      up.style.width = `${(50 * Math.max(0, moves[i])) / reach}%`;
      down.style.width = `${(50 * Math.max(0, -moves[i])) / reach}%`;
      write(figure, scenario.labels[i] >= 0 ? stepOf(moves[i]) : "–");
    });
  }
}

/** Losses have units of their own, so each has a chart of its own; NDCG is one number for all. */
export class RunCharts {
  constructor() {
    this.losses = element("div", { class: "rl-variants" });
    this.ndcg = new Chart("NDCG over the steps");
    this.node = element("div", { role: "img" }, this.losses, this.ndcg.node);
    /** @type {Chart[]} */
    this.charts = [];
  }

  /** @param {import("./types.js").Run[]} runs @param {number} last the last step of the longest run */
  draw(runs, last) {
    const across = scale(0, last, 0, 1);
    const ticks = [...new Set([0, Math.round(last / 2), last])].map((step) => ({ at: across(step), text: String(step) }));
    this.charts = runs.map((run) => lossChart(run, across, ticks));
    this.losses.replaceChildren(...this.charts.map(({ node }) => node));
    this.ndcg.draw(
      runs.map(({ ndcgs, title, stopped }) => ({
        name: runs.length > 1 ? title : "",
        ...course(ndcgs, stopped, across),
      })),
      ticks,
      [0, 0.5, 1].map((at) => ({ at, text: round(at) })),
      4,
    );
  }

  /** @param {number | null} at where the marker stands, from 0 to 1 */
  mark(at) {
    for (const chart of [...this.charts, this.ndcg]) chart.mark(at);
  }

  /** @param {string} words */
  say(words) {
    mark(this.node, { "aria-label": `Loss and NDCG over the steps. ${words}` });
  }
}

/**
 * @param {import("./types.js").Run} run
 * @param {(step: number) => number} across
 * @param {import("./chart.js").Tick[]} xTicks
 */
function lossChart({ title, losses, stopped }, across, xTicks) {
  const [low, high] = [Math.min(0, ...losses), Math.max(0, ...losses)];
  const [foot, top] = [low < 0 ? -niceAbove(-low) : 0, high > 0 ? niceAbove(high) : 0];
  const [from, to] = [foot, top > foot ? top : foot + 1];
  const up = scale(from, to, 0, 1);
  const yTicks = [...new Set([from, ...(from < 0 && to > 0 ? [0] : [(from + to) / 2]), to])];
  const chart = new Chart(`${title}: loss over the steps`);
  const { xs, ys } = course(losses.map(up), stopped, across);
  chart.draw([{ name: "", xs, ys }], xTicks, yTicks.map((tick) => ({ at: up(tick), text: round(tick) })), 5);
  return chart;
}

/**
 * A run that has converged stays where it is until the chart ends.
 * @param {number[]} values
 * @param {string} stopped
 * @param {(step: number) => number} across
 */
function course(values, stopped, across) {
  const xs = values.map((_, step) => across(step));
  return stopped === "converged" ? { xs: [...xs, 1], ys: [...values, values[values.length - 1]] } : { xs, ys: values };
}
