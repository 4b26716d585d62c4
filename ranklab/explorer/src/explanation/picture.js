/** Picture: the numbers of an explanation as the stage draws them. */

import { compareFrom } from "./comparison.js";
import { Refused } from "./checks.js";
import { lossTitle } from "./definitions.js";
import { derive } from "./derivation.js";
import { silent } from "./explanation.js";
import { same } from "./scenario.js";
import { note } from "./sentences.js";
import { sweep, TEMPERATURES } from "./sweeps.js";

/**
 * @typedef {import("./explanation.js").Explanation} Explanation
 * @typedef {import("../types.js").Picture} Picture
 *
 * What the views show of an explanation.
 * @typedef {object} Options
 * @property {number | null} [followed] the item that the derivation follows; null for the costliest
 * @property {{ [choice: string]: unknown[] }} [compared] what the comparison compares
 */

const DRAWN = TEMPERATURES.filter((_, i) => i % 2 === 0);

/** @type {{ asked: object, numbers: import("../types.js").Swept } | null} */
let last = null; // the sweep that was drawn last

/** @type {{ [view: string]: (explanation: Explanation, options: Options) => Partial<Picture> }} */
const VIEWS = {
  competitors: raceNumbers,
  gradient: ({ pull_up: up, push_down: down }) => ({ pull_up: [...up], push_down: [...down] }),
  derivation: (explanation, { followed = null }) => {
    const there = followed !== null && followed >= 0 && followed < explanation.mask.length;
    return { derivation: derive(explanation, there ? followed : null) };
  },
  metrics: ({ metrics }) => ({ metrics }),
  comparison: (explanation, { compared = {} }) => comparisonNumbers(explanation, compared),
};

/**
 * The numbers that the stage draws; of the views, what the shown ones need.
 * @param {Explanation} explanation
 * @param {readonly string[]} [views]
 * @param {Options} [options]
 * @returns {Omit<Picture, "can_undo" | "can_redo">} what the history can do is added
 */
export function pictureOf(explanation, views = [], options = {}) {
  const { contributions, gradient, loss, metrics, probabilities, scenario, targets } = explanation;
  const measured = explanation.hasRelevantItem;
  const numbers = {
    scenario,
    probabilities: [...(probabilities ?? [])],
    targets: [...(targets ?? [])],
    contributions: [...contributions],
    steps: stepsOf(gradient),
    loss,
    ndcg: measured ? metrics.ndcg : null,
    mrr: measured ? metrics.mrr : null,
    note: explanation.costsNothing ? silent(explanation) : note(scenario),
  };
  return Object.assign(numbers, ...views.map((view) => VIEWS[view]?.(explanation, options)));
}

/**
 * A sweep; while the temperature alone changes, it is the same object.
 * @param {import("./scenario.js").Scenario} scenario
 */
export function sweepNumbers(scenario) {
  const asked = { ...scenario, temperature: 1 };
  if (!last || !same(last.asked, asked)) {
    const { temperatures, losses, push_shares: shares } = sweep(scenario, DRAWN);
    last = { asked, numbers: { temperatures, losses, push_shares: shares.map((row) => [...row]) } };
  }
  return last.numbers;
}

/**
 * A descent.
 * @param {import("./descent.js").Descent} descent
 * @returns {import("../types.js").Run}
 */
export function runNumbers({ scenario, scores, losses, ndcgs, stopped }) {
  return { title: lossTitle(scenario.loss), scenario, scores, losses, ndcgs, stopped };
}

/**
 * Row i: each item's probability in the race that i should win, or -1; and that race's weight.
 * Where an item should win several races, they are shown as one: the mean, and the sum of weights.
 * @param {Explanation} explanation
 */
function raceNumbers(explanation) {
  const { competitors, pull_up: pullUp, scenario } = explanation;
  const probabilities = explanation.raceProbabilities;
  const weights = Array.from(explanation.weights ?? pullUp, (value, i) => {
    if (explanation.weights) return value;
    // What its races pull up, over the probability that they are lost.
    const lost = (1 - probabilities[i][i]) / scenario.temperature;
    return lost > 0 ? value / lost : 0;
  });
  const shown = probabilities.map((row, i) => Array.from(row, (q, j) => (competitors[i][j] ? q : -1)));
  return { race_probabilities: shown, weights };
}

/**
 * The comparison, or why there is none.
 * @param {Explanation} explanation
 * @param {{ [choice: string]: unknown[] }} compared
 */
function comparisonNumbers(explanation, compared) {
  if (Object.keys(compared).length === 0) return {};
  try {
    const { choice, disagree, explanations, titles } = compareFrom(explanation, compared);
    const variants = explanations.map(({ gradient, loss }, i) => ({
      title: titles[i],
      loss,
      steps: stepsOf(gradient),
    }));
    return { comparison: { choice, variants, disagree, refused: "" } };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { comparison: { choice: "", variants: [], disagree: [], refused: error.message } };
  }
}

/** @param {Float64Array} gradient */
function stepsOf(gradient) {
  return Array.from(gradient, (value) => -value + 0);
}
