/** Ties: the loss of a list under every order of its tied scores. */

import { logitsOf, presentOf, racesOf } from "./answer.js";
import { Refused } from "./checks.js";
import { whyNot } from "./definitions.js";
import { Draws } from "./draws.js";
import { shown } from "./formatting.js";
import { ndcg, ranks } from "./metrics.js";
import { checkScenario } from "./scenario.js";
import { sum } from "./textbook.js";

/**
 * @typedef {import("./scenario.js").Scenario} Scenario
 * @typedef {import("./answer.js").Present} Present
 *
 * The losses and metrics that one list could have, one entry for each order of its ties.
 * @typedef {object} TieOrders
 * @property {Scenario} scenario
 * @property {number} count how many orders there are
 * @property {boolean} sampled whether there were too many to try all
 * @property {number[]} losses
 * @property {number[]} ndcgs
 */

const MOST_ORDERS = 5040; // all orders of seven tied items

/**
 * @param {Scenario} scenario
 * @param {number} [most] how many orders to try at most; of more, as many are drawn at random
 * @param {number} [seed] of that draw
 * @returns {TieOrders}
 */
export function tieOrders(scenario, most = MOST_ORDERS, seed = 0) {
  checkScenario(scenario);
  if (!Number.isInteger(most)) {
    throw new Refused(`most must be a whole number of orders, got ${shown(most)}`);
  }
  if (most < 1) throw new Refused(`most must be at least 1, got ${most}`);
  const present = presentOf(scenario);
  const { scores } = present;
  const groups = tied(scores);
  const count = groups.reduce((product, group) => product * factorial(group.length), 1);
  const orders = count <= most ? all(groups) : some(groups, most, seed);
  const byPosition = ranks(scores);
  const weight = scenario.lambda_weight;
  const moves = weight !== null && !whyNot(scenario.loss, "lambda_weight", weight);
  /** @type {number[]} */
  const losses = [];
  /** @type {number[]} */
  const ndcgs = [];
  for (const order of orders) {
    const place = Array.from(scores, (_, i) => i);
    groups.forEach((group, g) => group.forEach((at, i) => (place[order[g][i]] = at)));
    const labels = Float64Array.from(place, (i) => present.labels[i]);
    ndcgs.push(ndcg(labels, byPosition));
    // Ranks act through a lambda weight alone.
    const there = place.map((i) => present.there[i]);
    losses.push(moves || losses.length === 0 ? lossOf(scenario, { there, labels, scores }) : losses[0]);
  }
  return { scenario, count, sampled: count > most, losses, ndcgs };
}

/**
 * @param {Scenario} scenario
 * @param {Present} present
 */
function lossOf(scenario, present) {
  const logits = logitsOf(present.scores, scenario.temperature);
  return sum(racesOf(scenario, present).outcome(logits).contributions) + 0;
}

/**
 * The items of each score that several have, the lowest score first.
 * @param {Float64Array} scores
 */
function tied(scores) {
  const groups = [...new Set(scores)].sort((a, b) => a - b).map((score) => {
    return Array.from(scores, (_, i) => i).filter((i) => scores[i] === score);
  });
  return groups.filter((group) => group.length > 1);
}

/**
 * @param {number[][]} groups
 * @returns {Generator<number[][]>}
 */
function* all(groups) {
  if (groups.length === 0) {
    yield [];
    return;
  }
  for (const first of permutations(groups[0])) {
    for (const rest of all(groups.slice(1))) yield [first, ...rest];
  }
}

/**
 * @param {number[][]} groups
 * @param {number} count
 * @param {number} seed
 * @returns {Generator<number[][]>}
 */
function* some(groups, count, seed) {
  const draws = new Draws(seed);
  for (let drawn = 0; drawn < count; drawn++) {
    yield groups.map((group) => draws.permutation(group.length).map((i) => group[i]));
  }
}

/**
 * @param {number[]} values
 * @returns {Generator<number[]>}
 */
function* permutations(values) {
  if (values.length === 0) yield [];
  for (const [i, first] of values.entries()) {
    for (const rest of permutations(values.filter((_, j) => j !== i))) yield [first, ...rest];
  }
}

/** @param {number} n */
function factorial(n) {
  let result = 1;
  for (let factor = 2; factor <= n; factor++) result *= factor;
  return result;
}
