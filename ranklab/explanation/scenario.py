"""Scenario: one list, and the loss to compute for it. Frozen, checked, JSON in and out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from ranklab.explanation import links
from ranklab.explanation.checks import (
    MAX_JSON_LENGTH,
    checked_choice,
    checked_custom_name,
    checked_items,
    checked_labels,
    checked_sample_weight,
    checked_scores,
    checked_temperature,
    checked_topn,
    parsed_json,
    shown,
)
from ranklab.explanation.definitions import (
    CUSTOM,
    LAMBDA_WEIGHTS,
    is_custom,
    lambda_weight_of,
    loss_of,
)

_JSON_VERSION = 1
_EARLIER_CUSTOM = "own:"  # what stood before the name of a custom loss in 0.1.0


@dataclass(frozen=True, init=False)
class Scenario:
    """The question: which scores and labels, which loss, at which temperature.

    Args:
        scores: Raw model outputs, one per item, finite, |score| <= 1e6.
        labels: Graded relevance, one per item, from 0 to 30; below 0 is padding (kept as -1).
        items: Names, one per item; "item 1", "item 2", ... if not given.
        loss: `'softmax'` or `'unique_softmax'`; `'custom:NAME'` for a custom loss, given to
            `ranklab.explain` or `ranklab.explore`: a scenario holds its name alone.
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
        given = checked_scores(scores)
        n = len(given)
        for name, value in {
            "scores": given,
            "labels": checked_labels(labels, n),
            "items": default_items(n) if items is None else checked_items(items, n),
            "loss": checked_custom_name(loss, CUSTOM) if is_custom(loss) else loss_of(loss).name,
            "temperature": checked_temperature(temperature),
            "lambda_weight": checked_choice(
                "lambda_weight", lambda_weight, (None, *LAMBDA_WEIGHTS)
            ),
            "topn": checked_topn(topn),
            "normalize_labels": checked_choice("normalize_labels", normalize_labels, (True, False)),
            "sample_weight": None
            if sample_weight is None
            else checked_sample_weight(sample_weight, n),
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
                f"a Scenario has no field {shown(min(unknown))}; it has "
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
            record = parsed_json(text)
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
                f"the scenario has version {shown(version)}; "
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
            raise ValueError(f"a scenario is an object with fields, got {shown(record)}")
        known = [field.name for field in fields(cls)]
        for name in record:
            if name not in known:
                raise ValueError(
                    f"a scenario has no field {shown(name)}; it has {', '.join(known)}"
                )
        for name in ("scores", "labels"):
            if name not in record:
                raise ValueError(f"the scenario has no {name}: give a list of numbers")
        loss = record.get("loss")
        if isinstance(loss, str) and loss.startswith(_EARLIER_CUSTOM):
            record = {**record, "loss": CUSTOM + loss.removeprefix(_EARLIER_CUSTOM)}
        try:
            return cls(**record)
        except TypeError as error:
            raise ValueError(str(error)) from None

    def to_python(self) -> str:
        """Write a Python snippet that computes this loss with the Keras class and prints it.

        The scores are float64 there, as here.

        Raises:
            ValueError: It asks about a custom loss, of which a scenario holds the name alone.
        """
        if is_custom(self.loss):
            raise ValueError(
                f"there is no Python to write for {self.loss!r}: a scenario holds only the name of "
                "a custom loss"
            )
        loss, weight = loss_of(self.loss), lambda_weight_of(self.lambda_weight)
        sample_weight = self.sample_weight
        arguments = []
        if weight is not None:
            topn = "" if self.topn is None else f"topn={self.topn}"
            arguments.append(f"lambda_weight=ranklab.{weight.keras_class}({topn})")
        if self.temperature != 1.0:
            arguments.append(f"temperature={self.temperature!r}")
        plain = Scenario([0], [0])
        arguments += [
            f"{name}={getattr(self, name)!r}"
            for name in loss.keras_arguments
            if getattr(self, name) != getattr(plain, name)
        ]
        return "\n".join(
            [
                "import numpy as np",
                "",
                "import ranklab",
                "",
                f"loss = ranklab.{loss.keras_class}({', '.join(arguments)})",
                f"y_true = [{list(self.labels)!r}]",
                f"y_pred = np.array([{list(self.scores)!r}])",
                *([] if sample_weight is None else [f"sample_weight = [{list(sample_weight)!r}]"]),
                f"print(float(loss(y_true, y_pred{', sample_weight' if sample_weight else ''})))",
                "",
            ]
        )


def check_scenario(scenario: Any) -> None:
    """Refuse what is not a Scenario, or asks about a custom loss.

    Raises:
        TypeError: It is something else.
        ValueError: It asks about a custom loss, of which it holds the name alone.
    """
    check_is_scenario(scenario)
    if is_custom(scenario.loss):
        raise ValueError(
            f"this list asks about {scenario.loss!r}, a custom loss, and a scenario holds only its "
            "name: give the loss, as in ranklab.explain(scenario, loss=...), or ask about one of "
            "ranklab's with scenario.replace(loss='softmax')"
        )


def check_is_scenario(scenario: Any) -> None:
    """Refuse what is not a Scenario.

    Raises:
        TypeError: It is something else.
    """
    if not isinstance(scenario, Scenario):
        raise TypeError(f"scenario must be a ranklab.Scenario, got {type(scenario).__name__}")


def default_items(n: int) -> tuple[str, ...]:
    """Default names for `n` items: item 1, item 2, ..."""
    return tuple(f"item {i}" for i in range(1, n + 1))
