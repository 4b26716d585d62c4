/** The entry: draws one explorer, again after every change. */

import { Controls } from "./controls.js";
import { element, mark, write } from "./dom.js";
import { Editing } from "./editing.js";
import { List } from "./list.js";
import { Numbers } from "./numbers.js";
import { hideAndLock, listenForWhy } from "./permissions.js";
import { keepPin, listenForPins } from "./pins.js";
import { Prediction } from "./prediction.js";
import { Reading } from "./reading.js";
import { State } from "./state.js";
import { Toolbar } from "./toolbar.js";
import { Views } from "./views.js";

const NOTICEABLE = 80; // ms after which a number that is not yet right is shown fainter

/**
 * @param {{ model: import("./types.js").Model, el: HTMLElement }} context
 * @returns {() => void} what to do when the view goes away
 */
function render({ model, el }) {
  const state = new State(model);
  const numbers = new Numbers();
  const controls = new Controls(state);
  const reading = new Reading(state);
  const list = new List(state);
  const toolbar = new Toolbar(state);
  const editing = new Editing(state);
  const views = new Views(state);
  const prediction = new Prediction(state);
  const hint = element("p", { class: "rl-hint" });
  const cut = element("p", { class: "rl-cut", role: "note" });
  const said = element("div", { class: "rl-said" }, hint, reading.message);
  const now = element("div", { class: "rl-now" }, numbers.node, said);
  const head = element("div", { class: "rl-head" }, now, controls.node);
  const main = element("div", { class: "rl-main" }, list.node, reading.node);
  const parts = [head, cut, prediction.node, main, toolbar.node, editing.node, views.node];
  const page = element("div", { class: "rl-page" }, ...parts);
  const root = element("section", { class: "ranklab", "aria-label": "Ranking loss explorer", tabindex: "-1" }, page); // a click leaves Escape to it
  root.addEventListener("keydown", (event) => takeHistoryKeys(event, state));
  followHand(root, state);
  listenForPins(root, state);
  listenForWhy(root, state);
  el.replaceChildren(root);

  const relight = () => {
    const [lit, pinned] = [String(state.lit), String(state.pinned)];
    for (const node of root.querySelectorAll("[data-item]")) {
      const item = node.getAttribute("data-item");
      mark(node, { "data-lit": item === lit ? "" : null, "data-pinned": item === pinned ? "" : null });
      if (node instanceof HTMLElement) mark(node, { "aria-current": item === pinned ? "true" : null });
    }
    views.light(state);
    reading.draw(state);
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let late;
  const draw = () => {
    keepPin(state);
    root.dataset.pending = String(state.pending);
    root.dataset.heard = String(state.kernel.heardAll);
    if (!state.pending) {
      clearTimeout(late);
      late = undefined;
      delete root.dataset.late;
    } else {
      // A fade that starts at once, even one with a delay, makes the browser draw frames for which
      // the kernel's answer has to wait: a third of the whole latency.
      late ??= setTimeout(() => (root.dataset.late = ""), NOTICEABLE);
    }
    mark(root, { "data-deserted": state.deserted && state.provider.follows ? "" : null });
    mark(page, { "data-views": state.views.length ? String(state.views.length) : null });
    mark(root, { "data-projector": state.projector ? "" : null });
    write(hint, state.hint);
    write(cut, state.picture.cut ?? "");
    for (const part of [numbers, controls, prediction, list, toolbar, editing, views]) part.draw(state);
    hideAndLock(root, state);
    relight();
  };
  let asked = false;
  // One command or one message changes several things: they are drawn once, together, in the next frame.
  const drawSoon = () => {
    if (asked) return;
    asked = true;
    queueMicrotask(() => {
      asked = false;
      draw();
    });
  };
  state.redraw = draw;
  state.relight = relight;
  const forget = state.listen({ change: drawSoon, desert: draw });
  draw();
  return () => {
    clearTimeout(late);
    forget();
  };
}

/**
 * One item is lit in all views: the one whose mark the pointer is on, or the focus.
 * @param {HTMLElement} root
 * @param {State} state
 */
function followHand(root, state) {
  /** @param {EventTarget | null} target */
  const itemOf = (target) => {
    const node = target instanceof Element ? target.closest("[data-item]") : null;
    return node ? Number(node.getAttribute("data-item")) : null;
  };
  /** @param {"pointed" | "focused"} by @param {number | null} item */
  const point = (by, item) => {
    if (state[by] === item) return;
    state[by] = item;
    state.relight();
  };
  root.addEventListener("pointerover", (event) => {
    if (!(event.target instanceof SVGElement)) point("pointed", itemOf(event.target));
  });
  root.addEventListener("pointerleave", () => point("pointed", null));
  root.addEventListener("focusin", (event) => point("focused", itemOf(event.target)));
  root.addEventListener("focusout", () => point("focused", null));
}

/**
 * Ctrl or Cmd+Z undoes here and nowhere else: the notebook's own undo must not hear it.
 * @param {KeyboardEvent} event
 * @param {State} state
 */
function takeHistoryKeys(event, state) {
  const { target } = event;
  const writing =
    target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "text");
  if (!(event.ctrlKey || event.metaKey) || event.altKey || writing) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  if (state.held === null) state.command(key === "y" || event.shiftKey ? "redo" : "undo");
  event.preventDefault();
  event.stopPropagation();
}

export default { render };
