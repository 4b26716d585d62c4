/**
 * State: what is on screen. The list is there at once, whatever the kernel does (`kernel.js`), with
 * the numbers that a provider computes of it (`provider.js`). What hands and eyes do stands here.
 */

import { Refused } from "./explanation/checks.js";
import { changesOf, lockedHere } from "./explanation/edits.js";
import { replace, same } from "./explanation/scenario.js";
import { Kernel } from "./kernel.js";
import { cutNow, hintAfter } from "./notes.js";
import { memo, providerOf } from "./provider.js";

export { ranks, saidRanks, ties } from "./ranking.js";

/**
 * @typedef {import("./types.js").Scenario} Scenario
 * @typedef {import("./types.js").Picture} Picture
 */

// The module is loaded once for each explorer, and each has a counter of its own.
const PAGE = crypto.getRandomValues(new Uint32Array(2)).join("-");
let gestures = 0;

/** @returns {string} a name for a gesture that no other has, on this page or before a reload */
export function newGesture() {
  gestures += 1;
  return `${PAGE}.${gestures}`;
}

export class State {
  /** @param {import("./types.js").Model} model */
  constructor(model) {
    this.kernel = new Kernel(model);
    /** The item that the derivation follows: the last one that was lit for a while. @type {null | number} */
    this.followed = null;
    this.provider = providerOf(this.kernel, this);
    /** The item that is being dragged, or null. @type {number | null} */
    this.held = null;
    /** Where the hand has moved it. @type {null | { gesture: string, score: number }} */
    this.grip = null;
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
    /** Why the last command was refused here; empty after one that was not, null where Python says it. @type {null | string} */
    this.refused = null;
    /** The last message of Python. */
    this.heard = "";
    this.hinted = { scenario: this.kernel.scenario, hint: String(this.kernel.get("hint")) };
    this.redraw = () => {};
    this.relight = () => {};
    this.cut = memo(cutNow);
    this.made = memo(made);
  }

  /** The list on screen, unless its numbers would not fit it. @returns {Scenario} */
  get scenario() {
    const { scenario } = this.kernel;
    const shown = this.provider.numbers().scenario;
    return shown.scores.length === scenario.scores.length ? scenario : shown;
  }

  /** Its numbers; another object whenever one of them is another. @returns {Picture} */
  get picture() {
    const { canUndo, canRedo } = this.kernel.mirror;
    const cut = this.cut(this.kernel.get("given"), this.scenario);
    return this.made(this.provider.numbers(), cut, canUndo, canRedo);
  }

  /** Whether the numbers are not yet of what is on screen. */
  get pending() {
    return this.provider.pending;
  }

  /** The sweep, once it is there. */
  get swept() {
    return this.provider.swept;
  }

  get descent() {
    return this.provider.descent;
  }

  /** Whether Python is gone. */
  get deserted() {
    return this.kernel.gone;
  }

  /** Why the last command was refused, or what is wrong. @returns {string} */
  get message() {
    return this.refused ?? (this.kernel.get("message") || this.provider.warning);
  }

  /** The sentence for the list on screen; empty where it speaks of another one. @returns {string} */
  get hint() {
    const { scenario } = this.kernel;
    if (scenario !== this.hinted.scenario) {
      this.hinted = { scenario, hint: hintAfter(this.kernel.get("given"), this.hinted, scenario) };
    }
    return this.hinted.hint;
  }

  /** The views below the list, by name. @returns {string[]} */
  get views() {
    return this.kernel.get("views");
  }

  /** @returns {boolean} */
  get projector() {
    return this.kernel.get("projector");
  }

  /** What Keras said of the list on screen. @returns {{ state?: string, text?: string }} */
  get verification() {
    const { mirror } = this.kernel;
    return same(mirror.shown.present, mirror.base.present) ? this.kernel.get("verification") : {};
  }

  /** @returns {{ id?: number, text?: string, address?: string, name?: string }} */
  get exported() {
    return this.kernel.get("exported");
  }

  /** What a teacher has put away. @returns {string[]} */
  get hidden() {
    return this.kernel.get("hidden");
  }

  /** What is shown and cannot be changed. @returns {string[]} */
  get locked() {
    return this.kernel.get("locked");
  }

  /** What is to be guessed before it is shown, here or elsewhere. @returns {"" | "loss" | "ndcg" | "elsewhere"} */
  get predicted() {
    return this.kernel.get("predicted");
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

  /** Let go of a bar: what the hand made of the list is sent at once. */
  release() {
    this.held = null;
    this.kernel.finish();
    this.redraw();
  }

  /** The item that all views light up: the one in the hand, pinned, pointed at or focused. */
  get lit() {
    const item = this.held ?? this.pinned ?? this.pointed ?? this.focused;
    return item !== null && item < this.scenario.scores.length ? item : null;
  }

  /**
   * Whether a hand or a key moves a bar: it is held, or it has the focus and moved last. The axis
   * must then stand still.
   */
  get inHand() {
    return this.held !== null || (this.moved !== null && this.moved === this.kernel.shown.gesture);
  }

  /**
   * Hear what changes.
   * @param {{ change: () => void, desert: () => void }} hear on any change, and when Python is gone
   * @returns {() => void} what ends it
   */
  listen({ change, desert }) {
    this.changed = change;
    return this.kernel.listen({
      change,
      desert,
      take: ({ others }) => {
        if (others) this.#holdOn();
        const said = this.kernel.get("message");
        const answered = this.refused === "" && this.kernel.unanswered.length === 0;
        if (others || answered || (said && said !== this.heard)) this.refused = null;
        this.heard = said;
        if (this.provider.warning) console.error(this.provider.warning);
        change();
      },
    });
  }

  /**
   * Show something that is no edit: other views, another item followed.
   * @param {string} name
   * @param {unknown} value
   */
  tell(name, value) {
    if (name !== "followed") return this.kernel.tell(name, value);
    this.followed = /** @type {number} */ (value); // Python need not know
    this.changed();
  }

  /**
   * Change the list. Edits of one gesture are one step of the history.
   * @param {(scenario: Scenario) => Partial<Scenario>} change
   * @param {null | string} gesture
   */
  edit(change, gesture = null) {
    this.said = "";
    this.#try(() => {
      const wanted = replace(this.scenario, change(this.scenario));
      this.kernel.do("edit", { scenario: wanted, changes: changesOf(this.scenario, wanted), gesture });
    });
    if (this.held === null || gesture === null) this.grip = null;
    else this.grip = { gesture, score: this.kernel.scenario.scores[this.held] };
  }

  /**
   * Do what a command says.
   * @param {string} name
   * @param {Record<string, unknown>} [given] as it was typed
   */
  command(name, given) {
    this.said = "";
    this.#try(() => (name === "descend" ? this.provider.descend(given ?? {}) : this.kernel.do(name, given)));
  }

  changed() {}

  /** @param {() => void} act */
  #try(act) {
    try {
      act();
      this.refused = "";
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refused = error.message;
    }
    this.changed();
  }

  /** Somebody else changed the list: a bar that the hand has moved stays where the hand is. */
  #holdOn() {
    const { held, grip } = this;
    const { scores } = this.kernel.scenario;
    if (held === null || grip === null || held >= scores.length || scores[held] === grip.score) return;
    this.edit((now) => ({ scores: now.scores.map((score, i) => (i === held ? grip.score : score)) }), grip.gesture);
  }
}

/**
 * @param {import("./provider.js").Numbers} numbers
 * @param {string} cut
 * @param {boolean} can_undo
 * @param {boolean} can_redo
 * @returns {Picture}
 */
function made(numbers, cut, can_undo, can_redo) {
  return { ...numbers, cut, can_undo, can_redo };
}
