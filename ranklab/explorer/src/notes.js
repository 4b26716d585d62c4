/** Notes: the sentences above the list, as long as they speak of the list on screen. */

import { lookFor } from "./explanation/presets.js";
import { same } from "./explanation/scenario.js";

/**
 * @typedef {import("./types.js").Scenario} Scenario
 * @typedef {import("./types.js").Given} Given
 */

/**
 * What is left of a longer list, as long as most of the items that were kept are on screen.
 * @param {Given} given
 * @param {Scenario} now
 */
export function cutNow({ cut, start }, now) {
  if (cut === "") return "";
  const shown = new Set(now.items);
  const left = new Set(start.items.filter((item) => shown.has(item)));
  return 2 * left.size < start.items.length ? "" : cut;
}

/**
 * The hint for a list; empty where it speaks of another one.
 * @param {Given} given
 * @param {{ scenario: Scenario, hint: string }} before
 * @param {Scenario} now
 */
export function hintAfter({ start, hint }, before, now) {
  if (same(now, start)) return hint;
  const moved = now.scores.filter((score, i) => score !== before.scenario.scores[i]).length;
  return lookFor(now) || (same(before.scenario.items, now.items) && moved <= 1 ? before.hint : "");
}
