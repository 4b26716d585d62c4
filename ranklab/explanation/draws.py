"""Draws: one small seeded generator, which draws here what it draws in a browser.

Whole numbers of 32 bits alone: nothing depends on how a language computes a logarithm. Its twin is
`ranklab/explorer/src/explanation/draws.js`.
"""

from __future__ import annotations

import secrets

_WHOLE = 2**32


class Draws:
    """Random numbers that a seed decides.

    Args:
        seed: A whole number from 0 to 2^32 - 1; None for any.

    >>> Draws(seed=1).permutation(4)
    [0, 3, 1, 2]
    >>> draws = Draws(seed=1)
    >>> [draws.normal() for _ in range(3)]
    [0.76, 0.33, -0.2]
    """

    def __init__(self, seed: int | None = None) -> None:
        self._state = secrets.randbits(32) if seed is None else seed % _WHOLE

    def next(self) -> int:
        """A whole number from 0 to 2^32 - 1: SplitMix, with 32 bits."""
        self._state = (self._state + 0x9E3779B9) % _WHOLE
        mixed = (self._state ^ self._state >> 16) * 0x21F0AAAD % _WHOLE
        mixed = (mixed ^ mixed >> 15) * 0x735A2D97 % _WHOLE
        return mixed ^ mixed >> 15

    def below(self, limit: int) -> int:
        """A whole number from 0 to below a limit, each as likely."""
        most = _WHOLE - _WHOLE % limit
        drawn = self.next()
        while drawn >= most:
            drawn = self.next()
        return drawn % limit

    def permutation(self, n: int) -> list[int]:
        """The whole numbers from 0 to below n in a random order."""
        order = list(range(n))
        for last in range(n - 1, 0, -1):
            chosen = self.below(last + 1)
            order[last], order[chosen] = order[chosen], order[last]
        return order

    def normal(self) -> float:
        """A number of about the normal distribution, with two decimals.

        The sum of twelve uniform numbers, less 6: in whole numbers, so that it rounds alike
        everywhere.
        """
        total = sum(self.next() for _ in range(12)) - 6 * _WHOLE
        return (total * 100 + _WHOLE // 2) // _WHOLE / 100
