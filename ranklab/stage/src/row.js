/** One item: rank, name, label, score bar with its handle and arrow, probability, part. */

import { element, KEEPS_KEYS, mark, write } from "./dom.js";
import { LabelPips } from "./label.js";
import { newGesture } from "./state.js";
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
    this.label = new LabelPips(state, item);
    this.bar = element("span", { class: "rl-bar" });
    this.arrow = element("span", { class: "rl-arrow rl-answer" });
    this.value = element("span", { class: "rl-value" });
    this.handle = element("span", { class: "rl-handle", role: "slider", tabindex: "0", ...KEEPS_KEYS });
    this.track = element(
      "span",
      { class: "rl-track" },
      element("span", { class: "rl-zero" }),
      this.bar,
      this.arrow,
      this.value,
      this.handle,
    );
    this.chance = element("span", { class: "rl-meter" });
    this.target = element("span", { class: "rl-target" });
    this.share = element("span", { class: "rl-share" });
    this.part = element("span", { class: "rl-figure" });
    this.node = element(
      "div",
      { class: "rl-row", role: "listitem" },
      this.rank,
      this.name,
      this.label.node,
      this.track,
      element("span", { class: "rl-chance rl-answer", "aria-hidden": "true" }, this.chance, this.target),
      element("span", { class: "rl-part rl-answer", "aria-hidden": "true" }, this.share, this.part),
    );
    this.handle.addEventListener("pointerdown", (event) => this.#drag(event));
    this.handle.addEventListener("keydown", (event) => this.#takeKey(event));
    this.gesture = newGesture();
  }

  /**
   * @param {import("./state.js").State} state
   * @param {number} rank
   * @param {import("./scale.js").Axis} axis
   */
  draw({ scenario, picture, held }, rank, axis) {
    const i = this.item;
    const score = scenario.scores[i];
    const there = scenario.labels[i] >= 0;
    this.node.style.setProperty("--rl-place", String(rank - 1));
    mark(this.node, { "data-held": held === i ? "" : null, "data-empty": there ? null : "" });
    write(this.rank, there ? String(rank) : "–");
    write(this.name, scenario.items[i]);
    mark(this.name, { title: scenario.items[i] });
    this.label.draw(scenario);

    const zero = axis.place(0);
    const end = axis.place(score);
    span(this.bar, zero, end);
    this.handle.style.left = `${100 * end}%`;
    write(this.value, plain(score));
    mark(this.value, { "data-side": score < 0 ? "right" : "left" });
    const step = there ? picture.steps[i] : 0;
    const tip = end + (step * axis.arrows) / (2 * axis.reach);
    span(this.arrow, end, tip);
    mark(this.arrow, { "data-push": step > 0 ? "up" : step < 0 ? "down" : null });
    const push = step > 0 ? "pushed up" : "pushed down";
    mark(this.handle, {
      "aria-label": `score of ${scenario.items[i]}`,
      "aria-valuenow": String(score),
      "aria-valuemin": String(-axis.reach),
      "aria-valuemax": String(axis.reach),
      "aria-valuetext": there
        ? `${plain(score)}, rank ${rank}, ${push} by ${number(Math.abs(step))}`
        : `${plain(score)}, an empty place`,
    });

    this.chance.style.width = `${100 * picture.probabilities[i]}%`;
    this.target.style.left = `${100 * picture.targets[i]}%`;
    const part = picture.contributions[i];
    this.share.style.width = `${picture.loss > 0 ? (100 * part) / picture.loss : 0}%`;
    write(this.part, there ? number(part) : "–");
  }

  /** @param {number} score @param {string} gesture */
  #move(score, gesture) {
    const scores = [...this.state.scenario.scores];
    scores[this.item] = score;
    this.state.edit({ scores }, gesture);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    if (event.button !== 0) return;
    this.handle.setPointerCapture(event.pointerId);
    const gesture = newGesture();
    const { state, axis, item } = this;
    const reach = axis.reach;
    const box = this.track.getBoundingClientRect();
    const perPixel = (2 * reach) / box.width;
    const digits = Math.max(0, Math.ceil(-Math.log10(perPixel)));
    const start = Math.min(reach, Math.max(-reach, state.scenario.scores[item]));
    const from = event.clientX;
    state.held = item;
    mark(this.node, { "data-held": "" });

    const move = (/** @type {PointerEvent} */ e) => {
      if (e.pointerId !== event.pointerId || e.clientX === from) return;
      const score = Math.min(reach, Math.max(-reach, start + (e.clientX - from) * perPixel));
      this.#move(Number(score.toFixed(digits)) + 0, gesture);
    };
    const end = () => {
      this.handle.removeEventListener("pointermove", move);
      state.held = null;
      mark(this.node, { "data-held": null });
      // Let go at the edge: the next drag can go further.
      if (Math.abs(state.scenario.scores[item]) === reach) axis.stretch([1.01 * reach]);
    };
    this.handle.addEventListener("pointermove", move);
    this.handle.addEventListener("lostpointercapture", end, { once: true });
  }

  /** @param {KeyboardEvent} event */
  #takeKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { axis } = this;
    const score = this.state.scenario.scores[this.item];
    const far = event.shiftKey ? 5 : 1;
    const moves = /** @type {Record<string, number>} */ ({
      ArrowRight: score + far * axis.step,
      ArrowUp: score + far * axis.step,
      ArrowLeft: score - far * axis.step,
      ArrowDown: score - far * axis.step,
      PageUp: score + 10 * axis.step,
      PageDown: score - 10 * axis.step,
      Home: -axis.reach,
      End: axis.reach,
    });
    if (!(event.key in moves)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) this.gesture = newGesture();
    this.#move(Number(moves[event.key].toPrecision(10)) + 0, this.gesture);
  }
}

/**
 * Stretch a mark between two places of the track.
 * @param {HTMLElement} node
 * @param {number} from
 * @param {number} to
 */
function span(node, from, to) {
  node.style.left = `${100 * Math.min(from, to)}%`;
  node.style.width = `${100 * Math.abs(to - from)}%`;
}
