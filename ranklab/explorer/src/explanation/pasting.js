/** Pasting: the numbers of a text from a spreadsheet, a paper or a program. */

import { isGrouped, Refused, typed } from "./checks.js";
import { clipped, grouped, lengthOf, shown, split } from "./formatting.js";
import { LIMITS } from "../facts.js";

/**
 * The numbers of a text, and whether a comma in it was read as a decimal point.
 * @param {unknown} text numbers apart by line breaks, blanks, semicolons or commas
 */
export function numbersOf(text) {
  const words = wordsOf(text);
  const commas = commasSeparate(words);
  const decimal = !commas && words.some(({ word }) => word.includes(","));
  return { values: numbers(words, commas), decimal };
}

/**
 * The words of a pasted text, each with the number of its line.
 * @param {unknown} text
 */
function wordsOf(text) {
  if (typeof text !== "string") {
    throw new Refused(`text must be a string of numbers, got ${shown(text)}`);
  }
  if (lengthOf(text) > LIMITS.pasted) {
    const [has, most] = [grouped(lengthOf(text)), grouped(LIMITS.pasted)];
    throw new Refused(`${has} characters are pasted; at most ${most} are read`);
  }
  return text.split("\n").flatMap((content, at) =>
    split(content.replaceAll(";", " ").replaceAll(", ", " ")).map((word) => ({
      line: at + 1,
      // A comma behind a number separates it from the next; within a word it is looked at later.
      word: word.length > 1 && word.indexOf(",") === word.length - 1 ? word.slice(0, -1) : word,
    })),
  );
}

/** @typedef {ReturnType<typeof wordsOf>} Words */

/**
 * Whether a comma within a word separates numbers; else it is a decimal one.
 * @param {Words} words
 */
function commasSeparate(words) {
  const commas = words.filter(({ word }) => word.includes(","));
  const decimal = commas.filter(({ word }) => /^[^,.]+,[^,.]+$/.test(word));
  const two = commas.filter(({ word }) => isGrouped(word.replace(/,$/, "")));
  const others = commas.length > decimal.length || words.some(({ word }) => word.includes("."));
  const [unclear] = two.length > 0 ? two : others ? decimal : [];
  if (unclear) {
    throw new Refused(
      `${shown(clipped(unclear.word, 40))} in line ${unclear.line} can be read in two ways: write ` +
        "decimals with a point, thousands without a comma, and a blank after a comma that separates",
    );
  }
  return commas.length > decimal.length;
}

/**
 * @param {Words} words
 * @param {boolean} commas whether they separate
 */
function numbers(words, commas) {
  /** @type {number[]} */
  const values = [];
  for (const { word, line } of words) {
    for (const part of commas ? word.replace(/,$/, "").split(",") : [word]) {
      const value = typed(part);
      if (Number.isNaN(value)) {
        const what = `${shown(clipped(word, 40))} in line ${line} is no number`;
        throw new Refused(`${what}: paste one column of numbers`);
      }
      values.push(value);
      if (values.length > LIMITS.items) {
        throw new Refused(`more than ${grouped(LIMITS.items)} numbers are pasted`);
      }
    }
  }
  if (values.length === 0) throw new Refused("nothing is pasted: give at least one number");
  return values;
}
