/** The one score axis: its reach, its ticks, and how long the arrows are drawn. */

import { LIMITS } from "./facts.js";

/**
 * The smallest number of the form 1, 2, 3 or 5 times a power of ten that is not below the value.
 * @param {number} value above 0
 * @returns {number}
 */
export function niceAbove(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 3, 5, 10].find((f) => f * power >= value * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(1));
}

/**
 * The largest number of the form 1, 2 or 5 times a power of ten that is not above the value.
 * @param {number} value above 0
 * @returns {number}
 */
export function niceBelow(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [5, 2, 1].find((f) => f * power <= value * (1 + 1e-9)) ?? 1;
  return Number((factor * power).toPrecision(1));
}

/** Scores from -reach to reach, zero in the middle. It only grows while a bar is in the hand. */
export class Axis {
  /** @param {readonly number[]} scores */
  constructor(scores) {
    this.reach = 0;
    this.arrows = 1;
    this.fit(scores);
  }

  /** Reach as far as the scores need, and no further. @param {readonly number[]} scores */
  fit(scores) {
    this.reach = 0;
    this.stretch([1 / 1.15, ...scores]);
  }

  /** Grow if the scores need it. @param {readonly number[]} scores */
  stretch(scores) {
    const largest = Math.max(...scores.map(Math.abs));
    if (largest > this.reach) this.reach = Math.min(LIMITS.score, niceAbove(1.15 * largest));
  }

  /** How many score units one press of an arrow key moves a bar. */
  get step() {
    return niceBelow(this.reach / 20);
  }

  /** How many, where a whole step is too much. */
  get fine() {
    return Number((this.step / 10).toPrecision(1));
  }

  /** @param {number} score @returns {number} its place on the track, 0 to 1 */
  place(score) {
    return 0.5 + score / (2 * this.reach);
  }

  /** @returns {number[]} */
  get ticks() {
    const half = this.reach / 2;
    return [-this.reach, -half, 0, half, this.reach];
  }

  /**
   * Choose how many times longer than true the arrows are drawn, and keep to it while it serves:
   * the longest takes a twelfth to a quarter of the axis, and no tip leaves it.
   * @param {readonly number[]} scores
   * @param {readonly number[]} steps
   */
  fitArrows(scores, steps) {
    let most = Infinity;
    let longest = 0;
    steps.forEach((step, i) => {
      const length = Math.abs(step) / (2 * this.reach);
      const end = Math.min(1, Math.max(0, this.place(scores[i])));
      const room = Math.max(0.03, step > 0 ? 1 - end : end);
      if (length > 0) most = Math.min(most, Math.min(0.25, room) / length);
      longest = Math.max(longest, length);
    });
    if (longest < 1e-7) return;
    if (this.arrows > most || this.arrows < 0.3 * most) this.arrows = niceBelow(most);
  }
}
