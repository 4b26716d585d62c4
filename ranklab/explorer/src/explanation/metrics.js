/**
 * Ranks, gains, discounts and the ranking metrics of one list.
 *
 * Ranks are 1-based, best score first; items with equal scores rank in the order of their position.
 */

import { Refused } from "./checks.js";
import { shown } from "./formatting.js";

/**
 * @typedef {import("../types.js").Metrics} Metrics
 * @typedef {ArrayLike<number>} Numbers
 */

export const RELEVANT_FROM = 1;
export const DEFAULT_K = 5;

/**
 * @param {Numbers} scores
 * @returns {Int32Array}
 */
export function ranks(scores) {
  const result = new Int32Array(scores.length);
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b);
  order.forEach((item, place) => {
    result[item] = place + 1;
  });
  return result;
}

/** Gain of a label: the label itself. @param {number} label */
export function identity(label) {
  return label;
}

/** Gain of a label: `2^label - 1`. @param {number} label */
export function powMinus1(label) {
  return Math.expm1(label * Math.LN2);
}

export const GAINS = { exponential: powMinus1, linear: identity };

/** Discount of a rank: `1 / rank`. @param {number} rank */
export function inverse(rank) {
  return 1 / rank;
}

/** Discount of a rank: `1 / log2(1 + rank)`. @param {number} rank */
export function log2Inverse(rank) {
  return Math.LN2 / Math.log1p(rank);
}

/**
 * NDCG over the whole list; 0 where nothing is relevant.
 * @param {Numbers} labels
 * @param {Numbers} ranked the ranks of the items
 */
export function ndcg(labels, ranked) {
  const gains = gainsByRank(labels, ranked, powMinus1);
  return ndcgOf(gains, ideal(gains), Infinity);
}

/**
 * The label from which an item counts as relevant: 1; in a list where no label reaches 1, the
 * smallest above 0.
 * @param {Numbers} labels
 * @param {unknown} relevantFrom that label, or null for the rule
 * @returns {number}
 */
export function relevanceThreshold(labels, relevantFrom) {
  if (relevantFrom !== null) return checkedThreshold(relevantFrom);
  let [least, most] = [Infinity, 0];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] > 0) least = Math.min(least, labels[i]);
    most = Math.max(most, labels[i]);
  }
  return most === 0 || most >= RELEVANT_FROM ? RELEVANT_FROM : least;
}

/**
 * All the metrics of one list.
 * @param {Numbers} labels
 * @param {Numbers} ranked the ranks of the items
 * @param {number} k the cut-off, in places
 * @param {unknown} gain a key of `GAINS`
 * @param {unknown} relevantFrom
 * @returns {Metrics}
 */
export function measure(labels, ranked, k, gain, relevantFrom) {
  if (!isGain(gain)) {
    const known = Object.keys(GAINS).map(shown).join(", ");
    throw new Refused(`gain must be one of ${known}, got ${shown(gain)}`);
  }
  const threshold = relevanceThreshold(labels, relevantFrom);
  const gains = gainsByRank(labels, ranked, GAINS[gain]);
  const best = ideal(gains);
  const relevant = relevantRanks(labels, ranked, threshold);
  return {
    ndcg: ndcgOf(gains, best, Infinity),
    ndcg_at_k: ndcgOf(gains, best, k),
    dcg_at_k: dcgOf(gains, k),
    mrr: relevant.length > 0 ? 1 / relevant[0] : 0,
    precision_at_k: relevant.filter((rank) => rank <= k).length / k,
    average_precision: averagePrecision(relevant),
    k,
    gain,
    relevant_from: relevantFrom === null ? null : threshold,
    threshold,
  };
}

/**
 * Refuse what is no cut-off.
 * @param {unknown} k
 * @returns {number}
 */
export function checkedK(k) {
  if (typeof k !== "number" || !Number.isInteger(k)) {
    throw new Refused(`k must be a whole number of places, got ${shown(k)}`);
  }
  if (k < 1) throw new Refused(`k must be at least 1, got ${k}`);
  return k;
}

/**
 * The gains from rank 1 on; padding has no gain.
 * @param {Numbers} labels
 * @param {Numbers} ranked
 * @param {(label: number) => number} gain
 */
function gainsByRank(labels, ranked, gain) {
  const gains = new Float64Array(labels.length);
  for (let i = 0; i < gains.length; i++) gains[ranked[i] - 1] = gain(Math.max(labels[i], 0));
  return gains;
}

/**
 * The same gains in the best order.
 * @param {Float64Array} gains
 */
function ideal(gains) {
  return gains.slice().sort().reverse();
}

/**
 * The sum of the gains of the first `k` places, discounted.
 * @param {Float64Array} gains
 * @param {number} k
 */
function dcgOf(gains, k) {
  let sum = 0;
  for (let place = 1; place <= Math.min(k, gains.length); place++) {
    sum += gains[place - 1] / Math.log2(1 + place);
  }
  return sum;
}

/**
 * @param {Float64Array} gains
 * @param {Float64Array} ideals
 * @param {number} k
 */
function ndcgOf(gains, ideals, k) {
  const best = dcgOf(ideals, k);
  return best > 0 ? dcgOf(gains, k) / best : 0;
}

/** @param {unknown} relevantFrom */
function checkedThreshold(relevantFrom) {
  const wanted = "relevant_from must be a label above 0, such as 0.5, or None for the default rule";
  if (typeof relevantFrom !== "number") {
    throw new Refused(`${wanted}, got ${shown(relevantFrom)}`);
  }
  if (!(relevantFrom > 0 && relevantFrom <= Number.MAX_VALUE)) {
    throw new Refused(`${wanted}, got ${shown(relevantFrom)}`);
  }
  return relevantFrom;
}

/**
 * @param {Numbers} labels
 * @param {Numbers} ranked
 * @param {number} threshold
 * @returns {number[]} from the top
 */
function relevantRanks(labels, ranked, threshold) {
  const relevant = Array.from(ranked).filter((_, i) => labels[i] >= threshold);
  return relevant.sort((a, b) => a - b);
}

/** @param {number[]} relevant */
function averagePrecision(relevant) {
  const found = relevant.reduce((sum, rank, i) => sum + (i + 1) / rank, 0);
  return relevant.length > 0 ? found / relevant.length : 0;
}

/**
 * @param {unknown} name
 * @returns {name is keyof typeof GAINS}
 */
function isGain(name) {
  return typeof name === "string" && Object.hasOwn(GAINS, name);
}
