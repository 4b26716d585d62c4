/**
 * Draws: one small seeded generator, which draws in Python what it draws in a browser.
 *
 * Whole numbers of 32 bits alone: nothing depends on how a language computes a logarithm.
 */

const WHOLE = 2 ** 32;

export class Draws {
  /** @param {number} seed a whole number from 0 to 2^32 - 1 */
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** A whole number from 0 to 2^32 - 1: SplitMix, with 32 bits. */
  next() {
    this.state = (this.state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  /**
   * A whole number from 0 to below a limit, each as likely.
   * @param {number} limit
   */
  below(limit) {
    const most = WHOLE - (WHOLE % limit);
    let drawn = this.next();
    while (drawn >= most) drawn = this.next();
    return drawn % limit;
  }

  /**
   * The whole numbers from 0 to below n in a random order.
   * @param {number} n
   */
  permutation(n) {
    const order = Array.from({ length: n }, (_, i) => i);
    for (let last = n - 1; last > 0; last--) {
      const chosen = this.below(last + 1);
      [order[last], order[chosen]] = [order[chosen], order[last]];
    }
    return order;
  }

  /**
   * A number of about the normal distribution, with two decimals: the sum of twelve uniform ones,
   * less 6. Its parts are whole numbers, so that it rounds alike everywhere.
   */
  normal() {
    let sum = 0;
    for (let part = 0; part < 12; part++) sum += this.next();
    return Math.floor(((sum - 6 * WHOLE) * 100 + WHOLE / 2) / WHOLE) / 100;
  }
}

/** A seed that nobody has chosen. */
export function anySeed() {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
