/**
 * What is on screen: the newer of the kernel's picture and this browser's edit.
 *
 * One state goes up (`edit`), one explanation comes down (`picture`), each with a revision. While
 * the edit is the newer one, its scores and order are shown at once and the kernel's numbers are
 * pending.
 */

/**
 * @typedef {object} Scenario
 * @property {number[]} scores
 * @property {number[]} labels below 0 is padding
 * @property {string[]} items
 * @property {"softmax" | "unique_softmax"} loss
 * @property {number} temperature
 * @property {null | "dcg" | "ndcg" | "precision"} lambda_weight
 * @property {null | number} topn
 * @property {boolean} normalize_labels
 *
 * @typedef {object} Picture
 * @property {number} revision
 * @property {Scenario} scenario
 * @property {number[]} probabilities
 * @property {number[]} targets
 * @property {number[]} contributions
 * @property {number[]} steps the score's change in one step of rate 1
 * @property {number} loss
 * @property {null | number} ndcg null where nothing is relevant
 * @property {null | number} mrr
 * @property {string} message why the last edit was refused
 * @property {string} note which choice changes nothing here
 * @property {boolean} can_undo
 * @property {boolean} can_redo
 *
 * @typedef {{ revision: number, gesture: null | string, command: null | string, scenario: object }} Edit
 *
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: any) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, callback: () => void) => void} on
 * @property {(event: string, callback: () => void) => void} off
 */

const PAGE = Date.now().toString(36);
let gestures = 0;

/** @returns {string} a name for a gesture that no other has, on this page or before a reload */
export function newGesture() {
  gestures += 1;
  return `${PAGE}.${gestures}`;
}

export class State {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** The item that is being dragged, or null. @type {number | null} */
    this.held = null;
  }

  /** @returns {Picture} */
  get picture() {
    return this.model.get("picture");
  }

  /** @returns {string} */
  get hint() {
    return this.model.get("hint");
  }

  /** Whether the kernel has not yet answered what is on screen. */
  get pending() {
    const edit = /** @type {Partial<Edit>} */ (this.model.get("edit"));
    return (edit.revision ?? 0) > this.picture.revision;
  }

  /** @returns {Scenario} */
  get scenario() {
    return this.pending ? this.model.get("edit").scenario : this.picture.scenario;
  }

  /**
   * Change the scenario. Edits of one gesture are one step of the history.
   * @param {Partial<Record<keyof Scenario, unknown>>} changes as they were typed: the kernel
   *   checks them and says in words what is wrong
   * @param {null | string} gesture
   */
  edit(changes, gesture = null) {
    this.#send({ ...this.scenario, ...changes }, gesture, null);
  }

  /** @param {"undo" | "redo" | "reset"} command */
  command(command) {
    this.#send(this.scenario, null, command);
  }

  /**
   * @param {object} scenario
   * @param {null | string} gesture
   * @param {null | string} command
   */
  #send(scenario, gesture, command) {
    const last = /** @type {Partial<Edit>} */ (this.model.get("edit"));
    const revision = Math.max(last.revision ?? 0, this.picture.revision) + 1;
    this.model.set("edit", { revision, gesture, command, scenario });
    this.model.save_changes();
  }
}

/**
 * 1-based ranks: best score first, ties by position, padding after every item that is there.
 * @param {Scenario} scenario
 * @returns {number[]}
 */
export function ranks({ scores, labels }) {
  const order = scores.map((_, i) => i);
  order.sort(
    (a, b) => Number(labels[a] < 0) - Number(labels[b] < 0) || scores[b] - scores[a] || a - b,
  );
  /** @type {number[]} */
  const result = new Array(scores.length);
  order.forEach((item, place) => {
    result[item] = place + 1;
  });
  return result;
}
