/** What the browser's modules answer to cases; a case holds a scenario, as JSON carries it. */

import { explain } from "../ranklab/explorer/src/explanation/answer.js";
import { parsed, Refused, typed } from "../ranklab/explorer/src/explanation/checks.js";
import { descents, edited } from "../ranklab/explorer/src/explanation/commands.js";
import { compareFrom, disagree } from "../ranklab/explorer/src/explanation/comparison.js";
import * as definitions from "../ranklab/explorer/src/explanation/definitions.js";
import { derive } from "../ranklab/explorer/src/explanation/derivation.js";
import { descend } from "../ranklab/explorer/src/explanation/descent.js";
import { Draws } from "../ranklab/explorer/src/explanation/draws.js";
import { shortened } from "../ranklab/explorer/src/explanation/edits.js";
import { Explanation } from "../ranklab/explorer/src/explanation/explanation.js";
import { float, TEXTS, toLink } from "../ranklab/explorer/src/explanation/exports.js";
import { general, number } from "../ranklab/explorer/src/explanation/formatting.js";
import { given, plain } from "../ranklab/explorer/src/explanation/formulas.js";
import { fromLink } from "../ranklab/explorer/src/explanation/links.js";
import { pictureOf, sweepNumbers } from "../ranklab/explorer/src/explanation/picture.js";
import { lookFor } from "../ranklab/explorer/src/explanation/presets.js";
import { fromJson, fromRecord, replace } from "../ranklab/explorer/src/explanation/scenario.js";
import { cutNote, note } from "../ranklab/explorer/src/explanation/sentences.js";
import { Line, Pairs } from "../ranklab/explorer/src/explanation/several_races.js";
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
    look_for: lookFor(scenario),
    derivations: [null, ...followed].map((item) => derive(named, item)),
    disagree: disagree(gradients.map((gradient) => Float64Array.from(gradient))),
  };
}

/** The scenario after each command, or why it was refused: then it stays. */
function session({ scenario, commands, locks, most }) {
  let now = fromRecord(scenario);
  return commands.map((command) => {
    const wanted = attempt(() => edited(now, command, locks, most));
    if (wanted.scores) now = wanted;
    return wanted;
  });
}

function cut({ scenario, most }) {
  const whole = fromRecord(scenario);
  const kept = shortened(whole, most);
  return { kept, note: cutNote(whole, kept) };
}

/** A value, or the words that refuse it. */
function attempt(act) {
  try {
    return act();
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error) {
  if (!(error instanceof Refused)) throw error;
  return { refused: error.message };
}

/** The layouts that no loss has today. */
function layouts({ weights, above, below, logits: list }) {
  const logits = Float64Array.from(list);
  const pairs = new Pairs(logits.length, (i) => Float64Array.from(weights[i]));
  return [pairs, new Line(Float64Array.from(above), Float64Array.from(below))].map((races) => ({
    outcome: races.outcome(logits),
    competitors: races.whoCompetes(),
    probabilities: races.probabilities(logits),
    total: races.totalWeight(),
    races: list.map((_, item) => races.ownedBy(item, logits)),
  }));
}

function drawn({ seed, n }) {
  const draws = new Draws(seed);
  const whole = Array.from({ length: n }, () => draws.next());
  const below = Array.from({ length: n }, (_, i) => draws.below(i + 1));
  const normal = Array.from({ length: n }, () => draws.normal());
  return { whole, below, normal, permutation: draws.permutation(n) };
}

function whyNots(settings) {
  const losses = Object.keys(LOSSES);
  const weights = [null, ...Object.keys(LAMBDA_WEIGHTS)];
  return losses.flatMap((loss) =>
    settings.flatMap((setting) => weights.map((weight) => definitions.whyNot(loss, setting, weight))),
  );
}

const TWO = fromRecord({ scores: [0.6, 0.8], labels: [1, 0] });

/** Of each kind of case the answer to one. */
const ANSWERS = {
  numbers,
  texts,
  session,
  cut,
  layouts,
  drawn,
  descent: ({ scenario, ...how }) => descend(fromRecord(scenario), how),
  descents: ({ scenario, ...options }) => descents(fromRecord(scenario), options),
  picture: ({ scenario, views, ...options }) => pictureOf(explain(fromRecord(scenario)), views, options),
  sweep: (scenario) => sweepNumbers(fromRecord(scenario)),
  formatted: (value) => [number(value), general(value), plain(value), given(value)],
  float,
  exported: async (scenario) => {
    const explanation = explain(fromRecord(scenario));
    const texts = Object.entries(TEXTS).map(async ([kind, write]) => [kind, await write(explanation)]);
    return Object.fromEntries(await Promise.all(texts));
  },
  link_refused: (scenario) => toLink(fromRecord(scenario)).catch(refusal),
  parsed: (word) => parsed(word), // JSON has null for NaN
  typed: (word) => typed(word),
  why_not: whyNots,
  title: definitions.lossTitle,
  defined: (kind) => Object.keys(definitions[kind]),
  // What may be refused.
  from_json: (text) => attempt(() => fromJson(text)),
  from_link: (text) => fromLink(text).catch(refusal),
  from_record: (record) => attempt(() => fromRecord(record)),
  replaced: (changes) => attempt(() => replace(TWO, changes)),
  compared: (choice) => attempt(() => compareFrom(explain(TWO), choice).titles),
  measured: (how) => attempt(() => explain(TWO, ...how).metrics),
  descended: (how) => attempt(() => descend(TWO, how).stopped),
  explained: (record) => attempt(() => explain(fromRecord(record)).loss),
};

/** The answers to lists of cases, by kind, as JSON. */
export async function answer(asked) {
  const answered = {};
  for (const [kind, cases] of Object.entries(asked)) {
    answered[kind] = await Promise.all(cases.map(ANSWERS[kind]));
  }
  const plainArrays = (_, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value);
  return JSON.stringify(answered, plainArrays);
}
