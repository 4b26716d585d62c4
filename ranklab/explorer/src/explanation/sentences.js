/** Sentences about a list that several views say. */

import { lossTitle, whyNot } from "./definitions.js";
import { grouped, items } from "./formatting.js";
import { isCustom } from "./scenario.js";
import { SENTENCES } from "../facts.js";

/** @typedef {import("./scenario.js").Scenario} Scenario */

/**
 * What one must know about this list: what decides nothing, or cannot be shown, and why.
 * @param {Scenario} scenario
 * @returns {string} empty where there is nothing to say
 */
export function note(scenario) {
  const tied = allTied(scenario) ? SENTENCES.all_tied : "";
  return [tied, choiceNote(scenario)].filter(Boolean).join(" ");
}

/**
 * Whether there are several items, and their scores are all equal.
 * @param {Scenario} scenario
 */
export function allTied({ scores, labels }) {
  const there = scores.filter((_, i) => labels[i] >= 0);
  return there.length > 1 && there.every((score) => score === there[0]);
}

/** @param {Scenario} scenario */
function choiceNote(scenario) {
  if (isCustom(scenario.loss)) {
    return (
      `A custom loss, ${lossTitle(scenario.loss)}: its value, and its gradient by automatic ` +
      "differentiation. Probabilities, competitors and a derivation are known of ranklab's " +
      "losses alone."
    );
  }
  return whyNot(scenario.loss, "lambda_weight", scenario.lambda_weight);
}

/**
 * Say what is left of a longer list.
 * @param {Scenario} whole
 * @param {Scenario} kept
 */
export function cutNote(whole, kept) {
  const [relevant, ofAll] = [kept, whole].map(({ labels }) => labels.filter((y) => y > 0).length);
  const best = "those with the best scores";
  let what = `all ${grouped(ofAll)} relevant ones, and of the others ${best}`;
  if (ofAll === 0) what = `${best}; none is relevant`;
  else if (relevant < ofAll) {
    what =
      `${grouped(relevant)} of ${grouped(ofAll)} relevant ones (the highest labels, then the ` +
      `best scores), and of the others ${best}`;
  } else if (ofAll === 1) what = `the one relevant item, and of the others ${best}`;
  return (
    `${grouped(kept.scores.length)} of ${items(whole.scores.length)} are kept here: ${what}. ` +
    "The loss and the metrics are those of this part."
  );
}
