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
    const outcome = races.outcome(logitsOf(present.scores, temperature));
    const steps = outcome.gradient.map((value) => -value / temperature + 0);
    const half = sum(steps.map(Math.abs)) / 2; // half of all moves up, half down
    return {
      loss: sum(outcome.contributions) + 0,
      shares: spread(steps.map((step) => (half > 0 ? step / half : 0)), present.there, n),
      size: Math.sqrt(sum(steps.map((step) => step * step))),
    };
  });
  return {
    temperatures,
    losses: outcomes.map(({ loss }) => loss),
    push_shares: outcomes.map(({ shares }) => shares),
    sizes: outcomes.map(({ size }) => size),
  };
}
