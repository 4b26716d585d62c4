/** Explanation: the whole answer to a scenario. `answer.js` computes it. */

import { isCustom } from "./scenario.js";
import { lossTitle } from "./definitions.js";
import { general, items, number, split } from "./formatting.js";
import { RELEVANT_FROM } from "./metrics.js";
import { note } from "./sentences.js";
import { SENTENCES } from "../facts.js";

const AT_THE_FLOOR = 1e-4; // of the largest step that a list could have
const HARDLY = 2e-3; // of the longest step: a shorter one is not spoken of

/**
 * Arrays are in the order of the items. Padding has no competitors, and weight, probability,
 * contribution and gradient 0. What a loss does not have is null.
 * @typedef {object} Fields
 * @property {import("./scenario.js").Scenario} scenario the question
 * @property {Float64Array} logits `l = scores / T`
 * @property {boolean[]} mask which items are really there
 * @property {Int32Array} ranks 1-based, best score first, ties by position, padding last
 * @property {Float64Array} contributions what the races of each item cost; their sum is the loss
 * @property {Float64Array} gradient d loss / d scores; the step of an item is minus its gradient
 * @property {number} loss
 * @property {import("./metrics.js").Metrics} metrics
 * @property {import("./races.js").Layout} races among the items that are there
 * @property {Float64Array} pull_up how far its own races raise a score in one step of rate 1
 * @property {Float64Array} push_down how far the races of others lower it
 * @property {Float64Array | null} weights of each item's race; null where an item has more races
 * @property {Float64Array | null} probabilities
 * @property {Float64Array | null} targets what the loss wants each probability to be
 */

export class Explanation {
  /** @param {Fields} fields */
  constructor(fields) {
    this.scenario = fields.scenario;
    this.logits = fields.logits;
    this.mask = fields.mask;
    this.ranks = fields.ranks;
    this.contributions = fields.contributions;
    this.gradient = fields.gradient;
    this.loss = fields.loss;
    this.metrics = fields.metrics;
    this.races = fields.races;
    this.pull_up = fields.pull_up;
    this.push_down = fields.push_down;
    this.weights = fields.weights;
    this.probabilities = fields.probabilities;
    this.targets = fields.targets;
  }

  /** Whether a label is above 0. Where none is, NDCG and MRR say nothing of the ranking. */
  get hasRelevantItem() {
    return this.scenario.labels.some((label) => label > 0);
  }

  /** Whether the loss is 0 for any scores, since no race has a weight. */
  get costsNothing() {
    return this.races.totalWeight() === 0;
  }

  /** Where the items stand that are there. */
  get there() {
    return this.mask.flatMap((there, i) => (there ? [i] : []));
  }

  /** Row i holds who stands in a race that item i should win. @returns {Uint8Array[]} */
  get competitors() {
    return this.#spread(this.races.whoCompetes(), (n) => new Uint8Array(n));
  }

  /**
   * Row i holds each item's probability in the race that i should win. Where an item should win
   * several races, the mean over them by weight.
   * @returns {Float64Array[]}
   */
  get raceProbabilities() {
    const logits = this.logits.filter((_, i) => this.mask[i]);
    return this.#spread(this.races.probabilities(logits), (n) => new Float64Array(n));
  }

  /**
   * The races that an item owns: what they cost is its contribution.
   * @param {number} item
   * @returns {import("./races.js").Race[]}
   */
  racesOf(item) {
    if (!this.mask[item]) return [];
    const { there } = this;
    const logits = this.logits.filter((_, i) => this.mask[i]);
    return this.races.ownedBy(there.indexOf(item), logits).map((race) => ({
      ...race,
      owner: item,
      winner: race.winner === null ? null : there[race.winner],
      competitors: race.competitors.map((j) => there[j]),
    }));
  }

  /** Say in words what it costs and which way scores move, one sentence a line. */
  describe() {
    return described(this).filter(Boolean).join("\n");
  }

  /**
   * Rows of those that are there, among those of all.
   * @template {Uint8Array | Float64Array} T
   * @param {T[]} rows
   * @param {(n: number) => T} empty
   */
  #spread(rows, empty) {
    const { there, mask } = this;
    if (there.length === mask.length) return rows;
    const result = mask.map(() => empty(mask.length));
    rows.forEach((row, i) => row.forEach((value, j) => (result[there[i]][there[j]] = value)));
    return result;
  }
}

/**
 * The places from the best rank down.
 * @param {ArrayLike<number>} ranks
 * @returns {number[]}
 */
export function byRank(ranks) {
  return Array.from(ranks, (_, i) => i).sort((a, b) => ranks[a] - ranks[b]);
}

/**
 * The loss, who is on top, who costs most, which scores move.
 * @param {Explanation} explanation
 * @returns {string[]}
 */
function described(explanation) {
  const { scenario, there, mask } = explanation;
  const sentences = [`${head(explanation)}: ${number(explanation.loss)}.`];
  if (there.length < mask.length) {
    sentences.push(`Padding, not there: ${items(mask.length - there.length)}.`);
  }
  if (there.length === 0) {
    return [...sentences, "No item is there: this list costs nothing and teaches nothing."];
  }
  if (explanation.costsNothing) return [...sentences, silent(explanation)];
  sentences.push(topSentence(explanation), costsMost(explanation));
  return [...sentences, ...steps(explanation), note(scenario)];
}

/**
 * Why a list costs nothing.
 * @param {Explanation} explanation
 */
export function silent(explanation) {
  return explanation.hasRelevantItem ? SENTENCES.no_weight : SENTENCES.nothing_relevant;
}

/** @param {Explanation} explanation */
function head({ scenario, there }) {
  const title = lossTitle(scenario.loss);
  const size = items(there.length);
  if (isCustom(scenario.loss)) return `${title} of ${size}`;
  const named = title[0].toUpperCase() + title.slice(1);
  const weight = scenario.lambda_weight === null ? "" : `, lambda weight ${scenario.lambda_weight}`;
  const weighted = scenario.sample_weight === null ? "" : ", with sample weights";
  return `${named} loss of ${size} at T = ${general(scenario.temperature)}${weight}${weighted}`;
}

/**
 * @param {Explanation} explanation
 * @param {number} item
 */
function name({ scenario }, item) {
  return split(scenario.items[item]).join(" ");
}

/** @param {Explanation} explanation */
function topSentence(explanation) {
  const { ndcg, mrr, threshold } = explanation.metrics;
  const first = name(explanation, explanation.ranks.indexOf(1));
  if (!explanation.hasRelevantItem) return `On top: ${first}.`;
  const from = threshold === RELEVANT_FROM ? "" : ` (relevant from label ${general(threshold)})`;
  return `On top: ${first}; NDCG ${number(ndcg)}, MRR ${number(mrr)}${from}.`;
}

/** @param {Explanation} explanation */
function costsMost(explanation) {
  const { contributions, probabilities, targets } = explanation;
  const costly = largest(contributions);
  if (contributions[costly] <= 0) return "";
  const costs = `Costs most: ${name(explanation, costly)}, ${number(contributions[costly])}`;
  if (!probabilities || !targets) return `${costs}.`;
  const [is, wanted] = [number(probabilities[costly]), number(targets[costly])];
  return `${costs}; its probability is ${is} where the loss wants ${wanted}.`;
}

/**
 * The place of the first of the largest.
 * @param {Float64Array} values
 */
export function largest(values) {
  return values.indexOf(values.reduce((most, value) => Math.max(most, value), -Infinity));
}

/**
 * Which scores one step moves, and which way.
 * @param {Explanation} explanation
 * @returns {string[]}
 */
function steps(explanation) {
  const { gradient, races, ranks, scenario } = explanation;
  const longest = Math.abs(gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0));
  if (longest === 0) return ["The gradient is 0: no score moves."];
  if (longest < AT_THE_FLOOR * (races.totalWeight() / scenario.temperature)) {
    return ["Hardly any score moves: the loss is at its floor."];
  }
  return [1, -1].map((sign) => {
    const moved = byRank(ranks).filter((i) => -sign * gradient[i] > HARDLY * longest);
    if (moved.length === 0) return "";
    moved.sort((a, b) => Math.abs(gradient[b]) - Math.abs(gradient[a]));
    const listed = moved
      .slice(0, 3)
      .map((i) => `${name(explanation, i)} (by ${number(Math.abs(gradient[i]))})`)
      .join(", ");
    const rest = moved.length > 3 ? ` and ${moved.length - 3} more` : "";
    return `One step of rate 1 moves ${sign > 0 ? "up" : "down"} ${listed}${rest}.`;
  });
}
