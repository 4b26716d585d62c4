"""Scenario: one list and the loss one asks about. Frozen, checked, JSON in and out."""

from __future__ import annotations

import json
import math
import reprlib
from collections.abc import Iterable, Sequence, Set
from dataclasses import asdict, dataclass, fields, replace
from numbers import Integral, Real
from typing import Any

from ranklab import links

LOSSES = ("softmax", "unique_softmax")
LAMBDA_WEIGHTS = ("dcg", "ndcg", "precision")

MAX_ITEMS = 10_000
MAX_SCORE = 1e6
MAX_LABEL = 30.0
MAX_SAMPLE_WEIGHT = 1e6
MIN_TEMPERATURE, MAX_TEMPERATURE = 1e-3, 1e3
MAX_NAME_LENGTH = 200
MAX_JSON_LENGTH = 16_000_000
PADDING = -1.0

_JSON_VERSION = 1
_SHORT = reprlib.Repr()
_SHORT.maxlevel, _SHORT.maxstring, _SHORT.maxother = 2, 60, 60


@dataclass(frozen=True, init=False)
class Scenario:
    """The question: which scores and labels, which loss, at which temperature.

    Args:
        scores: Raw model outputs, one per item, finite, |score| <= 1e6.
        labels: Graded relevance, one per item, from 0 to 30; below 0 is padding (kept as -1).
        items: Names, one per item; "item 1", "item 2", ... if not given.
        loss: `'softmax'` or `'unique_softmax'`.
        temperature: T, from 0.001 to 1000; the logits are `scores / T`.
        lambda_weight: `None`, `'dcg'`, `'ndcg'` or `'precision'`. Only DCG and NDCG on the
            softmax loss act; the others are accepted and change nothing, as in TF-Ranking.
        topn: How many places the lambda weight counts, or None for all.
        normalize_labels: Divide the labels by their sum (softmax without a DCG or NDCG weight).
        sample_weight: A weight for each item, from 0 to 1e6, or None. Softmax multiplies each
            item's weight by it; unique softmax weights the list by `sum(w y) / sum(y)`.

    Raises:
        ValueError: A value is out of its limits; the message says which and what to give.
        TypeError: A value has the wrong type.

    >>> scenario = Scenario(scores=[0.6, 0.8], labels=[1, 0])
    >>> scenario.replace(temperature=0.5).temperature
    0.5
    """

    scores: tuple[float, ...]
    labels: tuple[float, ...]
    items: tuple[str, ...]
    loss: str
    temperature: float
    lambda_weight: str | None
    topn: int | None
    normalize_labels: bool
    sample_weight: tuple[float, ...] | None

    def __init__(
        self,
        scores: Iterable[float],
        labels: Iterable[float],
        items: Iterable[str] | None = None,
        loss: str = "softmax",
        temperature: float = 1.0,
        lambda_weight: str | None = None,
        topn: int | None = None,
        normalize_labels: bool = True,
        sample_weight: Iterable[float] | None = None,
    ) -> None:
        checked_scores = _scores(scores)
        n = len(checked_scores)
        for name, value in {
            "scores": checked_scores,
            "labels": _labels(labels, n),
            "items": default_items(n) if items is None else _items(items, n),
            "loss": _choice("loss", loss, LOSSES),
            "temperature": _temperature(temperature),
            "lambda_weight": _choice("lambda_weight", lambda_weight, (None, *LAMBDA_WEIGHTS)),
            "topn": _topn(topn),
            "normalize_labels": _choice("normalize_labels", normalize_labels, (True, False)),
            "sample_weight": None if sample_weight is None else _sample_weight(sample_weight, n),
        }.items():
            object.__setattr__(self, name, value)

    def __len__(self) -> int:
        return len(self.scores)

    def replace(self, **changes: Any) -> Scenario:
        """Return a copy with some fields changed, checked like a new one.

        Items that were never named get new numbers when the length of the list changes.

        Raises:
            TypeError: A field that a Scenario does not have.
            ValueError: A changed field is out of its limits.
        """
        unknown = set(changes) - {field.name for field in fields(self)}
        if unknown:
            raise TypeError(
                f"a Scenario has no field {_shown(min(unknown))}; it has "
                + ", ".join(field.name for field in fields(self))
            )
        if self.items == default_items(len(self)):
            changes = {"items": None, **changes}
        return replace(self, **changes)

    def to_json(self) -> str:
        """Write the scenario as one line of JSON, for `from_json`."""
        return json.dumps({"ranklab": _JSON_VERSION, **asdict(self)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Scenario:
        """Read a scenario that `to_json` wrote.

        Raises:
            ValueError: The text is not JSON, not a scenario, or out of the limits.

        >>> scenario = Scenario([0.6, 0.8], [1, 0])
        >>> Scenario.from_json(scenario.to_json()) == scenario
        True
        """
        if not isinstance(text, str):
            raise TypeError(f"text must be a string of JSON, got {type(text).__name__}")
        if len(text) > MAX_JSON_LENGTH:
            raise ValueError(
                f"text has {len(text):,} characters; a scenario has at most {MAX_JSON_LENGTH:,}"
            )
        try:
            record = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"text is not JSON: {error}") from None
        if not isinstance(record, dict) or "ranklab" not in record:
            raise ValueError(
                "text is JSON but not a scenario: expected an object with the key 'ranklab', "
                "as Scenario.to_json() writes it"
            )
        version = record.pop("ranklab")
        if type(version) is not int or version != _JSON_VERSION:
            raise ValueError(
                f"the scenario has version {_shown(version)}; "
                f"this ranklab reads version {_JSON_VERSION}"
            )
        return cls.from_record(record)

    def to_link(self) -> str:
        """Write the scenario as a short string that is safe in a URL, for `from_link`.

        Raises:
            ValueError: The list is too long for a link; `to_json` takes it.

        >>> Scenario([0.6, 0.8], [1, 0]).to_link()
        'ranklab1-eNqrVipOzi9KLVayijbQM9Mx0LOI1VHKSUxKzQEJGeoYxNYCAMD8CnY'
        """
        plain = asdict(Scenario(self.scores, self.labels))
        record = {
            name: value
            for name, value in asdict(self).items()
            if name in ("scores", "labels") or value != plain[name]
        }
        return links.pack(record)

    @classmethod
    def from_link(cls, text: str) -> Scenario:
        """Read a scenario that `to_link` wrote, alone or at the end of an address.

        Raises:
            TypeError: `text` is no string.
            ValueError: It is no such link, was cut off or changed, or is out of the limits.

        >>> scenario = Scenario([0.6, 0.8], [1, 0], temperature=0.5)
        >>> Scenario.from_link(f"https://example.org/#{scenario.to_link()}") == scenario
        True
        """
        return cls.from_record(links.unpack(text))

    @classmethod
    def from_record(cls, record: Any) -> Scenario:
        """Build a scenario from a dict of its fields, as JSON carries it.

        Raises:
            ValueError: A field is unknown, missing, of the wrong type or out of its limits.
        """
        if not isinstance(record, dict):
            raise ValueError(f"a scenario is an object with fields, got {_shown(record)}")
        known = [field.name for field in fields(cls)]
        for name in record:
            if name not in known:
                raise ValueError(
                    f"a scenario has no field {_shown(name)}; it has {', '.join(known)}"
                )
        for name in ("scores", "labels"):
            if name not in record:
                raise ValueError(f"the scenario has no {name}: give a list of numbers")
        try:
            return cls(**record)
        except TypeError as error:
            raise ValueError(str(error)) from None

    def to_python(self) -> str:
        """Write a Python snippet that computes this loss with the Keras class and prints it.

        The scores are float64 there, as here.
        """
        name = {"softmax": "SoftmaxLoss", "unique_softmax": "UniqueSoftmaxLoss"}[self.loss]
        weight = {"dcg": "DCG", "ndcg": "NDCG", "precision": "Precision"}
        weights = self.sample_weight
        arguments = []
        if self.lambda_weight is not None:
            topn = "" if self.topn is None else f"topn={self.topn}"
            arguments.append(
                f"lambda_weight=ranklab.{weight[self.lambda_weight]}LambdaWeight({topn})"
            )
        if self.temperature != 1.0:
            arguments.append(f"temperature={self.temperature!r}")
        if self.loss == "softmax" and not self.normalize_labels:
            arguments.append("normalize_labels=False")
        return "\n".join(
            [
                "import numpy as np",
                "",
                "import ranklab",
                "",
                f"loss = ranklab.{name}({', '.join(arguments)})",
                f"y_true = [{list(self.labels)!r}]",
                f"y_pred = np.array([{list(self.scores)!r}])",
                *([] if weights is None else [f"sample_weight = [{list(weights)!r}]"]),
                f"print(float(loss(y_true, y_pred{'' if weights is None else ', sample_weight'})))",
                "",
            ]
        )


def check_scenario(scenario: Any) -> None:
    """Refuse what is not a Scenario.

    Raises:
        TypeError: It is something else.
    """
    if not isinstance(scenario, Scenario):
        raise TypeError(f"scenario must be a ranklab.Scenario, got {type(scenario).__name__}")


def default_items(n: int) -> tuple[str, ...]:
    """The names of `n` items that nobody named."""
    return tuple(f"item {i}" for i in range(1, n + 1))


def _scores(scores: Iterable[float]) -> tuple[float, ...]:
    values = _numbers("scores", scores)
    if not values:
        raise ValueError("scores is empty: give at least one item, such as scores=[0.6, 0.8]")
    if len(values) > MAX_ITEMS:
        raise ValueError(
            f"scores has {len(values):,} items; a scenario holds at most {MAX_ITEMS:,}"
        )
    for i, value in enumerate(values):
        if not abs(value) <= MAX_SCORE:
            raise ValueError(
                f"scores[{i}] must be a finite number between -1e6 and 1e6, got {value}"
            )
    return values


def _labels(labels: Iterable[float], n: int) -> tuple[float, ...]:
    values = _numbers("labels", labels)
    if len(values) != n:
        raise ValueError(
            f"scores has {n} items but labels has {len(values)}: give one label per score"
        )
    for i, value in enumerate(values):
        if not -math.inf < value <= MAX_LABEL:
            raise ValueError(
                f"labels[{i}] must be a number from 0 to 30, or below 0 for padding "
                f"(NaN is padding for the Keras losses alone), got {value}"
            )
    return tuple(PADDING if value < 0 else value for value in values)


def _sample_weight(weights: Iterable[float], n: int) -> tuple[float, ...]:
    values = _numbers("sample_weight", weights)
    if len(values) != n:
        raise ValueError(
            f"scores has {n} items but sample_weight has {len(values)}: give one weight per score"
        )
    for i, value in enumerate(values):
        if not 0 <= value <= MAX_SAMPLE_WEIGHT:
            raise ValueError(f"sample_weight[{i}] must be a number from 0 to 1e6, got {value}")
    return values


def _items(items: Iterable[str], n: int) -> tuple[str, ...]:
    names = tuple(_sequence("items", items, "names"))
    if len(names) != n:
        raise ValueError(
            f"scores has {n} items but items has {len(names)} names: give one name per score"
        )
    for i, name in enumerate(names):
        if not isinstance(name, str):
            raise TypeError(f"items[{i}] must be a string, got {_shown(name)}")
        if not name.strip() or len(name) > MAX_NAME_LENGTH:
            raise ValueError(
                f"items[{i}] must have 1 to {MAX_NAME_LENGTH} characters, got {_shown(name)}"
            )
        try:
            name.encode()
        except UnicodeEncodeError:
            raise ValueError(
                f"items[{i}] holds half a character (a lone surrogate) that no file can store: "
                f"{_shown(name)}"
            ) from None
    return names


def _temperature(temperature: float) -> float:
    if isinstance(temperature, bool):
        raise TypeError(f"temperature must be a number, got {temperature}")
    value = _number("temperature", temperature)
    if not MIN_TEMPERATURE <= value <= MAX_TEMPERATURE:
        raise ValueError(
            f"temperature must be a number from {MIN_TEMPERATURE} to {MAX_TEMPERATURE:g}, "
            f"got {_shown(temperature)}"
        )
    return value


def _topn(topn: int | None) -> int | None:
    if topn is None:
        return None
    if isinstance(topn, bool) or not isinstance(topn, Integral):
        raise TypeError(f"topn must be a whole number of places or None, got {_shown(topn)}")
    if not 1 <= topn <= MAX_ITEMS:
        raise ValueError(
            f"topn must be at least 1 and at most {MAX_ITEMS:,}, or None for all places, "
            f"got {_shown(topn)}"
        )
    return int(topn)


def _choice(argument: str, value: Any, choices: tuple[Any, ...]) -> Any:
    value = value.item() if hasattr(value, "item") else value  # NumPy's own bool and str
    for choice in choices:
        if type(value) is type(choice) and value == choice:
            return choice
    raise ValueError(
        f"{argument} must be one of {', '.join(map(repr, choices))}, got {_shown(value)}"
    )


def _sequence(argument: str, values: Any, what: str) -> Sequence[Any]:
    if hasattr(values, "tolist"):  # NumPy, pandas, polars: one conversion, then plain numbers
        values = values.tolist()
    if isinstance(values, str | bytes | dict | Set) or not isinstance(values, Iterable):
        raise TypeError(f"{argument} must be a list of {what}, got {_shown(values)}")
    return values if isinstance(values, Sequence) else list(values)


def _numbers(argument: str, values: Any) -> tuple[float, ...]:
    return tuple(
        [
            _number(f"{argument}[{i}]", v)
            for i, v in enumerate(_sequence(argument, values, "numbers"))
        ]
    )


def _number(argument: str, value: Any) -> float:
    if type(value) is float:
        return value + 0.0  # -0.0 and 0.0 are one score, and must print as one
    if not isinstance(value, Real):
        raise TypeError(f"{argument} must be a number, got {_shown(value)}")
    try:
        return float(value) + 0.0
    except OverflowError:  # a whole number of hundreds of digits
        return -math.inf if value < 0.0 else math.inf


def _shown(value: Any) -> str:
    """A value as an error message shows it: short, whatever was given."""
    return _SHORT.repr(value)
