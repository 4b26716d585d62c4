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
 * @returns {Uint8Array[]} row i: 1 where an item is in `C_i`
 */
export function uniqueSoftmaxCompetitors(labels) {
  return Array.from(labels, (label, i) => {
    const row = new Uint8Array(labels.length);
    for (let j = 0; j < row.length; j++) row[j] = labels[j] < label || i === j ? 1 : 0;
    return row;
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
 * `exp(l_j - highest)` of each competitor, the highest logit among them first brought to 0: so none
 * is too large. They are put into an array that is given, 0 where j is not in C.
 * @param {Float64Array} logits
 * @param {Uint8Array | null} competitors null where everyone competes
 * @param {Float64Array} powers
 * @returns {[highest: number, total: number]} the highest logit, and the sum of the powers
 */
export function exponentials(logits, competitors, powers) {
  let [highest, total] = [-Infinity, 0];
  for (let j = 0; j < logits.length; j++) {
    if ((!competitors || competitors[j]) && logits[j] > highest) highest = logits[j];
  }
  for (let j = 0; j < logits.length; j++) {
    powers[j] = !competitors || competitors[j] ? Math.exp(logits[j] - highest) : 0;
    total += powers[j];
  }
  return [highest, total];
}
