/** Sweep: one list over a range of temperatures, all else the same. */

import { logitsOf, presentOf, racesOf, spread } from "./answer.js";
import { checkScenario } from "./scenario.js";
import { sum } from "./textbook.js";

/**
 * What the temperature does to a list, a row for each temperature.
 * @typedef {object} Sweep
 * @property {number[]} temperatures
 * @property {number[]} losses
 * @property {Float64Array[]} push_shares each item's share of all upward steps (above 0) or of all
 *   downward ones (below 0): the direction of the gradient, whatever its size
 * @property {number[]} sizes the Euclidean length of the gradient
 */

/** From 0.01 to 100. */
export const TEMPERATURES = Array.from({ length: 81 }, (_, step) =>
  Number((10 ** ((step - 40) / 20)).toPrecision(3)),
);

/**
 * @param {import("./scenario.js").Scenario} scenario
 * @param {number[]} temperatures ascending, each within the limits of a scenario
 * @returns {Sweep}
 */
export function sweep(scenario, temperatures = TEMPERATURES) {
  checkScenario(scenario);
  const present = presentOf(scenario);
  const races = racesOf(scenario, present); // the same at any temperature
  const n = scenario.scores.length;
  const outcomes = temperatures.map((temperature) => {
    const { contributions, gradient } = races.outcome(logitsOf(present.scores, temperature));
    let [moved, squares] = [0, 0];
    for (let i = 0; i < gradient.length; i++) {
      const step = -gradient[i] / temperature;
      moved += Math.abs(step);
      squares += step * step;
    }
    const half = moved / 2; // half of all moves is up, half down
    const shares = gradient.map((slope) => (half > 0 ? -slope / temperature / half + 0 : 0));
    return {
      loss: sum(contributions) + 0,
      shares: spread(shares, present.there, n),
      size: Math.sqrt(squares),
    };
  });
  return {
    temperatures,
    losses: outcomes.map(({ loss }) => loss),
    push_shares: outcomes.map(({ shares }) => shares),
    sizes: outcomes.map(({ size }) => size),
  };
}
