/** Links: a scenario as Python's `to_link` writes it, read with nothing trusted. */

import { LIMITS } from "../facts.js";
import { Refused } from "./checks.js";
import { shown, strip } from "./formatting.js";
import { fromRecord } from "./scenario.js";

export const PREFIX = "ranklab1-"; // the number is the version

/**
 * Read a scenario that Python's `to_link` wrote, alone or at the end of an address.
 * @param {unknown} text
 * @returns {Promise<import("./scenario.js").Scenario>} rejected with `Refused` where it is none
 */
export async function fromLink(text) {
  return fromRecord(await unpack(text));
}

/**
 * @param {unknown} text
 * @returns {Promise<unknown>}
 */
async function unpack(text) {
  if (typeof text !== "string") throw new Refused(`text must be a string, got ${shown(text)}`);
  const found = /ranklab([0-9]{1,9})-([A-Za-z0-9_-]*)$/.exec(strip(text).slice(-LIMITS.link));
  if (!found) throw new Refused(`this is no link to a scenario; one starts with '${PREFIX}'`);
  const [, version, packed] = found;
  if (version !== "1") {
    throw new Refused(`the link has version ${version}; this ranklab reads version 1`);
  }
  try {
    return JSON.parse(await unfolded(packed));
  } catch {
    throw new Refused("the link is not whole: it was cut off or changed on its way");
  }
}

/**
 * What was packed, as text; a short link could claim gigabytes.
 * @param {string} packed in the base64 of URLs
 */
async function unfolded(packed) {
  const plain = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(plain, (character) => character.charCodeAt(0));
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  let [text, size] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > LIMITS.unpacked) {
      await reader.cancel();
      throw new RangeError(`more than ${LIMITS.unpacked} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
}
