/** Elements, made without HTML: what a user wrote becomes text. */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/**
 * What every control needs: JupyterLab must not take its keys. The attribute works on the focused
 * element alone, not on one around it.
 */
export const KEEPS_KEYS = { "data-lm-suppress-shortcuts": "true" };

/**
 * Write a text only where it differs, so that an unchanged number costs no layout.
 * @param {Element} node
 * @param {string} text
 */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Set attributes only where they differ; null takes one away.
 * @param {Element} node
 * @param {Record<string, string | null>} attributes
 */
export function mark(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) node.removeAttribute(name);
    else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
}
