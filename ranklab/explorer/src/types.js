/** What the kernel and the browser tell each other. */

/**
 * @typedef {object} Scenario
 * @property {readonly number[]} scores
 * @property {readonly number[]} labels below 0 is padding
 * @property {readonly string[]} items
 * @property {string} loss
 * @property {number} temperature
 * @property {null | string} lambda_weight
 * @property {null | number} topn
 * @property {boolean} normalize_labels
 * @property {null | readonly number[]} sample_weight
 *
 * @typedef {object} Metrics
 * @property {number} ndcg
 * @property {number} ndcg_at_k
 * @property {number} dcg_at_k
 * @property {number} mrr
 * @property {number} precision_at_k
 * @property {number} average_precision
 * @property {number} k
 * @property {"exponential" | "linear"} gain
 * @property {null | number} relevant_from as it was chosen, null for the rule
 * @property {number} threshold the label from which an item counts as relevant in this list
 *
 * @typedef {object} Swept
 * @property {number[]} temperatures
 * @property {number[]} losses
 * @property {number[][]} push_shares a row for each temperature
 *
 * @typedef {object} Compared
 * @property {string} choice the field of the scenario that differs
 * @property {{ title: string, loss: number, steps: number[] }[]} variants
 * @property {boolean[]} disagree
 * @property {string} refused why there is nothing to compare
 *
 * @typedef {object} Run a descent, step by step
 * @property {string} title
 * @property {Scenario} scenario where it started
 * @property {number[][]} scores
 * @property {number[]} losses
 * @property {number[]} ndcgs
 * @property {string} stopped
 *
 * @typedef {object} Line one line of the derivation
 * @property {string} title what this line computes
 * @property {Formula} formula how, as a tree of MathML elements
 * @property {string} text the right-hand side, for a calculator
 * @property {number} value what that gives
 * @property {number[]} items
 *
 * A tag of MathML, perhaps the item that it speaks of, and what stands in it.
 * @typedef {[string, ...(string | { item: number } | Formula)[]]} Formula
 *
 * @typedef {object} Picture
 * @property {Scenario} scenario
 * @property {number[]} probabilities
 * @property {number[]} targets
 * @property {number[]} contributions
 * @property {number[]} steps the score's change in one step of rate 1
 * @property {number} loss
 * @property {null | number} ndcg null where nothing is relevant
 * @property {null | number} mrr
 * @property {string} note which choice changes nothing here
 * @property {string} [cut] what is left of a longer list
 * @property {boolean} can_undo
 * @property {boolean} can_redo
 * @property {number[][]} [race_probabilities] row i: each item's probability among the competitors of i, or -1
 * @property {number[]} [weights]
 * @property {number[]} [pull_up] how far an item's own races move it up in one step
 * @property {number[]} [push_down] how far the races of others move it down
 * @property {Line[]} [derivation]
 * @property {Metrics} [metrics]
 * @property {Compared} [comparison]
 *
 * @typedef {object} Measured how the metrics are computed
 * @property {number} k
 * @property {string} gain
 * @property {null | number} relevant_from
 *
 * @typedef {object} Heard what the kernel says of its history; of a custom loss, the numbers as well
 * @property {number} count of these messages
 * @property {(number | { name: string, arguments: Record<string, any> })[]} done since the last one,
 *   in the kernel's order: a command of this page by its revision, or what another did
 * @property {Scenario} scenario the last one that is not too long
 * @property {boolean} present whether that is the present one
 * @property {number} loss what Python computes
 * @property {Measured} measured
 * @property {number} past how many steps there are to take back
 * @property {number} future and to take again
 * @property {Compared} [comparison] with a custom loss
 *
 * @typedef {object} Steps all the steps of the history; null where a list is too long
 * @property {number} count of the message that they belong to
 * @property {(Scenario | null)[]} past
 * @property {(Scenario | null)[]} future
 * @property {null | string} gesture
 *
 * @typedef {object} Given what does not change: written once
 * @property {Scenario} start where it started, and where Reset goes back to
 * @property {string} hint about that list
 * @property {string} cut what is left of a longer list; empty where none was cut
 * @property {number} most how many items are shown
 * @property {null | Record<string, unknown[]>} compared what is compared; null where only the kernel can
 *
 * @typedef {object} Command what somebody does; each is named in history.js or in commands.py
 * @property {number} revision
 * @property {string} name
 * @property {Record<string, any>} arguments as they were typed
 *
 * @typedef {object} Edit
 * @property {number} revision of the last thing that was done here
 * @property {number} sent the last revision that a message carried
 * @property {Command[]} commands those that are not answered
 *
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: any) => void} set
 * @property {() => void} save_changes
 * @property {(message: unknown) => void} [send] a message at once; a bare host may have none
 * @property {(event: string, callback: () => void) => void} on
 * @property {(event: string, callback: () => void) => void} off
 */

export {};
