/** Answer: `explain`, which computes the explanation of a scenario, in closed form. */

import { lambdaWeightOf, lossOf } from "./definitions.js";
import { Explanation } from "./explanation.js";
import { checkedK, DEFAULT_K, measure, ranks } from "./metrics.js";
import { Rows } from "./races.js";
import { checkScenario } from "./scenario.js";
import { sum } from "./textbook.js";

/** @typedef {import("./scenario.js").Scenario} Scenario */

/**
 * The items of a list that are there: their places, and what stands there.
 * @typedef {object} Present
 * @property {number[]} there
 * @property {Float64Array} labels
 * @property {Float64Array} scores
 */

/**
 * The loss of a scenario, every item's part in it, and the gradient.
 * @param {Scenario} scenario a checked one; every valid scenario has an answer
 * @param {number} [k] the cut-off of NDCG@k, DCG@k and precision@k, in places
 * @param {string} [gain] of NDCG and DCG
 * @param {number | null} [relevantFrom] the label from which an item counts as relevant
 * @returns {Explanation}
 */
export function explain(scenario, k = DEFAULT_K, gain = "exponential", relevantFrom = null) {
  checkScenario(scenario);
  checkedK(k);
  const { temperature } = scenario;
  const present = presentOf(scenario);
  const { there, labels, scores } = present;
  const n = scenario.scores.length;
  const races = racesOf(scenario, present);
  const outcome = races.outcome(logitsOf(scores, temperature));
  const ranked = ranks(scores);
  /** @param {Float64Array} values */
  const everywhere = (values) => spread(values, there, n);
  /** @param {Float64Array} values */
  const byScores = (values) => everywhere(values.map((value) => value / temperature + 0)); // no -0
  const ofEach = races instanceof Rows && outcome.probabilities !== null;
  return new Explanation({
    scenario,
    logits: logitsOf(scenario.scores, temperature),
    mask: scenario.labels.map((label) => label >= 0),
    ranks: paddingLast(ranked, there, n),
    contributions: everywhere(outcome.contributions.map((value) => value + 0)),
    gradient: byScores(outcome.gradient),
    loss: sum(outcome.contributions) + 0,
    metrics: measure(labels, ranked, k, gain, relevantFrom),
    races,
    pull_up: byScores(outcome.pull_up),
    push_down: byScores(outcome.push_down),
    weights: ofEach ? everywhere(races.weights) : null,
    probabilities: ofEach ? everywhere(outcome.probabilities ?? new Float64Array()) : null,
    targets: ofEach ? everywhere(races.targets()) : null,
  });
}

/**
 * @param {Scenario} scenario
 * @returns {Present}
 */
export function presentOf({ labels, scores }) {
  const there = labels.flatMap((label, i) => (label >= 0 ? [i] : []));
  return {
    there,
    labels: Float64Array.from(there, (i) => labels[i]),
    scores: Float64Array.from(there, (i) => scores[i]),
  };
}

/**
 * The races of the items that are there.
 * @param {Scenario} scenario
 * @param {Present} present
 */
export function racesOf(scenario, { there, labels, scores }) {
  return lossOf(scenario.loss).races(labels, scores, settingsOf(scenario, there));
}

/**
 * What a scenario says besides the list and the loss, for the items that are there.
 * @param {Scenario} scenario
 * @param {number[]} there
 * @returns {import("./definitions.js").Settings}
 */
export function settingsOf(scenario, there) {
  const { sample_weight: weights } = scenario;
  return {
    lambda_weight: lambdaWeightOf(scenario.lambda_weight),
    topn: scenario.topn,
    normalize_labels: scenario.normalize_labels,
    sample_weight: weights && Float64Array.from(there, (i) => weights[i]),
  };
}

/**
 * @param {ArrayLike<number>} scores
 * @param {number} temperature
 */
export function logitsOf(scores, temperature) {
  const logits = new Float64Array(scores.length);
  for (let i = 0; i < logits.length; i++) logits[i] = scores[i] / temperature;
  return logits;
}

/**
 * Values of the items that are there among the zeros of those that are not.
 * @param {Float64Array} values
 * @param {number[]} there
 * @param {number} n
 */
export function spread(values, there, n) {
  if (there.length === n) return values;
  const result = new Float64Array(n);
  there.forEach((place, i) => (result[place] = values[i]));
  return result;
}

/**
 * The ranks of all places: those that are there as given, padding behind them in its order.
 * @param {Int32Array} ranked
 * @param {number[]} there
 * @param {number} n
 */
function paddingLast(ranked, there, n) {
  const result = new Int32Array(n);
  there.forEach((place, i) => (result[place] = ranked[i]));
  let next = ranked.length;
  return result.map((rank) => (rank === 0 ? (next += 1) : rank));
}
