/** Ranking: who stands where, and who is tied. */

/** @typedef {import("./types.js").Scenario} Scenario */

/**
 * How many items that are there have each item's score: more than 1 is a tie.
 * @param {Scenario} scenario
 * @returns {number[]}
 */
export function ties({ scores, labels }) {
  const counts = new Map();
  scores.forEach((score, i) => {
    if (labels[i] >= 0) counts.set(score, (counts.get(score) ?? 0) + 1);
  });
  return scores.map((score, i) => (labels[i] >= 0 ? counts.get(score) : 0));
}

/**
 * Each item's rank as people say it: "3", "1–3" for one of three tied items, "–" for padding.
 * @param {Scenario} scenario
 * @returns {string[]}
 */
export function saidRanks(scenario) {
  const { scores, labels } = scenario;
  const rank = ranks(scenario);
  const counts = ties(scenario);
  const first = new Map();
  scores.forEach((score, i) => {
    if (labels[i] >= 0) first.set(score, Math.min(first.get(score) ?? Infinity, rank[i]));
  });
  return scores.map((score, i) => {
    if (labels[i] < 0) return "–";
    const from = first.get(score);
    return counts[i] > 1 ? `${from}–${from + counts[i] - 1}` : String(from);
  });
}

/**
 * 1-based ranks: best score first, ties by position, padding after every item that is there.
 * @param {Scenario} scenario
 * @returns {number[]}
 */
export function ranks({ scores, labels }) {
  const order = scores.map((_, i) => i);
  order.sort(
    (a, b) =>
      Number(labels[a] < 0) - Number(labels[b] < 0) ||
      (labels[a] < 0 ? 0 : scores[b] - scores[a]) ||
      a - b,
  );
  /** @type {number[]} */
  const result = new Array(scores.length);
  order.forEach((item, place) => {
    result[item] = place + 1;
  });
  return result;
}
