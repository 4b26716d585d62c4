/** Presets: lists that show something. */

import { PRESETS } from "../facts.js";
import { Refused } from "./checks.js";
import { shown } from "./formatting.js";
import { fromRecord, same } from "./scenario.js";

/** @type {{ [name: string]: { look_for: string, scenario: { [field: string]: unknown } } }} */
const KNOWN = PRESETS;
const LISTS = Object.values(KNOWN).map((known) => ({ look_for: known.look_for, list: fromRecord(known.scenario) }));

/**
 * The scenario of a preset.
 * @param {unknown} name
 */
export function preset(name) {
  if (typeof name !== "string" || !Object.hasOwn(KNOWN, name)) {
    const listed = Object.keys(KNOWN).join(", ");
    throw new Refused(`there is no preset ${shown(name)}; ranklab.presets() lists ${listed}`);
  }
  return fromRecord(KNOWN[name].scenario);
}

/**
 * The sentence of the preset that a scenario is, or an empty string.
 * @param {import("./scenario.js").Scenario} scenario
 */
export function lookFor(scenario) {
  const found = LISTS.find(({ list }) => same(list, scenario));
  return found?.look_for ?? "";
}
