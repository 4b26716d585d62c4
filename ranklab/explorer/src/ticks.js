/** Axes of the views: how far they reach, and the numbers on them. */

import { element } from "./dom.js";
import { niceAbove } from "./scale.js";
import { number } from "./words.js";

const LEAST = 1e-9; // an axis of nothing still has two ends

/** How far an axis reaches. It only grows while a bar is in the hand, so that nothing jumps. */
export class Reach {
  constructor() {
    this.value = 0;
  }

  /**
   * @param {number} most the largest number on the axis
   * @param {boolean} inHand whether a bar is in the hand
   * @returns {number}
   */
  fit(most, inHand) {
    const wanted = niceAbove(Math.max(most, LEAST));
    this.value = inHand ? Math.max(this.value, wanted) : wanted;
    return this.value;
  }
}

/** @param {number} value @returns {string} a round number, without the zeros at its end */
export function round(value) {
  const text = number(value);
  const [digits, power] = text.split("e");
  const short = digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
  return power === undefined ? short : `${short}e${power}`;
}

/**
 * Write the numbers of an axis at their places, where they are others than before.
 * @param {HTMLElement} node
 * @param {number[]} ticks evenly spaced, the first at the start and the last at the end
 */
export function axis(node, ticks) {
  const made = ticks.join();
  if (node.dataset.ticks === made) return;
  node.dataset.ticks = made;
  const last = ticks.length - 1;
  node.replaceChildren(
    ...ticks.map((tick, at) => {
      const text = element("span", { "data-at": at === 0 ? "start" : at === last ? "end" : "middle" }, round(tick));
      text.style.left = `${(100 * at) / last}%`;
      return text;
    }),
  );
}

/**
 * Round numbers from one to another, on a logarithmic scale: at most five.
 * @param {number} low above 0
 * @param {number} high
 * @returns {number[]}
 */
export function logTicks(low, high) {
  const from = Math.floor(Math.log10(low));
  const powers = Array.from({ length: Math.ceil(Math.log10(high)) - from + 1 }, (_, i) => from + i);
  /** @param {number[]} factors */
  const inside = (factors) =>
    powers
      .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
      .filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
  const tens = inside([1]);
  if (tens.length >= 3) return tens.filter((_, at) => at % Math.ceil(tens.length / 5) === 0);
  const few = inside([1, 3]);
  return few.length >= 3 ? few : inside([1, 2, 5]);
}
