"""The golden cases: numbers of TF-Ranking 0.5.5 and exact ones, read from JSON.

The `meta` of the file says where they come from and what each field means.
"""

import json
from pathlib import Path

import numpy as np


def _read(value):
    """Numbers that JSON cannot hold are strings: 'nan' and 'inf'."""
    if isinstance(value, list):
        return [_read(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _read(entry) for key, entry in value.items()}
    return float(value) if value in ("nan", "inf", "-inf") else value


_PATH = Path(__file__).with_name("golden_tfr_0_5_5.json")
META, CASES = _read(json.loads(_PATH.read_text(encoding="utf-8"))).values()
AGREED = [case for case in CASES if case["kind"] == "agrees"]
# One row for each right answer: of the raw labels, and for softmax of the normalized ones too.
ANSWERS = [(case, key) for case in CASES for key in ("exact", "exact_normalized") if key in case]


def name(value):
    """The name of a case in a test's id; other parameters name themselves."""
    return value["name"] if isinstance(value, dict) else value


def flat(rows):
    """The numbers of a nested list, whatever the length of its rows, as one vector."""
    if not isinstance(rows, list):
        return np.array([rows], dtype=np.float64)
    return np.concatenate([np.zeros(0), *map(flat, rows)])


def assert_close(got, wanted, relative=1e-5, absolute=1e-6):
    """Compare as `meta['check']` says: relative to the largest of the wanted numbers."""
    got, wanted = np.ravel(got), flat(wanted)
    assert got.shape == wanted.shape
    allowed = relative * np.abs(wanted).max(initial=0) + absolute
    np.testing.assert_allclose(got, wanted, rtol=0, atol=allowed, equal_nan=False)
