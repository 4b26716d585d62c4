/** Edits: what one may do to a list besides dragging it. Scenario in, scenario out. */

import { Refused } from "./checks.js";
import { anySeed, Draws } from "./draws.js";
import { grouped, items, shown } from "./formatting.js";
import { numbersOf } from "./pasting.js";
import { replace, same } from "./scenario.js";

/** @typedef {import("./scenario.js").Scenario} Scenario */

// Those with an entry for each item.
const FIELDS = /** @type {const} */ (["scores", "labels", "items", "sample_weight"]);

/**
 * Add an item at the end: score 0, label 0, a new name.
 * @param {Scenario} scenario
 */
export function addItem(scenario) {
  return resized(scenario, scenario.scores.length + 1);
}

/**
 * Take an item off the list; the others keep their names.
 * @param {Scenario} scenario
 * @param {unknown} item
 */
export function removeItem(scenario, item) {
  const place = checkedItem(scenario, item);
  const n = scenario.scores.length;
  if (n === 1) throw new Refused("a list has at least one item: this one stays");
  return pick(scenario, upTo(n).filter((i) => i !== place));
}

/**
 * Give an item another name.
 * @param {Scenario} scenario
 * @param {unknown} item
 * @param {unknown} name
 */
export function renameItem(scenario, item, name) {
  const place = checkedItem(scenario, item);
  return replace(scenario, { items: scenario.items.map((old, i) => (i === place ? name : old)) });
}

/**
 * Put the items into another order. Only ties can tell: they rank in the order given.
 * @param {Scenario} scenario
 * @param {unknown} [seed] none for any
 */
export function shuffle(scenario, seed) {
  return pick(scenario, new Draws(checkedSeed(seed)).permutation(scenario.scores.length));
}

/**
 * Turn the ranking over: every score becomes its negative.
 * @param {Scenario} scenario
 */
export function invert(scenario) {
  return replace(scenario, { scores: scenario.scores.map((score) => -score) });
}

/**
 * Give every item a score drawn from a normal distribution, as a fresh model might.
 * @param {Scenario} scenario
 * @param {unknown} [seed] none for any
 */
export function randomise(scenario, seed) {
  const draws = new Draws(checkedSeed(seed));
  return replace(scenario, { scores: scenario.scores.map(() => draws.normal()) });
}

/**
 * Replace the scores, the labels or the sample weights by a pasted column of numbers. A comma alone
 * in a number is a decimal one, `0,5`; the commas of `1,2,3` and `0.5,0.7` separate.
 * @param {Scenario} scenario
 * @param {unknown} text numbers apart by line breaks, blanks, semicolons or commas
 * @param {unknown} [field]
 * @param {unknown} [resize] whether more numbers make new items, and fewer remove the last ones
 */
export function pasted(scenario, text, field = "scores", resize = false) {
  if (field !== "scores" && field !== "labels" && field !== "sample_weight") {
    const wanted = "field must be 'scores', 'labels' or 'sample_weight'";
    throw new Refused(`${wanted}, got ${shown(field)}`);
  }
  const { values, decimal } = numbersOf(text);
  const n = scenario.scores.length;
  if (values.length !== n && !resize) {
    const said = decimal ? ", with a comma read as a decimal point" : "";
    throw new Refused(otherSize(values.length, n, said));
  }
  return replace(resized(scenario, values.length), { [field]: values });
}

/**
 * Keep so many items of a longer list: the relevant ones first, of the others those with the best
 * scores; a fifth of the places is for the others. Padding goes first.
 * @param {Scenario} scenario
 * @param {number} most
 */
export function shortened(scenario, most) {
  const { scores, labels } = scenario;
  const n = scores.length;
  if (n <= most) return scenario;
  const relevant = upTo(n).filter((i) => labels[i] > 0);
  relevant.sort((a, b) => labels[b] - labels[a] || scores[b] - scores[a] || a - b);
  const others = upTo(n).filter((i) => labels[i] <= 0); // padding last
  others.sort((a, b) => labels[b] - labels[a] || scores[b] - scores[a] || a - b);
  const free = most - labels.filter((label) => label === 0).length;
  const kept = relevant.slice(0, Math.max(free, most - Math.floor(most / 5)));
  kept.push(...others.slice(0, most - kept.length));
  return pick(scenario, kept.sort((a, b) => a - b));
}

/**
 * What a hand changes of a list: by field the places, or null where all of it is another.
 * @typedef {{ [field: string]: number[] | null }} Changes
 */

/**
 * What differs between two lists.
 * @param {Scenario} now
 * @param {Scenario} wanted
 * @returns {Changes}
 */
export function changesOf(now, wanted) {
  /** @type {Changes} */
  const changes = {};
  for (const [field, value] of Object.entries(wanted)) {
    const old = now[/** @type {keyof Scenario} */ (field)];
    if (same(old, value)) continue;
    const places = Array.isArray(value) && Array.isArray(old) && old.length === value.length;
    changes[field] = places ? upTo(value.length).filter((i) => value[i] !== old[i]) : null;
  }
  return changes;
}

/**
 * Two changes, one after the other.
 * @param {Changes} one
 * @param {Changes} next
 * @returns {Changes}
 */
export function bothChanges(one, next) {
  const both = { ...one, ...next };
  for (const field of Object.keys(next)) {
    const [before, after] = [one[field], next[field]];
    if (before && after) both[field] = [...new Set([...before, ...after])];
    else if (before === null) both[field] = null;
  }
  return both;
}

/**
 * The present list with some changes, as another one has them: so two can change a list at once.
 * Where the other one has other items, it is taken as it is.
 * @param {Scenario | null} now
 * @param {Scenario} wanted
 * @param {Changes | null} changes null for all
 * @returns {Scenario}
 */
export function withChanges(now, wanted, changes) {
  if (now === null || changes === null || !same(now.items, wanted.items)) return wanted;
  const fields = Object.entries(changes).map(([name, places]) => {
    const field = /** @type {keyof Scenario} */ (name);
    const [old, value] = [now[field], wanted[field]];
    if (places === null || !Array.isArray(old) || !Array.isArray(value)) return [field, value];
    return [field, old.map((one, i) => (places.includes(i) ? value[i] : one))];
  });
  return replace(now, Object.fromEntries(fields));
}

/**
 * The first of some locks that an edit would break, or null.
 * @param {Scenario} now
 * @param {Scenario} wanted
 * @param {readonly string[]} locks fields of a scenario, or "list": items, names, places and weights
 */
export function changedLock(now, wanted, locks) {
  return locks.find((lock) => !same(held(now, lock), held(wanted, lock))) ?? null;
}

/**
 * What is said where a lock holds.
 * @param {string} lock
 */
export function lockedHere(lock) {
  const verb = lock === "scores" || lock === "labels" ? "are" : "is";
  return `The ${lock.replaceAll("_", " ")} ${verb} locked here.`;
}

/**
 * @param {Scenario} scenario
 * @param {string} lock
 */
function held(scenario, lock) {
  if (lock !== "list") return scenario[/** @type {keyof Scenario} */ (lock)];
  return [scenario.items, scenario.labels.map((label) => label < 0), scenario.sample_weight];
}

/**
 * @param {number} pasted
 * @param {number} size
 * @param {string} said
 */
function otherSize(pasted, size, said) {
  const count = `${grouped(pasted)} ${pasted === 1 ? "number is" : "numbers are"} pasted`;
  const off = Math.abs(pasted - size);
  const last = off === 1 ? "the last item" : `the last ${items(off)}`;
  const would = pasted > size ? `add ${items(off)}` : `remove ${last}`;
  return (
    `${count} for ${items(size)}${said}: paste one for each item, or choose to resize the list, ` +
    `which would ${would}`
  );
}

/**
 * The same list with these items only, in this order.
 * @param {Scenario} scenario
 * @param {number[]} items
 */
function pick(scenario, items) {
  const changes = FIELDS.map((field) => [field, scenario[field] && items.map((i) => scenario[field]?.[i])]);
  return replace(scenario, Object.fromEntries(changes));
}

/**
 * The first items of a list, or all of them and new ones.
 * @param {Scenario} scenario
 * @param {number} size
 */
function resized(scenario, size) {
  const { scores, labels, sample_weight: weights } = scenario;
  if (size <= scores.length) return pick(scenario, upTo(size));
  const taken = new Set(scenario.items);
  const names = [...scenario.items];
  for (let number = names.length + 1; names.length < size; number++) {
    if (!taken.has(`item ${number}`)) names.push(`item ${number}`);
  }
  const zeros = new Array(size - scores.length).fill(0);
  return replace(scenario, {
    scores: [...scores, ...zeros],
    labels: [...labels, ...zeros],
    items: names,
    sample_weight: weights && [...weights, ...zeros.map(() => 1)],
  });
}

/** @param {number} n */
function upTo(n) {
  return Array.from({ length: n }, (_, i) => i);
}

/**
 * @param {Scenario} scenario
 * @param {unknown} item
 */
function checkedItem({ scores }, item) {
  const n = scores.length;
  if (typeof item === "number" && Number.isInteger(item) && item >= 0 && item < n) return item;
  const wanted = `item must be the place of an item, from 0 to ${n - 1}`;
  throw new Refused(`${wanted}, got ${shown(item)}`);
}

/** @param {unknown} seed */
function checkedSeed(seed) {
  if (seed === null || seed === undefined) return anySeed();
  if (typeof seed === "number" && Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return seed;
  throw new Refused(`seed must be a whole number from 0 to 2^32 - 1, got ${shown(seed)}`);
}
