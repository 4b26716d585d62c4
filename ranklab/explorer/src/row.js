/** One item: rank, name, label, score bar with its handle and arrow, probability, part. */

import { element, KEEPS_KEYS, mark, write } from "./dom.js";
import { LIMITS } from "./facts.js";
import { LabelPips } from "./label.js";
import { RowEditing } from "./row_editing.js";
import { newGesture } from "./state.js";
import { Typing } from "./typing.js";
import { number, plain } from "./words.js";

export class Row {
  /**
   * @param {import("./state.js").State} state
   * @param {number} item
   * @param {import("./scale.js").Axis} axis
   */
  constructor(state, item, axis) {
    this.state = state;
    this.item = item;
    this.axis = axis;
    this.rank = element("span", { class: "rl-rank" });
    this.name = element("span", { class: "rl-name" });
    this.edit = new RowEditing(state, item);
    this.label = new LabelPips(state, item);
    this.bar = element("span", { class: "rl-bar" });
    this.arrow = element("span", { class: "rl-arrow rl-answer", "data-answer": "steps" });
    this.value = element("span", { class: "rl-value" });
    this.handle = element("span", { class: "rl-handle", "data-lock": "scores", role: "slider", tabindex: "0", ...KEEPS_KEYS });
    this.track = element(
      "span",
      { class: "rl-track" },
      element("span", { class: "rl-zero" }),
      this.bar,
      this.arrow,
      this.handle,
    );
    this.chance = element("span", { class: "rl-meter" });
    this.target = element("span", { class: "rl-target" });
    this.partBar = element("span", { class: "rl-part-bar" });
    this.part = element("span", { class: "rl-figure" });
    this.node = element(
      "div",
      { class: "rl-row", role: "listitem", "data-item": String(item) },
      this.rank,
      element("span", { class: "rl-who" }, this.name, this.edit.name),
      this.label.node,
      this.value,
      this.track,
      element("span", { class: "rl-chance rl-answer", "data-answer": "probabilities", "aria-hidden": "true" }, this.chance, this.target),
      element("span", { class: "rl-part rl-answer", "data-answer": "parts", "aria-hidden": "true" }, this.partBar, this.part),
      this.edit.node,
      this.label.typing.node,
    );
    this.typing = new Typing(state, item, "scores", this.handle);
    this.node.append(this.typing.node);
    this.value.addEventListener("click", () => this.typing.open({ place: this.value }));
    this.handle.addEventListener("dblclick", () => this.typing.open({ place: this.value }));
    this.handle.addEventListener("pointerdown", (event) => this.#drag(event));
    this.handle.addEventListener("keydown", (event) => this.#takeKey(event));
    this.handle.addEventListener("focus", () => {
      if (this.handle.matches(":focus-visible")) state.keys = keys(axis);
    });
    this.handle.addEventListener("blur", () => {
      state.moved = null;
      state.keys = "";
    });
    this.gesture = newGesture();
    /** What the last drawing was made of. @type {unknown[]} */
    this.drawn = [];
    this.place = 0;
  }

  /**
   * @param {import("./state.js").State} state
   * @param {{ rank: string, place: number, tied: boolean }} standing
   */
  draw({ scenario, picture, held, editing, predicting }, { rank, place, tied }) {
    const { item: i, axis } = this;
    const score = scenario.scores[i];
    const there = scenario.labels[i] >= 0;
    if (editing) this.edit.draw(scenario);
    // A drag leaves most rows as they are, and they are not drawn: a long list must react as fast as a short one.
    const made = [score, scenario.labels[i], scenario.items[i], rank, place, tied, held === i, picture, axis.reach, axis.arrows, predicting];
    if (made.every((value, at) => value === this.drawn[at])) return;
    this.drawn = made;
    if (place !== this.place) this.node.style.setProperty("--rl-place", String(place - 1));
    this.place = place;
    mark(this.node, { "data-held": held === i ? "" : null, "data-empty": there ? null : "" });
    write(this.rank, rank);
    mark(this.rank, { title: tied ? "Tied: equal scores rank in the order given" : null });
    write(this.name, scenario.items[i]);
    mark(this.name, { title: scenario.items[i] });
    this.label.draw(scenario);

    const zero = axis.place(0);
    const end = clamp(axis.place(score), 0, 1);
    span(this.bar, zero, end);
    this.handle.style.left = percent(end);
    write(this.value, plain(score));
    const step = there ? picture.steps[i] : 0;
    const tip = clamp(end + (step * axis.arrows) / (2 * axis.reach), -0.05, 1.05);
    span(this.arrow, end, tip);
    mark(this.arrow, { "data-moves": step > 0 ? "up" : step < 0 ? "down" : null });
    mark(this.handle, { title: `Drag. ${keys(axis)} Enter, or a digit: type a score. Space: pin` });
    const moves = predicting ? "" : `, moves ${step > 0 ? "up" : "down"} by ${number(Math.abs(step))}`;
    mark(this.handle, {
      "aria-label": `score of ${scenario.items[i]}`,
      "aria-valuenow": String(score),
      "aria-valuemin": String(-axis.reach),
      "aria-valuemax": String(axis.reach),
      "aria-valuetext": there
        ? `${plain(score)}, rank ${rank}${tied ? ", tied" : ""}${moves}`
        : `${plain(score)}, an empty place`,
    });

    // A custom loss has no probabilities, and perhaps no parts; some of its parts may be negative.
    this.chance.style.width = percent(picture.probabilities[i] ?? 0);
    this.target.style.left = percent(picture.targets[i] ?? 0);
    const part = picture.contributions[i] ?? 0;
    this.partBar.style.width = percent(picture.loss > 0 ? clamp(part / picture.loss, 0, 1) : 0);
    write(this.part, there && picture.contributions.length ? number(part) : "–");
  }

  /** @param {(score: number) => number} change @param {string} gesture */
  #move(change, gesture) {
    this.state.edit((scenario) => {
      const scores = [...scenario.scores];
      scores[this.item] = change(scores[this.item]) + 0; // no -0
      return { scores };
    }, gesture);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const { state, axis, item } = this;
    if (event.button !== 0 || state.held !== null || state.refuses("scores")) return;
    this.handle.setPointerCapture(event.pointerId);
    const gesture = newGesture();
    const { reach } = axis;
    const start = clamp(state.scenario.scores[item], -reach, reach);
    const from = event.clientX;
    let moved = false;
    state.held = item;
    state.redraw();

    const move = (/** @type {PointerEvent} */ e) => {
      moved ||= e.clientX !== from;
      if (e.pointerId !== event.pointerId || !moved) return;
      const perPixel = (2 * reach) / this.track.getBoundingClientRect().width;
      const digits = Math.max(0, Math.ceil(-Math.log10(perPixel)));
      const score = clamp(start + (e.clientX - from) * perPixel, -reach, reach);
      const back = e.clientX === from; // to where it was, to the last digit
      this.#move(() => (back ? start : Number(score.toFixed(digits))), gesture);
    };
    const end = () => {
      this.handle.removeEventListener("pointermove", move);
      state.release();
    };
    this.handle.addEventListener("pointermove", move);
    this.handle.addEventListener("lostpointercapture", end, { once: true });
  }

  /** @param {KeyboardEvent} event */
  #takeKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { step, fine, reach } = this.axis;
    const far = event.shiftKey ? 5 * step : step;
    const moves = /** @type {Record<string, (score: number) => number>} */ ({
      ArrowRight: (score) => score + far,
      ArrowUp: (score) => score + far,
      ArrowLeft: (score) => score - far,
      ArrowDown: (score) => score - far,
      PageUp: (score) => score + 10 * step,
      PageDown: (score) => score - 10 * step,
      ".": (score) => score + fine,
      ",": (score) => score - fine,
      Home: () => -reach,
      End: () => reach,
    });
    const move = moves[event.key];
    const types = event.key === "Enter" || /^[\d\u2212-]$/.test(event.key);
    if (!move && !types && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    if (this.state.held !== null) return;
    if (event.key === " ") return this.state.pin(this.item);
    if (types) return this.typing.open({ place: this.value, text: event.key === "Enter" ? undefined : event.key });
    if (this.state.refuses("scores")) return;
    if (!event.repeat) this.gesture = newGesture();
    this.state.moved = this.gesture;
    this.#move((score) => clamp(Number(move(score).toPrecision(10)), -LIMITS.score, LIMITS.score), this.gesture);
  }
}

/**
 * How far the keys move a bar.
 * @param {import("./scale.js").Axis} axis
 */
function keys({ step, fine }) {
  return `Arrow keys: ${plain(step)}, with Shift ${plain(5 * step)}; comma and period: ${plain(fine)}.`;
}

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
function clamp(value, least, most) {
  return Math.min(most, Math.max(least, value));
}

/**
 * Stretch a mark between two places of the track.
 * @param {HTMLElement} node
 * @param {number} from
 * @param {number} to
 */
function span(node, from, to) {
  node.style.left = percent(Math.min(from, to));
  node.style.width = percent(Math.abs(to - from));
}

/**
 * A part of the track, to a fraction of a pixel: a change that cannot be seen costs no layout.
 * @param {number} part
 */
function percent(part) {
  return `${(100 * part).toFixed(2)}%`;
}
