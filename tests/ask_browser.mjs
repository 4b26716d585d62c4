/** node ask_browser.mjs CASES ANSWERS: both are JSON. */

import { readFileSync, writeFileSync } from "node:fs";

import { answer } from "./browser_answers.mjs";

const [cases, answers] = process.argv.slice(2);
writeFileSync(answers, await answer(JSON.parse(readFileSync(cases, "utf-8"))));
