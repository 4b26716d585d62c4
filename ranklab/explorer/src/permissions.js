/** Hides and locks what a teacher has chosen: the data attributes of each part name it. */

import { mark } from "./dom.js";

/**
 * @param {HTMLElement} root
 * @param {import("./state.js").State} state
 */
export function hideAndLock(root, { hidden, locked }) {
  if (hidden.length + locked.length === 0) return;
  for (const node of root.querySelectorAll("[data-control], [data-answer], [data-lock]")) {
    const { control = "", answer = "", lock = control } = /** @type {HTMLElement} */ (node).dataset;
    const away = hidden.includes(control) || hidden.includes(answer);
    mark(node, {
      "data-away": away ? "" : null,
      inert: locked.includes(lock) ? "" : null,
    });
  }
}
