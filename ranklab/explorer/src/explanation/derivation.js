/**
 * Derivation: every line from the labels to the loss, with the numbers of one explanation put in.
 */

import { settingsOf } from "./answer.js";
import { Refused } from "./checks.js";
import { lossOf } from "./definitions.js";
import { byRank, largest } from "./explanation.js";
import { MINUS, number, shown } from "./formatting.js";
import { given, of, plain, rounded, row, total } from "./formulas.js";

/**
 * @typedef {import("./explanation.js").Explanation} Explanation
 * @typedef {import("../types.js").Formula} Formula
 * @typedef {import("../types.js").Line} Line
 * @typedef {import("./races.js").Race} Race
 */

const SMALLEST = 2 ** -1022; // the smallest number with all digits
const SAFE = 300; // the largest exponent that a calculator can take

/**
 * Derive the loss line by line, by way of one item.
 * @param {Explanation} explanation
 * @param {number | null} [item] the item to follow; the one that costs most if not given
 * @returns {Line[]} none where the list costs nothing
 */
export function derive(explanation, item = null) {
  const n = explanation.scenario.scores.length;
  const followed = item ?? largest(explanation.contributions);
  if (!Number.isInteger(followed) || !(followed >= 0 && followed < n)) {
    const wanted = `item must be the place of an item, from 0 to ${n - 1}`;
    throw new Refused(`${wanted}, got ${shown(item)}`);
  }
  if (explanation.costsNothing) return [];
  const races = explanation.racesOf(followed);
  const lines =
    explanation.weights && races.length > 0
      ? oneRace(explanation, races[0])
      : severalRaces(explanation, followed, races);
  return [...lines, lossLine(explanation)];
}

// An item with one race.

/**
 * @param {Explanation} explanation
 * @param {Race} race
 */
function oneRace(explanation, race) {
  return [
    weightLine(explanation, race),
    logitLine(explanation, race.owner),
    logSumExpLine(explanation, race),
    termLine(explanation, race),
    partLine(explanation, race),
  ];
}

/**
 * How the weight of the item's race comes from its label.
 * @param {Explanation} explanation
 * @param {Race} race
 */
function weightLine(explanation, race) {
  const { scenario, there } = explanation;
  const item = race.owner;
  const named = {
    place: item,
    name: scenario.items[item],
    labels: Float64Array.from(scenario.labels, (label) => Math.max(label, 0)),
    rank: explanation.ranks[item],
    topn: scenario.topn,
  };
  const everyone = scenario.scores.map((_, i) => i);
  const formula = lossOf(scenario.loss).weight_formula(named, settingsOf(scenario, everyone));
  const equation = row(letter("w", explanation, item), "=", formula.symbols, "=", formula.filled);
  const items = formula.asks_all ? there : [item];
  return line(`weight of ${named.name}`, equation, formula.text, race.weight, items);
}

/**
 * @param {Explanation} explanation
 * @param {number} item
 */
function logitLine(explanation, item) {
  const { items, scores, temperature } = explanation.scenario;
  const score = scores[item];
  /** @type {Formula} */
  const symbol = ["mfrac", letter("s", explanation, item), ["mi", "T"]];
  /** @type {Formula} */
  const filled = ["mfrac", given(score), given(temperature)];
  const equation = row(letter("l", explanation, item), "=", symbol, "=", filled);
  const text = `${plain(score)} / ${plain(temperature)}`;
  return line(`logit of ${items[item]}`, equation, text, score / temperature, [item]);
}

/**
 * @param {Explanation} explanation
 * @param {Race} race
 */
function logSumExpLine(explanation, race) {
  const competitors = bestFirst(explanation, race);
  const logits = competitors.map((j) => explanation.logits[j]);
  const among = row(["mi", "j"], "∈", letter("C", explanation, race.owner));
  /** @type {Formula} */
  const power = ["msup", ["mi", "e"], ["msub", ["mi", "l"], ["mi", "j"]]];
  const equation = row(
    ["mi", "ln"], ["munder", ["mo", "∑"], among], power, "=",
    ["mi", "ln"], "(", total(exponentials(competitors, logits)), ")",
  );
  const whom = logits.length === 1 ? "itself alone" : `its ${logits.length} competitors`;
  const value = logSum(explanation, race);
  return line(`log-sum-exp over ${whom}`, equation, logSumExpText(logits), value, competitors);
}

/**
 * @param {Explanation} explanation
 * @param {Race} race
 */
function termLine(explanation, race) {
  const item = race.owner;
  const [summed, own] = [logSum(explanation, race), explanation.logits[item]];
  const minusLog = row(MINUS, ["mi", "ln"], letter("p", explanation, item));
  const equation = row(minusLog, "=", rounded(summed), MINUS, bracketed(own));
  const title = `term of ${explanation.scenario.items[item]}`;
  const text = `${plain(summed)} - ${inBrackets(own)}`;
  return line(title, equation, text, termOf(explanation, race), [item]);
}

/**
 * @param {Explanation} explanation
 * @param {Race} race
 */
function partLine(explanation, race) {
  const [item, term] = [race.owner, termOf(explanation, race)];
  const equation = row(letter("w", explanation, item), "·", rounded(term));
  const text = `${plain(race.weight)} * ${plain(term)}`;
  return line("its part of the loss", equation, text, explanation.contributions[item], [item]);
}

// An item with several races, or none.

/**
 * @param {Explanation} explanation
 * @param {number} item
 * @param {Race[]} races
 */
function severalRaces(explanation, item, races) {
  if (races.length === 0) return []; // padding, or an item whose races have no weight
  const costs = races.map((race) => race.weight * termOf(explanation, race));
  const equation = row(letter("c", explanation, item), "=", total(costs.map(rounded)));
  const value = explanation.contributions[item];
  return [
    logitLine(explanation, item),
    ...races.map((race, i) => raceLine(explanation, race, costs[i])),
    line("its part of the loss", equation, costs.map(plain).join(" + "), value, [item]),
  ];
}

/**
 * What one race costs: its weight times (log-sum-exp - logit of the winner).
 * @param {Explanation} explanation
 * @param {Race} race
 * @param {number} cost
 */
function raceLine(explanation, race, cost) {
  const competitors = bestFirst(explanation, race);
  const logits = competitors.map((j) => explanation.logits[j]);
  const terms = exponentials(competitors, logits);
  if (race.against_line) {
    logits.push(0);
    terms.push(["mn", "1"]);
  }
  const winner = winnersLogit(explanation, race);
  const logarithm = row(["mi", "ln"], "(", total(terms), ")");
  const difference = row("(", logarithm, MINUS, bracketed(winner), ")");
  const equation = row(rounded(race.weight), "·", difference);
  const text = `${plain(race.weight)} * (${logSumExpText(logits)} - ${inBrackets(winner)})`;
  return line(raceTitle(explanation, race), equation, text, cost, competitors);
}

/**
 * @param {Explanation} explanation
 * @param {Race} race
 */
function raceTitle({ scenario }, race) {
  if (race.against_line) {
    return race.winner === null ? "race that the line wins" : "race against the line";
  }
  const others = race.competitors.filter((j) => j !== race.owner);
  const whom = others.length === 1 ? scenario.items[others[0]] : `${others.length} items`;
  return `race against ${whom}`;
}

/** @param {Explanation} explanation */
function lossLine(explanation) {
  const { contributions, loss, ranks } = explanation;
  const costly = byRank(ranks).filter((i) => hasWeight(explanation, i));
  const terms = costly.map((i) => /** @type {Formula} */ (["mn", { item: i }, number(contributions[i])]));
  const text = costly.map((i) => plain(contributions[i])).join(" + ");
  return line("loss", row(["mtext", "loss"], "=", total(terms)), text, loss, costly);
}

/**
 * @param {Explanation} explanation
 * @param {number} item
 */
function hasWeight(explanation, item) {
  if (explanation.weights) return explanation.weights[item] !== 0;
  return explanation.racesOf(item).length > 0;
}

// The numbers of a race.

/**
 * Who stands in it, the best-ranked first.
 * @param {Explanation} explanation
 * @param {Race} race
 */
function bestFirst({ ranks }, race) {
  return race.competitors.slice().sort((a, b) => ranks[a] - ranks[b]);
}

/**
 * The log-sum-exp over its competitors.
 * @param {Explanation} explanation
 * @param {Race} race
 */
function logSum(explanation, race) {
  const logits = bestFirst(explanation, race).map((j) => explanation.logits[j]);
  if (race.against_line) logits.push(0);
  const highest = Math.max(...logits);
  return highest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - highest), 0));
}

/**
 * `-log p` of the winner; where p is too small for a float's digits, by the difference.
 * @param {Explanation} explanation
 * @param {Race} race
 */
function termOf(explanation, race) {
  if (race.probability >= SMALLEST) return -Math.log(race.probability) + 0;
  return logSum(explanation, race) - winnersLogit(explanation, race);
}

/**
 * @param {Explanation} explanation
 * @param {Race} race
 */
function winnersLogit({ logits }, { winner }) {
  return winner === null ? 0 : logits[winner];
}

/**
 * @param {number[]} items
 * @param {number[]} logits
 * @returns {Formula[]}
 */
function exponentials(items, logits) {
  return items.map((item, i) => ["msup", { item }, ["mi", "e"], rounded(logits[i])]);
}

/** @param {number[]} logits */
function logSumExpText(logits) {
  // The best logit stands outside where a calculator could not take its exponential.
  const shift = logits.some((logit) => Math.abs(logit) > SAFE) ? Math.max(...logits) : 0;
  const text = `ln(${logits.map((logit) => `exp(${plain(logit - shift)})`).join(" + ")})`;
  if (shift === 0) return text;
  return shift > 0 ? `${plain(shift)} + ${text}` : `${text} - ${plain(-shift)}`;
}

/** @param {number} value */
function inBrackets(value) {
  return value >= 0 ? plain(value) : `(${plain(value)})`;
}

/** @param {number} value */
function bracketed(value) {
  return value >= 0 ? rounded(value) : row("(", rounded(value), ")");
}

/** @type {(symbol: string, explanation: Explanation, item: number) => Formula} */
function letter(symbol, { scenario }, item) {
  return of(symbol, item, scenario.items[item]);
}

/** @type {(title: string, equation: Formula, text: string, value: number, items: number[]) => Line} */
function line(title, equation, text, value, items) {
  return { title, formula: row(equation, "=", rounded(value)), text, value, items };
}
