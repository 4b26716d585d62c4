"""Lists and scenarios for hypothesis: ordinary ones, and everything a Scenario allows."""

import numpy as np
from hypothesis import strategies as st

from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES
from ranklab.explanation.scenario import Scenario


def numbers(low, high, **options):
    return st.floats(low, high, allow_nan=False, **options)


@st.composite
def ordinary_lists(draw, max_items=6):
    """Scores, labels and a temperature at which float64 has digits to spare."""
    n = draw(st.integers(1, max_items))
    scores = draw(st.lists(numbers(-8, 8), min_size=n, max_size=n))
    grades = st.one_of(st.sampled_from([0.0, 1.0, 2.0, 3.0]), numbers(0, 4))
    labels = draw(st.lists(grades, min_size=n, max_size=n))
    return np.array(scores), np.array(labels), draw(st.sampled_from([0.5, 1.0, 3.0]))


# The corners come up often: hypothesis alone would rarely pair them.
_scores = st.one_of(numbers(-3, 3), numbers(-1e6, 1e6), st.sampled_from([0.0, 1.0, 1e6, -1e6]))
_labels = st.one_of(st.sampled_from([0.0, 1.0, 2.0, 30.0, -1.0, 5e-324]), numbers(-1, 30))
_temperatures = st.one_of(numbers(1e-3, 1e3), st.sampled_from([1e-3, 1.0, 1e3]))
_names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200)


@st.composite
def scenarios(draw, scores=_scores, labels=_labels, temperatures=_temperatures, max_items=8):
    """Any valid Scenario, of a few items: padding, ties and every choice included."""
    n = draw(st.integers(1, max_items))
    names = _names.filter(str.strip)
    return Scenario(
        scores=draw(st.lists(scores, min_size=n, max_size=n)),
        labels=draw(st.lists(labels, min_size=n, max_size=n)),
        items=draw(st.none() | st.lists(names, min_size=n, max_size=n)),
        loss=draw(st.sampled_from(list(LOSSES))),
        temperature=draw(temperatures),
        lambda_weight=draw(st.sampled_from([None, *LAMBDA_WEIGHTS])),
        topn=draw(st.none() | st.integers(1, 20)),
        normalize_labels=draw(st.booleans()),
        sample_weight=draw(
            st.none() | st.lists(st.sampled_from([0.0, 0.5, 1.0, 3.0]), min_size=n, max_size=n)
        ),
    )


ordinary_scenarios = scenarios(
    scores=numbers(-8, 8),
    labels=st.sampled_from([-1.0, 0.0, 1.0, 2.0, 3.0]) | numbers(0, 4),
    temperatures=st.sampled_from([0.5, 1.0, 3.0]),
    max_items=5,
)
