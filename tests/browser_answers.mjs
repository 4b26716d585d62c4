/**
 * What the browser's modules answer to cases: node browser_answers.mjs CASES ANSWERS, both JSON.
 *
 * A case holds a scenario and Python's own numbers, from which its texts are written.
 */

import { readFileSync, writeFileSync } from "node:fs";

import { explain } from "../ranklab/explorer/src/explanation/answer.js";
import { parsed, Refused } from "../ranklab/explorer/src/explanation/checks.js";
import { compareFrom, disagree } from "../ranklab/explorer/src/explanation/comparison.js";
import { lossTitle, whyNot } from "../ranklab/explorer/src/explanation/definitions.js";
import { derive } from "../ranklab/explorer/src/explanation/derivation.js";
import { descend } from "../ranklab/explorer/src/explanation/descent.js";
import { Draws } from "../ranklab/explorer/src/explanation/draws.js";
import * as edits from "../ranklab/explorer/src/explanation/edits.js";
import { Explanation } from "../ranklab/explorer/src/explanation/explanation.js";
import { general, number } from "../ranklab/explorer/src/explanation/formatting.js";
import { given, plain } from "../ranklab/explorer/src/explanation/formulas.js";
import { pictureOf, runNumbers, sweepNumbers } from "../ranklab/explorer/src/explanation/picture.js";
import { Line, Pairs } from "../ranklab/explorer/src/explanation/races.js";
import { fromJson, fromRecord, replace } from "../ranklab/explorer/src/explanation/scenario.js";
import { cutNote, note } from "../ranklab/explorer/src/explanation/sentences.js";
import { sweep } from "../ranklab/explorer/src/explanation/sweeps.js";
import { tieOrders } from "../ranklab/explorer/src/explanation/ties.js";
import { LAMBDA_WEIGHTS, LOSSES } from "../ranklab/explorer/src/facts.js";

/** What a scenario comes to, in numbers. */
function numbers({ scenario: record, measured, temperatures }) {
  const scenario = fromRecord(record);
  const mine = explain(scenario, ...measured);
  const swept = sweep(scenario, temperatures);
  return {
    scenario,
    explanation: {
      ...fields(mine),
      competitors: mine.competitors,
      race_probabilities: mine.raceProbabilities,
      races: mine.mask.map((_, item) => mine.racesOf(item)),
      has_relevant_item: mine.hasRelevantItem,
      costs_nothing: mine.costsNothing,
    },
    sweep: { losses: swept.losses, push_shares: swept.push_shares, sizes: swept.sizes },
    compared: compareFrom(mine, { loss: Object.keys(LOSSES) }).explanations.map(fields),
    step: descend(scenario, { steps: 1 }),
    ties: tieOrders(scenario, 24),
  };
}

const ARRAYS = [
  "logits", "mask", "ranks", "contributions", "gradient", "loss", "metrics",
  "pull_up", "push_down", "weights", "probabilities", "targets",
];

function fields(explanation) {
  return Object.fromEntries(ARRAYS.map((name) => [name, explanation[name]]));
}

/** What is said of it, where every number is Python's. */
function texts({ scenario: record, measured, followed, theirs, gradients }) {
  const scenario = fromRecord(record);
  const arrays = Object.entries(theirs).map(([name, value]) => {
    return [name, Array.isArray(value) && name !== "mask" ? Float64Array.from(value) : value];
  });
  const mine = explain(scenario, ...measured);
  const named = new Explanation({ ...mine, ...Object.fromEntries(arrays) });
  return {
    describe: named.describe(),
    note: note(scenario),
    derivations: [null, ...followed].map((item) => derive(named, item)),
    disagree: disagree(gradients.map((gradient) => Float64Array.from(gradient))),
  };
}

function edited({ scenario: record, seed, most, item, name, column, field }) {
  const scenario = fromRecord(record);
  const kept = edits.shortened(scenario, most);
  return {
    added: edits.addItem(scenario),
    removed: attempt(() => edits.removeItem(scenario, item)),
    renamed: attempt(() => edits.renameItem(scenario, item, name)),
    shuffled: edits.shuffle(scenario, seed),
    randomised: edits.randomise(scenario, seed),
    inverted: edits.invert(scenario),
    pasted: attempt(() => edits.pasted(scenario, column, field)),
    kept,
    cut: cutNote(scenario, kept),
    locks: ["scores", "labels", "list", "loss"].map((lock) => {
      return edits.changedLock(scenario, edits.addItem(edits.invert(scenario)), [lock]);
    }),
  };
}

/** A value, or the words that refuse it. */
function attempt(act) {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { refused: error.message };
  }
}

function refusals({ json, record, replaced, measured, descent, edits: asked }) {
  const scenario = fromRecord({ scores: [0.6, 0.8], labels: [1, 0] });
  return {
    json: json.map((text) => attempt(() => fromJson(text))),
    record: record.map((one) => attempt(() => fromRecord(one))),
    replaced: replaced.map((changes) => attempt(() => replace(scenario, changes))),
    measured: measured.map((how) => attempt(() => fields(explain(scenario, ...how)) && "accepted")),
    descent: descent.map((how) => attempt(() => descend(scenario, how) && "accepted")),
    edits: asked.map(([name, ...given]) => attempt(() => edits[name](scenario, ...given))),
  };
}

function drawn({ seed, n }) {
  const draws = new Draws(seed);
  const whole = Array.from({ length: n }, () => draws.next());
  const below = Array.from({ length: n }, (_, i) => draws.below(i + 1));
  const normal = Array.from({ length: n }, () => draws.normal());
  return { whole, below, normal, permutation: draws.permutation(n) };
}

/** The layouts that no loss has today. */
function layouts({ weights, above, below, logits: given }) {
  const logits = Float64Array.from(given);
  const pairs = new Pairs(logits.length, (i) => Float64Array.from(weights[i]));
  return [pairs, new Line(Float64Array.from(above), Float64Array.from(below))].map((races) => ({
    outcome: races.outcome(logits),
    competitors: races.whoCompetes(),
    probabilities: races.probabilities(logits),
    total: races.totalWeight(),
    races: given.map((_, item) => races.ownedBy(item, logits)),
  }));
}

function whyNots(settings) {
  const losses = Object.keys(LOSSES);
  const weights = [null, ...Object.keys(LAMBDA_WEIGHTS)];
  return losses.flatMap((loss) =>
    settings.flatMap((setting) => weights.map((weight) => whyNot(loss, setting, weight))),
  );
}

const ANSWERS = {
  numbers: (cases) => cases.map(numbers),
  texts: (cases) => cases.map(texts),
  edited: (cases) => cases.map(edited),
  descents: (cases) => cases.map(({ scenario, ...how }) => descend(fromRecord(scenario), how)),
  runs: (cases) => cases.map((scenario) => runNumbers(descend(fromRecord(scenario), { steps: 20 }))),
  tie_orders: (cases) => cases.map(({ scenario, most, seed }) => tieOrders(fromRecord(scenario), most, seed)),
  pictures: (cases) =>
    cases.map(({ scenario, views, ...options }) => pictureOf(explain(fromRecord(scenario)), views, options)),
  sweeps: (cases) => cases.map((scenario) => sweepNumbers(fromRecord(scenario))),
  layouts: (cases) => cases.map(layouts),
  refusals,
  drawn: (cases) => cases.map(drawn),
  formatted: (values) => values.map((value) => [number(value), general(value), plain(value), given(value)]),
  parsed: (cases) => cases.map((word) => parsed(word)), // JSON has null for NaN
  said: ({ settings, losses }) => ({ why_not: whyNots(settings), titles: losses.map(lossTitle) }),
};

const [cases, answers] = process.argv.slice(2);
const asked = JSON.parse(readFileSync(cases, "utf-8"));
const answered = Object.entries(asked).map(([name, given]) => [name, ANSWERS[name](given)]);
const plainArrays = (_, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value);
writeFileSync(answers, JSON.stringify(Object.fromEntries(answered), plainArrays));
