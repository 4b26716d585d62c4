/**
 * How long the browser's modules take: node explain.mjs SECONDS, prints [[what, items, times], ...].
 *
 * Each call explains another list of 50 items; the times are milliseconds.
 */

import { explain } from "../ranklab/explorer/src/explanation/answer.js";
import { descend } from "../ranklab/explorer/src/explanation/descent.js";
import { Draws } from "../ranklab/explorer/src/explanation/draws.js";
import { pictureOf, runNumbers, sweepNumbers } from "../ranklab/explorer/src/explanation/picture.js";
import { fromRecord } from "../ranklab/explorer/src/explanation/scenario.js";
import { LIMITS, LOSSES, VIEWS } from "../ranklab/explorer/src/facts.js";

const SIZE = LIMITS.shown;
const seconds = Number(process.argv[2]);
const draws = new Draws(1);

function list(loss) {
  const scores = Array.from({ length: SIZE }, () => draws.normal());
  return fromRecord({ scores, labels: scores.map(() => draws.below(5)), loss });
}

const CALLS = {
  "an explanation": (scenario) => pictureOf(explain(scenario)),
  "with all views and describe()": (scenario) => {
    const explanation = explain(scenario);
    pictureOf(explanation, Object.keys(VIEWS), { compared: { loss: Object.keys(LOSSES) } });
    sweepNumbers(scenario);
    explanation.describe();
  },
  "a descent of 200 steps": (scenario) => runNumbers(descend(scenario, { steps: LIMITS.descent })),
};

function measured(loss, call) {
  const times = [];
  const end = performance.now() + 1e3 * seconds;
  do {
    const scenario = list(loss);
    const start = performance.now();
    call(scenario);
    times.push(performance.now() - start);
  } while (performance.now() < end);
  return times;
}

const rows = Object.keys(LOSSES).flatMap((loss) =>
  Object.entries(CALLS).map(([what, call]) => {
    measured(loss, call); // until it is compiled
    return [`${loss}, ${what}`, SIZE, measured(loss, call)];
  }),
);
console.log(JSON.stringify(rows));
