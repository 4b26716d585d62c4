/** Presets: lists that show something. */

import { PRESETS } from "../facts.js";
import { Refused } from "./checks.js";
import { shown } from "./formatting.js";
import { fromRecord, same } from "./scenario.js";

/** @type {{ [name: string]: { look_for: string, scenario: object } }} */
const KNOWN = PRESETS;

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
  const found = Object.values(KNOWN).find((known) => same(known.scenario, scenario));
  return found?.look_for ?? "";
}
