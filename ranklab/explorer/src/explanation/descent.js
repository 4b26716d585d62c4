/** Descent: gradient descent on the scores of one list, every step ahead of time. */

import { logitsOf, presentOf, racesOf } from "./answer.js";
import { Refused } from "./checks.js";
import { grouped, shown } from "./formatting.js";
import { ndcg, ranks } from "./metrics.js";
import { checkScenario } from "./scenario.js";
import { sum } from "./textbook.js";
import { LIMITS } from "../facts.js";

/**
 * Every step of a descent; row 0 is where it started.
 * @typedef {object} Descent
 * @property {import("./scenario.js").Scenario} scenario where it started
 * @property {number} rate the rate, or the length of a step
 * @property {string} step "rate" or "length"
 * @property {number[][]} scores
 * @property {number[]} losses
 * @property {number[]} ndcgs
 * @property {number[]} sizes the Euclidean length of the gradient
 * @property {string} stopped why it ended: "converged", "steps" or "diverged"
 *
 * @typedef {object} Slope
 * @property {number} loss
 * @property {Float64Array} gradient among the items that are there
 * @property {number} largest the largest gradient that the list could have
 */

const STILL = 1e-6; // of the largest gradient that the list could have: below it, it has converged

/**
 * Let the scores follow their gradient, step by step. Padding never moves.
 * @param {import("./scenario.js").Scenario} scenario
 * @param {{ rate?: unknown, steps?: unknown, step?: unknown }} [how]
 * @returns {Descent}
 */
export function descend(scenario, how = {}) {
  const { rate, steps, step } = checked(how);
  checkScenario(scenario);
  const { there, labels } = presentOf(scenario);
  let scores = [...scenario.scores];
  /** @type {Descent} */
  const descent = { scenario, rate, step, scores: [], losses: [], ndcgs: [], sizes: [], stopped: "steps" };
  for (let taken = 0; ; taken++) {
    const present = { there, labels, scores: Float64Array.from(there, (i) => scores[i]) };
    const { loss, gradient, largest } = slope(scenario, present);
    const size = Math.sqrt(sum(gradient.map((value) => value * value)));
    descent.scores.push(scores);
    descent.losses.push(loss);
    descent.ndcgs.push(ndcg(labels, ranks(present.scores)));
    descent.sizes.push(size);
    if (size <= STILL * largest) return { ...descent, stopped: "converged" };
    if (taken === steps) return descent;
    const moved = [...scores];
    there.forEach((place, i) => {
      moved[place] -= (rate * gradient[i]) / (step === "length" ? size : 1);
    });
    if (!moved.every((score) => Math.abs(score) <= LIMITS.score)) {
      return { ...descent, stopped: "diverged" };
    }
    scores = moved;
  }
}

/**
 * @param {import("./scenario.js").Scenario} scenario
 * @param {import("./answer.js").Present} present
 * @returns {Slope}
 */
function slope(scenario, present) {
  const races = racesOf(scenario, present); // which may depend on the scores
  const outcome = races.outcome(logitsOf(present.scores, scenario.temperature));
  return {
    loss: sum(outcome.contributions) + 0,
    gradient: outcome.gradient.map((value) => value / scenario.temperature),
    largest: races.totalWeight() / scenario.temperature,
  };
}

/** @param {{ rate?: unknown, steps?: unknown, step?: unknown }} how */
function checked({ rate = 0.1, steps = 100, step = "rate" }) {
  if (typeof rate !== "number") {
    throw new Refused(`rate must be a number above 0, got ${shown(rate)}`);
  }
  if (!(rate > 0 && rate < Infinity)) {
    throw new Refused(`rate must be a finite number above 0, got ${shown(rate)}`);
  }
  if (typeof steps !== "number" || !Number.isInteger(steps)) {
    throw new Refused(`steps must be a whole number, got ${shown(steps)}`);
  }
  if (!(steps >= 1 && steps <= LIMITS.steps)) {
    throw new Refused(`steps must be from 1 to ${grouped(LIMITS.steps)}, got ${steps}`);
  }
  if (step !== "rate" && step !== "length") {
    throw new Refused(`step must be 'rate' or 'length', got ${shown(step)}`);
  }
  return { rate, steps, step };
}
