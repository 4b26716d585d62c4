/**
 * What is on screen: the newer of the kernel's picture and this browser's edit.
 *
 * One state goes up (`edit`), with a revision. The picture of its explanation comes down, with the
 * revision that it answers (`answered`). While the edit is the newer one, its scores and order are
 * shown at once, and the kernel's numbers are pending. No other module reads the model.
 */

import { lockedHere } from "./explanation/edits.js";

export { ranks, saidRanks, ties } from "./ranking.js";

/**
 * @typedef {import("./types.js").Scenario} Scenario
 * @typedef {import("./types.js").Swept} Swept
 * @typedef {import("./types.js").Run} Run
 * @typedef {import("./types.js").Picture} Picture
 * @typedef {import("./types.js").Command} Command
 * @typedef {import("./types.js").Edit} Edit
 * @typedef {import("./types.js").Model} Model
 */

// The module is loaded once for each explorer, and each has a counter of its own.
const PAGE = crypto.getRandomValues(new Uint32Array(2)).join("-");
let gestures = 0;

// What changes the drawing, besides an answer of the kernel.
const TRAITS = [
  "edit", "message", "hint", "views", "followed", "verification", "projector", "sweep", "descent",
  "exported", "hidden", "locked", "predicted",
];

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
    /** The gesture of keys on the handle that has the focus, or null. @type {null | string} */
    this.moved = null;
    /** The item under the pointer, and the one that has the focus. @type {number | null} */
    this.pointed = null;
    /** @type {number | null} */
    this.focused = null;
    /** The item that a click pinned, and the names that stood there. @type {number | null} */
    this.pinned = null;
    /** @type {readonly string[]} */
    this.pinnedAmong = [];
    /** How far keys move the bar that has the focus, in words. */
    this.keys = "";
    /** Why something cannot be done here; the next edit takes it away. */
    this.said = "";
    /** How the rows stand: only the screen knows. @type {"score" | "given"} */
    this.order = "score";
    this.editing = false;
    /** Whether a guess is asked for: until then no answer is shown or spoken. */
    this.predicting = false;
    /** Whether the kernel behind it is gone. */
    this.deserted = false;
    /** Edits that wait until the kernel has answered a command. @type {(() => void)[]} */
    this.waiting = [];
    this.redraw = () => {};
    this.relight = () => {};
  }

  /** @returns {Picture} */
  get picture() {
    return this.model.get("picture");
  }

  /** The revision of the last edit that the kernel has answered. @returns {number} */
  get answered() {
    return this.model.get("answered");
  }

  /** Why the last edit was refused. @returns {string} */
  get message() {
    return this.model.get("message");
  }

  /** @returns {string} */
  get hint() {
    return this.model.get("hint");
  }

  /** The views below the list, by name. @returns {string[]} */
  get views() {
    return this.model.get("views");
  }

  /** @returns {boolean} */
  get projector() {
    return this.model.get("projector");
  }

  /** The item that the derivation follows. @returns {null | number} */
  get followed() {
    return this.model.get("followed");
  }

  /** What Keras said of the list on screen. @returns {{ state?: string, text?: string }} */
  get verification() {
    return this.model.get("verification");
  }

  /** The sweep, once it is there. @returns {null | Swept} */
  get swept() {
    const swept = this.model.get("sweep");
    return swept.losses ? swept : null;
  }

  /** @returns {{ id?: number, runs?: Run[] }} */
  get descent() {
    return this.model.get("descent");
  }

  /** @returns {{ id?: number, text?: string, address?: string, name?: string }} */
  get exported() {
    return this.model.get("exported");
  }

  /** What a teacher has put away. @returns {string[]} */
  get hidden() {
    return this.model.get("hidden");
  }

  /** What is shown and cannot be changed. @returns {string[]} */
  get locked() {
    return this.model.get("locked");
  }

  /** What is to be guessed before it is shown, here or elsewhere. @returns {"" | "loss" | "ndcg" | "elsewhere"} */
  get predicted() {
    return this.model.get("predicted");
  }

  /**
   * Say why something cannot be done, or what was done instead.
   * @param {string} text
   */
  say(text) {
    this.said = text;
    this.relight();
  }

  /**
   * Whether a field of the scenario is locked; if it is, say so.
   * @param {string} lock
   */
  refuses(lock) {
    if (!this.locked.includes(lock)) return false;
    this.say(lockedHere(lock));
    return true;
  }

  /**
   * Pin an item, so that all views stay with it; a second time lets go.
   * @param {number} item
   */
  pin(item) {
    this.pinned = this.pinned === item ? null : item;
    this.pinnedAmong = this.scenario.items;
    this.relight();
  }

  /** The item that all views light up: the one in the hand, pinned, pointed at or focused. */
  get lit() {
    const item = this.held ?? this.pinned ?? this.pointed ?? this.focused;
    return item !== null && item < this.scenario.scores.length ? item : null;
  }

  /**
   * Hear what changes.
   * @param {{ change: () => void, take: () => void, desert: () => void }} hear on any change, on an
   *   answer of the kernel, and when the kernel is gone
   * @returns {() => void} what ends it
   */
  listen({ change, take, desert }) {
    /** @type {Record<string, () => void>} */
    const heard = { "change:picture": take, "change:answered": take, comm_live_update: desert };
    for (const name of TRAITS) heard[`change:${name}`] = change;
    for (const [event, callback] of Object.entries(heard)) this.model.on(event, callback);
    return () => {
      for (const [event, callback] of Object.entries(heard)) this.model.off(event, callback);
    };
  }

  /**
   * Tell the kernel something that is no edit: which views are shown, which item is followed.
   * @param {string} name
   * @param {unknown} value
   */
  tell(name, value) {
    this.model.set(name, value);
    this.model.save_changes();
  }

  /** Whether the kernel has not yet answered what is on screen. */
  get pending() {
    return this.last.revision > this.answered;
  }

  /**
   * Whether a hand or a key moves a bar: it is held, or it has the focus and moved last. The axis
   * must then stand still.
   */
  get inHand() {
    const { gesture, commands } = this.last;
    return this.held !== null || (this.moved !== null && this.moved === gesture && commands.length === 0);
  }

  /** The last edit, answered or not. @returns {Edit} */
  get last() {
    const none = { revision: 0, moved: 0, gesture: null, commands: [] };
    return { ...none, scenario: this.picture.scenario, ...this.model.get("edit") };
  }

  /**
   * The pending edit, unless the list has become longer or shorter meanwhile: then the kernel's
   * numbers would not fit it.
   * @returns {Scenario}
   */
  get scenario() {
    const { scenario } = this.last;
    const fits = scenario.scores.length === this.picture.scenario.scores.length;
    return this.pending && fits ? scenario : this.picture.scenario;
  }

  /**
   * Change the scenario at once. Edits of one gesture are one step of the history.
   * @param {(scenario: Scenario) => Partial<Scenario>} change
   * @param {null | string} gesture
   */
  edit(change, gesture = null) {
    this.said = "";
    if (this.pending && this.last.commands.length > 0) {
      this.waiting.push(() => this.edit(change, gesture));
      return;
    }
    const revision = this.#next();
    const scenario = { ...this.scenario, ...change(this.scenario) };
    this.#send({ revision, moved: revision, gesture, scenario, commands: [] });
  }

  /**
   * Ask the kernel for what only it can do. Commands that it has not answered go along again, so
   * that messages which the front end merges lose none.
   * @param {Command["name"]} name
   * @param {Command["arguments"]} [given]
   */
  command(name, given) {
    this.said = "";
    const revision = this.#next();
    const command = { revision, name, ...(given ? { arguments: given } : {}) };
    const { scenario } = this.picture;
    const none = { ...this.last, scenario, moved: 0, gesture: null, commands: [] };
    const base = this.pending ? this.last : none;
    this.#send({ ...base, revision, commands: [...base.commands, command] });
  }

  /** Send what waited for an answer. */
  sendWaiting() {
    while (this.waiting.length > 0 && !(this.pending && this.last.commands.length > 0)) {
      this.waiting.shift()?.();
    }
  }

  #next() {
    return Math.max(this.last.revision, this.answered) + 1;
  }

  /** @param {Edit} edit */
  #send(edit) {
    this.model.set("edit", edit);
    this.model.save_changes();
  }
}
