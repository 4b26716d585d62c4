/**
 * The losses as the papers write them: who competes, and how much an item weighs.
 *
 * The functions take the items that are there, with labels of 0 and above.
 */

import { log2Inverse, powMinus1 } from "./metrics.js";

/** @typedef {ArrayLike<number>} Numbers */

/**
 * Item i competes with itself and with every item of a strictly lower label.
 * @param {Numbers} labels
 * @returns {number[][]} entry i lists `C_i`
 */
export function uniqueSoftmaxCompetitors(labels) {
  return Array.from(labels, (label, i) => {
    const there = [];
    for (let j = 0; j < labels.length; j++) if (labels[j] < label || i === j) there.push(j);
    return there;
  });
}

/**
 * `y_i / sum_j y_j` as on the API page, or `y_i` where labels are not normalized.
 * @param {Numbers} labels
 * @param {boolean} normalizeLabels
 * @returns {Float64Array}
 */
export function softmaxWeights(labels, normalizeLabels = true) {
  const y = Float64Array.from(labels);
  const total = sum(y);
  return normalizeLabels && total > 0 ? y.map((label) => label / total) : y;
}

/**
 * `2^y_i - 1`.
 * @param {Numbers} labels
 */
export function uniqueSoftmaxWeights(labels) {
  return Float64Array.from(labels, powMinus1);
}

/**
 * The individual weights of a lambda weight, in place of the labels: `gain * discount`.
 * @param {Numbers} labels
 * @param {Numbers} ranks
 * @param {{ gain?: (label: number) => number, discount?: (rank: number) => number, normalized?: boolean, topn?: number | null }} [how]
 *   `topn`: how many places count in the largest sum that it is divided by; null for all
 */
export function lambdaWeights(labels, ranks, how = {}) {
  const { gain = powMinus1, discount = log2Inverse, normalized = true, topn = null } = how;
  const gains = Float64Array.from(labels, gain);
  const weights = gains.map((value, i) => value * discount(ranks[i]));
  if (!normalized) return weights;
  const best = sum(bestGains(gains, topn).map((value, i) => value * discount(i + 1)));
  return weights.map((weight) => (best > 0 ? weight / best : 0));
}

/**
 * The largest gains, one for each place that counts.
 * @param {Float64Array} gains
 * @param {number | null} topn
 */
export function bestGains(gains, topn) {
  return gains.slice().sort((a, b) => b - a).subarray(0, topn ?? gains.length);
}

/** @param {Numbers} values */
export function sum(values) {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/**
 * The highest logit among some items.
 * @param {Float64Array} logits
 * @param {number[]} there their places
 */
export function highestOf(logits, there) {
  let highest = -Infinity;
  for (let k = 0; k < there.length; k++) {
    const logit = logits[there[k]];
    if (logit > highest) highest = logit;
  }
  return highest;
}

/**
 * `exp(l_j - highest)` of each competitor: less the highest logit among them, none is too large.
 * @param {Float64Array} logits
 * @param {number[]} competitors their places
 * @param {number} highest
 * @param {Float64Array} powers where they are put, in the order of the competitors
 * @returns {number} their sum
 */
export function exponentials(logits, competitors, highest, powers) {
  let total = 0;
  for (let k = 0; k < competitors.length; k++) {
    const power = Math.exp(logits[competitors[k]] - highest);
    powers[k] = power;
    total += power;
  }
  return total;
}
