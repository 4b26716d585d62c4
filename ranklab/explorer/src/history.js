/**
 * History: the list on screen, what came before it and what was taken back, as a pure value. The
 * same as `ranklab/explorer/history.py`, and what each command makes of it.
 */

import { explain } from "./explanation/answer.js";
import { checkedEdit, EDITS } from "./explanation/commands.js";
import { withChanges } from "./explanation/edits.js";
import { fromRecord, isCustom, same } from "./explanation/scenario.js";
import { LIMITS } from "./facts.js";

/**
 * @typedef {import("./types.js").Scenario} Scenario
 * @typedef {import("./types.js").Measured} Measured
 *
 * A list that is too long to be shown is null.
 * @typedef {object} History
 * @property {readonly (Scenario | null)[]} past
 * @property {Scenario | null} present
 * @property {readonly (Scenario | null)[]} future what was taken back, the next one last
 * @property {string | null} gesture of the last edit
 * @property {Measured} measured how the metrics are computed: no step of the history
 *
 * @typedef {object} Rules what holds for the commands of an explorer
 * @property {Scenario} start
 * @property {readonly string[]} locked
 * @property {number} most how many items it shows
 *
 * @typedef {{ [argument: string]: any }} Arguments
 */

/**
 * Another list. Consecutive edits of one gesture are one step.
 * @param {History} history
 * @param {Scenario | null} scenario
 * @param {string | null} [gesture]
 * @returns {History}
 */
export function edited(history, scenario, gesture = null) {
  const { past, present } = history;
  if (same(scenario, present)) return history;
  const goesOn = gesture !== null && gesture === history.gesture;
  if (goesOn && past.length > 0 && same(scenario, past.at(-1))) {
    // Back where the gesture began: no step.
    return { ...history, past: past.slice(0, -1), present: scenario, future: [], gesture: null };
  }
  const steps = goesOn ? past : [...past, present].slice(-LIMITS.history);
  return { ...history, past: steps, present: scenario, future: [], gesture };
}

/** @param {History} history @returns {History} */
export function undone(history) {
  const { past, present, future } = history;
  if (past.length === 0) return { ...history, gesture: null };
  return { ...history, past: past.slice(0, -1), present: past[past.length - 1], future: [...future, present], gesture: null };
}

/** @param {History} history @returns {History} */
export function redone(history) {
  const { past, present, future } = history;
  if (future.length === 0) return { ...history, gesture: null };
  return { ...history, past: [...past, present], present: future[future.length - 1], future: future.slice(0, -1), gesture: null };
}

/** @type {{ [name: string]: (history: History, given: Arguments, rules: Rules) => History }} */
const ACTS = {
  edit: (history, { scenario, changes = null, gesture = null }, rules) => {
    const wanted = scenario && withChanges(history.present, fromRecord(scenario), changes);
    return edited(history, wanted && allowed(history, wanted, rules), gesture);
  },
  undo: undone,
  redo: redone,
  reset: (history, _, { start }) => edited(history, start),
  measure: (history, given) => ({ ...history, measured: checkedMeasures(history, given) }),
};

/**
 * What a command makes of a history; one that needs the kernel leaves it as it is.
 * @param {History} history
 * @param {{ name: string, arguments?: Arguments }} command
 * @param {Rules} rules
 * @returns {History}
 */
export function done(history, { name, arguments: given = {} }, rules) {
  if (Object.hasOwn(ACTS, name)) return ACTS[name](history, given, rules);
  if (!Object.hasOwn(EDITS, name) || history.present === null) return history;
  return edited(history, allowed(history, EDITS[name](history.present, given), rules));
}

/**
 * @param {History} history
 * @param {Scenario} wanted
 * @param {Rules} rules
 */
function allowed({ present }, wanted, { locked, most }) {
  return checkedEdit(present ?? wanted, wanted, locked, most);
}

/**
 * @param {History} history
 * @param {Arguments} given
 * @returns {Measured}
 */
function checkedMeasures({ present, measured }, given) {
  const { k, gain, relevant_from: from } = { ...measured, ...given };
  // Who explains a list checks them. A custom loss the kernel explains.
  if (present !== null && !isCustom(present.loss)) explain(present, k, gain, from);
  return { k, gain, relevant_from: from };
}
