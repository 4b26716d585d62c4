/** Commands: the edits that are asked for by name, as the kernel is asked for them. */

import { LIMITS, LOSSES } from "../facts.js";
import { addItem, changedLock, invert, lockedHere, pasted, randomise, removeItem, renameItem, shuffle } from "./edits.js";
import { Refused } from "./checks.js";
import { descend } from "./descent.js";
import { grouped } from "./formatting.js";
import { runNumbers } from "./picture.js";
import { preset } from "./presets.js";
import { replace } from "./scenario.js";

/**
 * @typedef {import("./scenario.js").Scenario} Scenario
 *
 * What was typed is no more than unknown values.
 * @typedef {{ [argument: string]: unknown }} Arguments
 */

/** From the scenario on screen to another. @type {{ [name: string]: (now: Scenario, given: Arguments) => Scenario }} */
export const EDITS = {
  replace,
  preset: (_, { name }) => preset(name),
  add: addItem,
  remove: (now, { item }) => removeItem(now, item),
  rename: (now, { item, name }) => renameItem(now, item, name),
  paste: (now, { text, field, resize }) => pasted(now, text, field, resize),
  shuffle: (now, { seed }) => shuffle(now, seed),
  invert,
  randomise: (now, { seed }) => randomise(now, seed),
};

/**
 * What an edit makes of the scenario on screen, where it is allowed.
 * @param {Scenario} now
 * @param {{ name: string, arguments?: Arguments }} command the name is one of `EDITS`
 * @param {readonly string[]} locks what cannot be changed
 * @param {number} most how many items can be shown
 */
export function edited(now, { name, arguments: given = {} }, locks, most) {
  return checkedEdit(now, EDITS[name](now, given), locks, most);
}

/**
 * What the browser wants instead of what is on screen.
 * @param {Scenario} now
 * @param {Scenario} wanted
 * @param {readonly string[]} locks
 * @param {number} most
 * @returns {Scenario}
 */
export function checkedEdit(now, wanted, locks, most) {
  const lock = changedLock(now, wanted, locks);
  if (lock) throw new Refused(lockedHere(lock));
  const size = wanted.scores.length;
  if (size > most) {
    throw new Refused(
      `this explorer shows up to ${most} items, and this list has ${grouped(size)}: ` +
        "ranklab.explore(scenario) shows a part of a longer list and says which; " +
        "ranklab.explain takes lists of any length",
    );
  }
  return wanted;
}

/**
 * A descent from the list on screen; in a race, those of the other losses beside it.
 * @param {Scenario} scenario
 * @param {Arguments} [options] `race`, and what `descend` takes
 */
export function descents(scenario, { race = false, ...how } = {}) {
  const others = race ? Object.keys(LOSSES).filter((loss) => loss !== scenario.loss) : [];
  const runs = [scenario, ...others.map((loss) => replace(scenario, { loss }))];
  return runs.map((run) => runNumbers(descend(run, { ...how, steps: LIMITS.descent })));
}
