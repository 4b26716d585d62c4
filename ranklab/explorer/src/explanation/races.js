/**
 * Races: the terms of a loss, and what they come to.
 *
 *     loss = sum over races r of  w_r * ( logsumexp over j in C_r of l_j  -  l_winner(r) )
 *
 * A layout says which races there are: `Rows`, or `Pairs` and `Line` of `several_races.js`.
 */

import { exponentials, highestOf, sum } from "./textbook.js";

/**
 * @typedef {object} Race
 * @property {number} owner the item whose part of the loss it is
 * @property {number | null} winner the item that should win, or null for the line at 0
 * @property {number[]} competitors the items that stand in it
 * @property {number} weight
 * @property {number} probability the softmax of the winner's logit among the competitors
 * @property {boolean} against_line whether the line stands in it, too
 *
 * What races come to; derivatives are by the logits.
 * @typedef {object} Outcome
 * @property {Float64Array} contributions what the races that an item owns cost
 * @property {Float64Array} gradient the derivative of the loss
 * @property {Float64Array} pull_up how hard the races that an item should win raise it
 * @property {Float64Array} push_down how hard the races that others should win lower it
 * @property {Float64Array | null} probabilities of each item's race, where each has one
 *
 * @typedef {Rows | import("./several_races.js").Pairs | import("./several_races.js").Line} Layout
 */

/** One race for each item, which the item should win. */
export class Rows {
  /**
   * @param {Float64Array} weights the weight of each race
   * @param {number[][] | null} [competitors] entry i lists `C_i`; null where all stand in every race
   */
  constructor(weights, competitors = null) {
    this.weights = weights;
    this.competitors = competitors;
    this.everyone = Array.from({ length: weights.length }, (_, i) => i);
  }

  /**
   * @param {Float64Array} logits
   * @returns {Outcome}
   */
  outcome(logits) {
    const { weights } = this;
    const [logP, pressure] = this.#pressure(logits);
    const arrays = rows(5, () => new Float64Array(weights.length));
    const [contributions, gradient, pullUp, pushDown, probabilities] = arrays;
    for (let i = 0; i < weights.length; i++) { // a loop is faster here than maps
      contributions[i] = weights[i] * -logP[i];
      probabilities[i] = Math.exp(logP[i]);
      gradient[i] = pressure[i] - weights[i];
      pullUp[i] = weights[i] * (1 - probabilities[i]);
      pushDown[i] = Math.max(gradient[i] + pullUp[i], 0);
    }
    return { contributions, gradient, pull_up: pullUp, push_down: pushDown, probabilities };
  }

  /**
   * `log p`, and the sum over all races of `w_r q_rj`.
   * @param {Float64Array} logits
   * @returns {[Float64Array, Float64Array]}
   */
  #pressure(logits) {
    const { competitors, everyone, weights } = this;
    const n = logits.length;
    const [logP, pressure, powers] = rows(3, () => new Float64Array(n));
    if (!competitors) { // all races are the same
      const highest = highestOf(logits, everyone);
      const total = exponentials(logits, everyone, highest, powers);
      const [logTotal, share] = [Math.log(total), sum(weights) / total];
      for (let j = 0; j < n; j++) {
        logP[j] = logits[j] - highest - logTotal;
        pressure[j] = share * powers[j];
      }
      return [logP, pressure];
    }
    for (let i = 0; i < n; i++) {
      const there = competitors[i];
      const highest = highestOf(logits, there);
      const total = exponentials(logits, there, highest, powers);
      logP[i] = logits[i] - highest - Math.log(total);
      const share = weights[i] / total;
      for (let k = 0; k < there.length; k++) pressure[there[k]] += share * powers[k];
    }
    return [logP, pressure];
  }

  /** Row i: who stands in the race that item i should win. @returns {Uint8Array[]} */
  whoCompetes() {
    const { competitors, everyone } = this;
    return rows(everyone.length, (i) => {
      const row = new Uint8Array(everyone.length);
      for (const j of competitors?.[i] ?? everyone) row[j] = 1;
      return row;
    });
  }

  /**
   * Row i: each item's probability in the race of item i.
   * @param {Float64Array} logits
   * @returns {Float64Array[]}
   */
  probabilities(logits) {
    const { competitors, everyone } = this;
    const powers = new Float64Array(logits.length);
    /** @param {number[]} there */
    const race = (there) => {
      const total = exponentials(logits, there, highestOf(logits, there), powers);
      const row = new Float64Array(logits.length);
      there.forEach((j, k) => (row[j] = powers[k] / total));
      return row;
    };
    if (competitors) return competitors.map(race);
    const shared = race(everyone);
    return rows(logits.length, () => shared);
  }

  /** The sum of `|w_r|` over the races. */
  totalWeight() {
    return sum(this.weights.map(Math.abs));
  }

  /**
   * What the loss wants each probability to be: `w_i / sum w` where all races share their
   * competitors, so that they share one distribution; else 1.
   */
  targets() {
    if (this.competitors) return new Float64Array(this.weights.length).fill(1);
    const total = sum(this.weights);
    return this.weights.map((weight) => (total > 0 ? weight / total : 0));
  }

  /**
   * The races that an item owns.
   * @param {number} item
   * @param {Float64Array} logits
   * @returns {Race[]}
   */
  ownedBy(item, logits) {
    const there = this.competitors?.[item] ?? this.everyone;
    const powers = new Float64Array(there.length);
    const total = exponentials(logits, there, highestOf(logits, there), powers);
    const probability = powers[there.indexOf(item)] / total;
    return [race(item, item, there, this.weights[item], probability)];
  }
}

/** @type {(o: number, w: number | null, c: number[], weight: number, p: number, line?: boolean) => Race} */
export function race(owner, winner, competitors, weight, probability, againstLine = false) {
  return { owner, winner, competitors, weight, probability, against_line: againstLine };
}

/**
 * @template T
 * @param {number} n
 * @param {(i: number) => T} row
 * @returns {T[]}
 */
export function rows(n, row) {
  return Array.from({ length: n }, (_, i) => row(i));
}

/** Where something stands that is not 0. @param {ArrayLike<number>} values */
export function places(values) {
  return Array.from(values, (_, i) => i).filter((i) => values[i] !== 0);
}
