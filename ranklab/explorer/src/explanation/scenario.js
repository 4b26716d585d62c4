/** Scenario: one list, and the loss to compute for it. Frozen, checked, from JSON. */

import {
  checkedChoice,
  checkedCustomName,
  checkedItems,
  checkedLabels,
  checkedSampleWeight,
  checkedScores,
  checkedTemperature,
  checkedTopn,
  Refused,
} from "./checks.js";
import { grouped, lengthOf, shown } from "./formatting.js";
import { LAMBDA_WEIGHTS, LIMITS, LOSSES } from "../facts.js";

/** @typedef {import("../types.js").Scenario} Scenario */

export const CUSTOM = "custom:"; // before the name of a custom loss

const VERSION = 1;
const EARLIER_CUSTOM = "own:";
const FIELDS = /** @type {const} */ ([
  "scores",
  "labels",
  "items",
  "loss",
  "temperature",
  "lambda_weight",
  "topn",
  "normalize_labels",
  "sample_weight",
]);

/**
 * Whether this names a custom loss.
 * @param {unknown} loss
 */
export function isCustom(loss) {
  return typeof loss === "string" && loss.startsWith(CUSTOM);
}

/**
 * A scenario of some fields, checked; what is not given is as in Python.
 * @param {{ [field: string]: unknown }} given
 * @returns {Scenario}
 */
export function scenario(given) {
  const { loss = Object.keys(LOSSES)[0], temperature = 1, normalize_labels: normalize = true } = given;
  const scores = checkedScores(given.scores);
  const n = scores.length;
  const names = given.items ?? null;
  return Object.freeze({
    scores: Object.freeze(scores),
    labels: Object.freeze(checkedLabels(given.labels, n)),
    items: Object.freeze(names === null ? defaultItems(n) : checkedItems(names, n)),
    loss: checkedLoss(loss),
    temperature: checkedTemperature(temperature),
    lambda_weight: checkedChoice("lambda_weight", given.lambda_weight ?? null, [
      null,
      ...Object.keys(LAMBDA_WEIGHTS),
    ]),
    topn: checkedTopn(given.topn),
    normalize_labels: checkedChoice("normalize_labels", normalize, [true, false]),
    sample_weight: Object.freeze(checkedSampleWeight(given.sample_weight, n)),
  });
}

/** @param {unknown} loss */
function checkedLoss(loss) {
  if (typeof loss === "string" && isCustom(loss)) return checkedCustomName(loss, CUSTOM);
  return checkedChoice("loss", loss, Object.keys(LOSSES));
}

/**
 * A copy with some fields changed, checked like a new one. Items that were never named get new
 * numbers when the length of the list changes.
 * @param {Scenario} old
 * @param {{ [field: string]: unknown }} changes
 * @returns {Scenario}
 */
export function replace(old, changes) {
  const unknown = Object.keys(changes).filter((name) => !isField(name));
  if (unknown.length > 0) {
    const least = shown(unknown.sort()[0]);
    throw new Refused(`a Scenario has no field ${least}; it has ${FIELDS.join(", ")}`);
  }
  const unnamed = same(old.items, defaultItems(old.items.length));
  return scenario({ ...old, ...(unnamed ? { items: null } : {}), ...changes });
}

/**
 * Read what Python's `Scenario.to_json` wrote.
 * @param {unknown} text
 * @returns {Scenario}
 */
export function fromJson(text) {
  if (typeof text !== "string") {
    throw new Refused(`text must be a string of JSON, got ${shown(text)}`);
  }
  if (lengthOf(text) > LIMITS.json) {
    const [has, most] = [grouped(lengthOf(text)), grouped(LIMITS.json)];
    throw new Refused(`text has ${has} characters; a scenario has at most ${most}`);
  }
  let record;
  try {
    record = JSON.parse(text);
  } catch (error) {
    throw new Refused(`text is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (!isRecord(record) || !Object.hasOwn(record, "ranklab")) {
    throw new Refused(
      "text is JSON but not a scenario: expected an object with the key 'ranklab', " +
        "as Scenario.to_json() writes it",
    );
  }
  const { ranklab: version, ...fields } = record;
  if (version !== VERSION) {
    const reads = `this ranklab reads version ${VERSION}`;
    throw new Refused(`the scenario has version ${shown(version)}; ${reads}`);
  }
  return fromRecord(fields);
}

/**
 * A scenario from an object with its fields, as JSON carries it.
 * @param {unknown} record
 * @returns {Scenario}
 */
export function fromRecord(record) {
  if (!isRecord(record)) {
    throw new Refused(`a scenario is an object with fields, got ${shown(record)}`);
  }
  for (const name of Object.keys(record)) {
    if (!isField(name)) {
      throw new Refused(`a scenario has no field ${shown(name)}; it has ${FIELDS.join(", ")}`);
    }
  }
  for (const name of ["scores", "labels"]) {
    if (!Object.hasOwn(record, name)) {
      throw new Refused(`the scenario has no ${name}: give a list of numbers`);
    }
  }
  const { loss } = record;
  if (typeof loss === "string" && loss.startsWith(EARLIER_CUSTOM)) {
    return scenario({ ...record, loss: CUSTOM + loss.slice(EARLIER_CUSTOM.length) });
  }
  return scenario(record);
}

/**
 * Refuse a scenario that asks about a custom loss: only the kernel has that.
 * @param {Scenario} asked
 */
export function checkScenario({ loss }) {
  if (isCustom(loss)) {
    throw new Refused(
      `this list asks about ${shown(loss)}, a custom loss, and a scenario holds only its name: ` +
        "give the loss, as in ranklab.explain(scenario, loss=...), or ask about one of ranklab's " +
        "with scenario.replace(loss='softmax')",
    );
  }
}

/**
 * Whether two values are equal, as two scenarios or two of their fields are.
 * @param {unknown} one
 * @param {unknown} other
 * @returns {boolean}
 */
export function same(one, other) {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, i) => same(value, other[i]));
  }
  if (isRecord(one) && isRecord(other)) {
    return FIELDS.every((field) => same(one[field], other[field]));
  }
  return one === other;
}

/**
 * Default names for so many items: item 1, item 2, ...
 * @param {number} n
 */
export function defaultItems(n) {
  return Array.from({ length: n }, (_, i) => `item ${i + 1}`);
}

/** @param {string} name */
function isField(name) {
  return FIELDS.some((field) => field === name);
}

/**
 * @param {unknown} value
 * @returns {value is { [field: string]: unknown }}
 */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
