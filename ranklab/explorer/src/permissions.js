/** Hides and locks what a teacher has chosen, and says why a control does nothing. */

import { mark } from "./dom.js";
import { lockedHere } from "./explanation/edits.js";

/**
 * The data attributes of each part name what it is. A locked bar or label is still read, and says
 * itself that it is locked.
 * @param {HTMLElement} root
 * @param {import("./state.js").State} state
 */
export function hideAndLock(root, { hidden, locked }) {
  if (hidden.length + locked.length === 0) return;
  for (const node of root.querySelectorAll("[data-control], [data-answer], [data-lock]")) {
    const { control = "", answer = "", lock = control } = /** @type {HTMLElement} */ (node).dataset;
    const away = hidden.includes(control) || hidden.includes(answer);
    const held = locked.includes(lock);
    const read = node.getAttribute("role") === "slider";
    mark(node, {
      "data-away": away ? "" : null,
      "aria-readonly": held && read ? "true" : null,
      inert: held && !read ? "" : null,
    });
  }
}

/**
 * What is locked or off hears no click: the explorer does, and says why.
 * @param {HTMLElement} root
 * @param {import("./state.js").State} state
 */
export function listenForWhy(root, state) {
  root.addEventListener("click", ({ target, clientX: x, clientY: y }) => {
    if (!(target instanceof Element)) return;
    const off = target.closest("[aria-disabled=true]") ?? target.closest("label")?.querySelector("[aria-disabled=true]");
    const why = off?.getAttribute("data-why");
    if (why) state.say(why);
    const inert = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[inert]")]).find((node) => {
      const { left, right, top, bottom } = node.getBoundingClientRect();
      return left <= x && x <= right && top <= y && y <= bottom;
    });
    if (inert) state.say(lockedHere(inert.dataset.lock ?? inert.dataset.control ?? ""));
  });
}
