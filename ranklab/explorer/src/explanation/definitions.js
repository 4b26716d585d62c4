/**
 * Definitions: the mathematics of each loss and of each lambda weight, one record for each.
 *
 * Nothing branches on a name. What is said of them in words comes from the shared facts.
 */

import { checkedChoice } from "./checks.js";
import * as formulas from "./formulas.js";
import * as metrics from "./metrics.js";
import { Rows } from "./races.js";
import { CUSTOM, isCustom } from "./scenario.js";
import * as textbook from "./textbook.js";
import { LOSSES as FACTS } from "../facts.js";

/**
 * @typedef {ArrayLike<number>} Numbers
 * @typedef {import("./formulas.js").Item} Item
 * @typedef {import("./formulas.js").WeightFormula} WeightFormula
 *
 * @typedef {object} LambdaWeight
 * @property {((labels: Numbers, ranks: Numbers, topn: number | null) => Float64Array) | null} item_weights
 *   the weight of each item; null where it weights pairs alone
 * @property {((item: Item) => WeightFormula) | null} item_formula
 *
 * What a scenario says besides the list and the loss, for the items that are there.
 * @typedef {object} Settings
 * @property {LambdaWeight | null} lambda_weight
 * @property {number | null} topn
 * @property {boolean} normalize_labels
 * @property {Numbers | null} sample_weight
 *
 * @typedef {object} Loss
 * @property {(labels: Numbers, scores: Numbers, settings: Settings) => import("./races.js").Layout} races
 * @property {(item: Item, settings: Settings) => WeightFormula} weight_formula
 */

// Softmax.

/** @type {Loss["races"]} */
function softmaxRaces(labels, scores, settings) {
  const { sample_weight: sampleWeight } = settings;
  const itemWeights = settings.lambda_weight?.item_weights;
  const weights = itemWeights
    ? itemWeights(labels, metrics.ranks(scores), settings.topn)
    : textbook.softmaxWeights(labels, settings.normalize_labels);
  return new Rows(sampleWeight ? weights.map((weight, i) => weight * sampleWeight[i]) : weights);
}

/** @type {Loss["weight_formula"]} */
function softmaxFormula(item, settings) {
  const plain = settings.normalize_labels ? formulas.normalizedLabel : formulas.label;
  const formula = (settings.lambda_weight?.item_formula ?? plain)(item);
  return formulas.times(formula, settings.sample_weight?.[item.place] ?? null);
}

// Unique softmax.

/** @type {Loss["races"]} */
function uniqueSoftmaxRaces(labels, _, { sample_weight: sampleWeight }) {
  let weights = textbook.uniqueSoftmaxWeights(labels);
  if (sampleWeight) {
    const shares = textbook.softmaxWeights(labels);
    const factor = textbook.sum(shares.map((share, i) => sampleWeight[i] * share));
    weights = weights.map((weight) => weight * factor);
  }
  return new Rows(weights, textbook.uniqueSoftmaxCompetitors(labels));
}

/** @type {Loss["weight_formula"]} */
function uniqueSoftmaxFormula(item, { sample_weight: sampleWeight }) {
  if (!sampleWeight) return formulas.gain(item);
  const weighed = textbook.sum(item.labels.map((label, i) => sampleWeight[i] * label));
  return formulas.times(formulas.gain(item), weighed / textbook.sum(item.labels));
}

/** @type {{ [name: string]: Loss }} */
export const LOSSES = {
  softmax: { races: softmaxRaces, weight_formula: softmaxFormula },
  unique_softmax: { races: uniqueSoftmaxRaces, weight_formula: uniqueSoftmaxFormula },
};

/** @type {{ [name: string]: LambdaWeight }} */
export const LAMBDA_WEIGHTS = {
  dcg: {
    item_weights: (labels, ranks) =>
      textbook.lambdaWeights(labels, ranks, {
        gain: metrics.identity,
        discount: metrics.inverse,
        normalized: false,
      }),
    item_formula: formulas.labelOverRank,
  },
  ndcg: {
    item_weights: (labels, ranks, topn) => textbook.lambdaWeights(labels, ranks, { topn }),
    item_formula: formulas.discountedGain,
  },
  precision: { item_weights: null, item_formula: null },
};

/**
 * The record of a loss.
 * @param {string} name
 */
export function lossOf(name) {
  return LOSSES[checkedChoice("loss", name, Object.keys(LOSSES))];
}

/**
 * The record of a lambda weight, or null for none.
 * @param {string | null} name
 */
export function lambdaWeightOf(name) {
  if (name === null) return null;
  const known = [null, ...Object.keys(LAMBDA_WEIGHTS)];
  return LAMBDA_WEIGHTS[checkedChoice("lambda_weight", name, known) ?? ""];
}

/**
 * Why a setting changes nothing under a loss and a lambda weight; "" where it acts, and for a custom loss.
 * @param {string} loss
 * @param {string} setting
 * @param {string | null} lambdaWeight
 * @returns {string}
 */
export function whyNot(loss, setting, lambdaWeight) {
  /** @type {{ [loss: string]: { why_not: { [setting: string]: { [weight: string]: string } } } | undefined }} */
  const facts = FACTS;
  return facts[loss]?.why_not[setting][lambdaWeight ?? ""] ?? ""; // of a custom loss nothing is known
}

/**
 * A loss as people call it.
 * @param {string} loss
 * @returns {string}
 */
export function lossTitle(loss) {
  if (isCustom(loss)) return loss.slice(CUSTOM.length).replaceAll("_", " ");
  /** @type {{ [loss: string]: { title: string } }} */
  const facts = FACTS;
  return facts[loss].title;
}
