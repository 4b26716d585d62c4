/** Several races: the layouts in which an item may have more than one race, or none. */

import { places, race, rows } from "./races.js";
import { sum } from "./textbook.js";

/**
 * @typedef {import("./races.js").Outcome} Outcome
 * @typedef {import("./races.js").Race} Race
 */

/** One race for each pair of an item and another that it should beat. */
export class Pairs {
  /**
   * @param {number} count the number of items
   * @param {(item: number) => Float64Array} weights the weights of the races that an item should
   *   win: entry j is that against j, 0 where there is none
   */
  constructor(count, weights) {
    this.count = count;
    this.weights = weights;
  }

  /**
   * @param {Float64Array} logits
   * @returns {Outcome}
   */
  outcome(logits) {
    const [contributions, pullUp, pushDown] = rows(3, () => new Float64Array(this.count));
    for (let i = 0; i < this.count; i++) {
      this.weights(i).forEach((weight, j) => {
        if (weight === 0) return;
        const ahead = logits[j] - logits[i];
        const pressure = weight * sigmoid(ahead);
        contributions[i] += weight * softplus(ahead);
        pullUp[i] += pressure;
        pushDown[j] += pressure;
      });
    }
    return halves(contributions, pullUp, pushDown);
  }

  /** Row i: who stands in a race that item i should win. @returns {Uint8Array[]} */
  whoCompetes() {
    return rows(this.count, (i) => {
      const row = Uint8Array.from(this.weights(i), (weight) => Number(weight !== 0));
      row[i] = Number(row.includes(1));
      return row;
    });
  }

  /**
   * Row i: each item's probability, averaged over the races of item i by weight.
   * @param {Float64Array} logits
   * @returns {Float64Array[]}
   */
  probabilities(logits) {
    return rows(this.count, (i) => {
      const weights = this.weights(i);
      const total = sum(weights);
      const scaled = weights.map((weight) => (total === 0 ? 0 : weight / total));
      const row = scaled.map((share, j) => share * sigmoid(logits[j] - logits[i]));
      row[i] = total === 0 ? 0 : 1 - sum(row);
      return row;
    });
  }

  /** The sum of `|w_r|` over the races. */
  totalWeight() {
    return sum(rows(this.count, (i) => sum(this.weights(i).map(Math.abs))));
  }

  /**
   * The races that an item owns.
   * @param {number} item
   * @param {Float64Array} logits
   * @returns {Race[]}
   */
  ownedBy(item, logits) {
    const weights = this.weights(item);
    return places(weights).map((j) =>
      race(item, item, [item, j], weights[j], sigmoid(logits[item] - logits[j])),
    );
  }
}

/** Two races for each item, against a line at 0: the item should win one, the line the other. */
export class Line {
  /**
   * @param {Float64Array} above the weight of the race that the item should win
   * @param {Float64Array} below the weight of the race that the line should win
   */
  constructor(above, below) {
    this.above = above;
    this.below = below;
  }

  /**
   * @param {Float64Array} logits
   * @returns {Outcome}
   */
  outcome(logits) {
    const { above, below } = this;
    return halves(
      logits.map((logit, i) => above[i] * softplus(-logit) + below[i] * softplus(logit)),
      logits.map((logit, i) => above[i] * sigmoid(-logit)),
      logits.map((logit, i) => below[i] * sigmoid(logit)),
    );
  }

  /** Row i: who stands in a race that item i should win: itself alone. @returns {Uint8Array[]} */
  whoCompetes() {
    const n = this.above.length;
    return rows(n, (i) => Uint8Array.from({ length: n }, (_, j) => Number(i === j && this.above[i] !== 0)));
  }

  /**
   * Row i: the item's probability in the race that it should win.
   * @param {Float64Array} logits
   * @returns {Float64Array[]}
   */
  probabilities(logits) {
    return rows(logits.length, (i) => logits.map((logit, j) => (i === j && this.above[i] !== 0 ? sigmoid(logit) : 0)));
  }

  /** The sum of `|w_r|` over the races. */
  totalWeight() {
    return sum(this.above.map(Math.abs)) + sum(this.below.map(Math.abs));
  }

  /**
   * The races that an item owns.
   * @param {number} item
   * @param {Float64Array} logits
   * @returns {Race[]}
   */
  ownedBy(item, logits) {
    const p = sigmoid(logits[item]);
    const both = [
      race(item, item, [item], this.above[item], p, true),
      race(item, null, [item], this.below[item], 1 - p, true),
    ];
    return both.filter(({ weight }) => weight !== 0);
  }
}

/** Of races of which an item may have several. @type {(...of: Float64Array[]) => Outcome} */
function halves(contributions, pullUp, pushDown) {
  const gradient = pushDown.map((down, i) => down - pullUp[i]);
  return { contributions, gradient, pull_up: pullUp, push_down: pushDown, probabilities: null };
}

/** `log(1 + exp(x))`. @param {number} x */
function softplus(x) {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** @param {number} x */
function sigmoid(x) {
  return Math.exp(-softplus(-x));
}
