"""The browser's modules edit, draw and read as Python does, and refuse in the same words."""

import json
import math
import os
import random
import re
from collections.abc import Callable
from typing import Any

import browser_cases as cases
import pytest
from browser_agreement import ask, differences
from test_links import BAD as BAD_LINKS

from ranklab.experiments.comparison import compare_from
from ranklab.experiments.descent import descend
from ranklab.explanation.answer import explain
from ranklab.explanation.checks import parsed, parsed_json, typed
from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES
from ranklab.explanation.draws import Draws
from ranklab.explanation.formatting import number
from ranklab.explanation.formulas import given, plain
from ranklab.explanation.presets import presets
from ranklab.explanation.scenario import Scenario
from ranklab.explanation.sentences import cut_note
from ranklab.explorer.choices import LOCKS, checked_edit
from ranklab.explorer.commands import EDITS
from ranklab.explorer.edits import shortened

TWO = Scenario([0.6, 0.8], [1, 0])
SESSION = 50  # edits from one start
RANDOM_EDITS = int(os.environ.get("RANKLAB_EDITS", "1000"))  # 10,000 in make soak


def attempt(act: Callable[[], Any]) -> Any:
    """A value as JSON carries it, or the words that refuse it."""
    try:
        value = act()
    except (ValueError, TypeError) as error:
        return {"refused": str(error)}
    return cases.record(value) if isinstance(value, Scenario) else value


# What may differ between two languages: how a value is shown, and what a parser says of a text.
SHOWN = re.compile(r"(got |version |\(a lone surrogate\) that no file can store: ).*?(?=;|$)")
PARSERS = re.compile(r"(text is not JSON): .*")


def words(answer: Any) -> Any:
    """An answer, with the words of a refusal alone."""
    if isinstance(answer, dict) and answer.keys() == {"refused"}:
        said = PARSERS.sub(r"\1", answer["refused"])
        return {"refused": SHOWN.sub(r"\1…", said)}
    return answer


def same_words(got: list[Any], wanted: list[Any], asked: list[Any]) -> None:
    for mine, theirs, case in zip(got, wanted, asked, strict=True):
        found = differences(words(mine), words(theirs))
        assert found == [], f"{str(case)[:200]}: {mine} is not {theirs}"


def test_other_words_are_found() -> None:
    with pytest.raises(AssertionError, match="too long"):
        same_words([{"refused": "too long, got 3"}], [{"refused": "too short, got 3"}], ["a case"])
    with pytest.raises(AssertionError, match="refused"):
        same_words([{"scores": [1]}], [{"refused": "too short, got 3"}], ["a case"])
    same_words([{"refused": "k is 1, got [1, 2]"}], [{"refused": "k is 1, got (1, 2)"}], [""])


# Edits.


def command(draw: random.Random, n: int) -> dict[str, Any]:
    """An edit by hand, now and then one that is refused."""
    item: Any = draw.choice([draw.randrange(n), draw.randrange(n), n, -1, 1.5, "1", None])
    seed: Any = draw.choice([draw.randrange(2**32), 1, 2**32, -1, 0.5, "x", True])
    column = draw.choice(COLUMNS)
    arguments: dict[str, Callable[[], dict[str, Any]]] = {
        "add": dict,
        "invert": dict,
        "remove": lambda: {"item": item},
        "rename": lambda: {"item": item, "name": draw.choice(NAMES)},
        "shuffle": lambda: {"seed": seed},
        "randomise": lambda: {"seed": seed},
        "paste": lambda: {
            "text": draw.choice([column, "\n".join(["1.5"] * draw.randint(1, 9))]),
            "field": draw.choice(["scores", "labels", "labels", "sample_weight", "items"]),
            "resize": draw.choice([True, True, False]),
        },
        "preset": lambda: {"name": draw.choice([*presets(), "no such", 3])},
        "replace": lambda: replaced(draw, n),
    }
    name = draw.choice([*arguments, "replace", "replace"])
    return {"name": name, "arguments": arguments[name]()}


def replaced(draw: random.Random, n: int) -> dict[str, Any]:
    few: dict[str, list[Any]] = {
        "scores": [[draw.gauss(0, 2) for _ in range(n)], [0.0] * n, [1e7] * n, [1]],
        "labels": [[draw.choice([-1, 0, 0, 1, 2, 0.5]) for _ in range(n)], [31] * n, "x"],
        "sample_weight": [None, [draw.uniform(0, 2) for _ in range(n)], [-1] * n],
        "temperature": [10 ** draw.uniform(-3, 3), 1, 0, None, True, "warm"],
        "loss": [*LOSSES, "hinge", None],
        "lambda_weight": [None, *LAMBDA_WEIGHTS, "map"],
        "topn": [None, 1, 3, 0, 1.5, 20_000],
        "normalize_labels": [True, False, 1],
        "colour": ["red"],
    }
    field = draw.choice([*few, "scores", "labels"])
    return {field: draw.choice(few[field])}


NAMES = ["x", " ", "", "n" * 200, "n" * 201, "𝒳" * 200, "𝒳" * 201, "a\ud800b", "item 2", 3, None]
COLUMNS = [
    "1.5\n2.5\r\n-3", "1, 2, 3,", "1;2\t3", "−1 1e−3 +4.", "5", "", " \n ", "1\ntwo", "0,5",
    "nan", "1e999", "1_000", "<script>alert(1)</script>", "2000000", "1\u00a02\u20033", "٣ ४ １.５",
    "1,\n2", "1 ,2", "1,2,", "0,5\n0,7", "1,2,3", "0.5,0.7", "0,5 0.7", "1,000", "1.000,5",
    "0,5 1,2,3", "1,,2", ",", "1,000,", "1,000.5", "−1,000", "w" * 100, "𝒳" * 50, 3, None,
]  # fmt: skip


def sessions(edits: int = RANDOM_EDITS) -> list[dict[str, Any]]:
    draw = random.Random(5)
    starts = [*cases.drawn(60), *cases.known()]
    asked = []
    for _ in range(edits // SESSION):
        start = draw.choice([one for one in starts if len(one) <= 12])
        locks = draw.choice([[], [], [], [draw.choice(LOCKS)], ["labels", "list"]])
        commands = [command(draw, len(start)) for _ in range(SESSION)]
        most = draw.choice([50, len(start)])
        asked.append(
            {"scenario": cases.record(start), "commands": commands, "locks": locks, "most": most}
        )
    return asked


def python_session(asked: dict[str, Any]) -> list[Any]:
    now = Scenario.from_record(asked["scenario"])
    answers = []
    for one in asked["commands"]:

        def act(now: Scenario = now, one: dict[str, Any] = one) -> Scenario:
            wanted = EDITS[one["name"]](now, **one["arguments"])
            return checked_edit(now, wanted, asked["locks"], asked["most"])

        answers.append(attempt(act))
        if "scores" in answers[-1]:
            now = Scenario.from_record(answers[-1])
    return answers


def test_random_edits_end_in_the_same_list_or_in_the_same_words() -> None:
    asked = sessions()
    got = ask(session=asked)["session"]
    refused = 0
    for one, mine in zip(asked, got, strict=True):
        wanted = python_session(one)
        same_words(mine, wanted, one["commands"])
        refused += sum("refused" in answer for answer in wanted)
    assert RANDOM_EDITS * 0.1 < refused < RANDOM_EDITS * 0.7


def test_a_character_is_one_however_a_language_stores_it() -> None:
    # A browser stores this letter as two.
    texts = ["𝒳" * 600_000, "𝒳" * 1_000_001, "1 " * 600_000, " " * 1_000_000, " " * 1_000_001]
    commands = [{"name": "paste", "arguments": {"text": text}} for text in texts]
    asked = {"scenario": cases.record(TWO), "commands": commands, "locks": [], "most": 50}
    [got] = ask(session=[asked])["session"]
    wanted = python_session(asked)
    assert "1,000,001 characters are pasted" in wanted[1]["refused"]
    same_words(got, wanted, texts)


def test_a_longer_list_is_cut_alike() -> None:
    asked = [(scenario, most) for scenario in cases.drawn(300) for most in (2, 5, 20)]
    got = ask(cut=[{"scenario": cases.record(one), "most": most} for one, most in asked])["cut"]
    for (scenario, most), mine in zip(asked, got, strict=True):
        kept = shortened(scenario, most)
        assert mine == {"kept": cases.record(kept), "note": cut_note(scenario, kept)}


@pytest.mark.parametrize("seed", [0, 1, 17, 2**32 - 1])
def test_a_seed_draws_the_same(seed: int) -> None:
    draws, n = Draws(seed), 300
    wanted = {
        "whole": [draws.next() for _ in range(n)],
        "below": [draws.below(i + 1) for i in range(n)],
        "normal": [draws.normal() for _ in range(n)],
        "permutation": draws.permutation(n),
    }
    assert ask(drawn=[{"seed": seed, "n": n}])["drawn"] == [wanted]


# What strangers send.

TEXTS = [
    "", "null", "3", '"ranklab"', "[]", "{}", '{"ranklab":', "{'ranklab': 1}", "\ufeff{}",
    '{"scores": [1], "labels": [1]}',
]  # fmt: skip
VALUES: dict[str, list[Any]] = {
    "ranklab": [0, 2, 1.5, "1", None, [1], {}, True, 1.0],
    "scores": [
        [], "ab", {}, None, 3, True, [None, 1], ["1", 2], [[1], 2], [True, 1], [1e6, -1e6],
        [1e6 + 1, 0], [0, -1e300], [1], [0] * 10_001, [-0.0, 0],
    ],
    "labels": [[], [1], "x", [31, 0], [30, -7], [None, 0], [1e-300, 0], [-1e300, 0]],
    "items": [
        None, [], ["a"], ["a", 1], ["a", ""], ["a", " \t\u3000"], ["a", "n" * 201],
        ["a", "𝒳" * 200], ["a", "\ud800"], ["\udc00\ud800", "b"], "ab", {"a": 1}, ["<b>", "&"],
        ["a", "\ufeff"], ["a", "\x1c"],
    ],
    "loss": [
        None, 3, "hinge", "Softmax", "custom:", "custom: ", "custom:\u0007", "custom:a\u2028b",
        "custom:mine", "custom:" + "n" * 200, "custom:" + "n" * 201, "own:mine", "own:", [],
        "constructor", "__proto__",
    ],
    "temperature": [None, True, "1", 0, -1, 1e-3, 1e3, 9e-4, 1001, 1e400, [1]],
    "lambda_weight": [None, True, "NDCG", "ndcg", 3, [], "toString"],
    "topn": [None, 1, 5.0, 1.5, 0, -3, 10_000, 10_001, True, "3", [], 1e300],
    "normalize_labels": [True, False, None, 1, 0, "True"],
    "sample_weight": [None, [1, 1e6], [1], [-1, 1], [1e6 + 1, 1], "x", [None, 1], [True, False]],
    "colour": ["red"],
    "__proto__": [{"temperature": 2}, None],
    "constructor": [1],
}  # fmt: skip


def texts() -> list[str]:
    """Texts that are no JSON, no scenario, or one with something wrong in it; and right ones."""
    right = json.loads(TWO.to_json())
    one = [{**right, field: value} for field, values in VALUES.items() for value in values]
    draw = random.Random(11)
    more = []
    for _ in range(300):
        fields = draw.sample(list(VALUES), draw.randint(2, 4))
        more.append({**right, **{field: draw.choice(VALUES[field]) for field in fields}})
    missing = [{k: v for k, v in right.items() if k != field} for field in right]
    written = [json.dumps(record) for record in (right, *one, *more, *missing)]
    numbers = [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "1" + "0" * 400,
        "1" + "0" * 9000,
        "01",
        "+1",
    ]
    for name in ("scores", "temperature"):
        odd = json.dumps({**right, name: ["?", 1] if name == "scores" else "?"})
        written += [odd.replace('"?"', number) for number in numbers]
    cut = [TWO.to_json()[:end] for end in range(0, len(TWO.to_json()), 9)]
    twice = '{"ranklab": 1, "scores": [1], "labels": [1], "scores": [2]}'
    return [*TEXTS, *written, *cut, twice, " " * 16_000_001]


def test_json_of_strangers_is_read_or_refused_in_the_same_words() -> None:
    asked = texts()
    wanted = [attempt(lambda text=text: Scenario.from_json(text)) for text in asked]  # type: ignore[misc]
    assert 20 < sum("scores" in answer for answer in wanted) < len(asked) - 300
    same_words(ask(from_json=asked)["from_json"], wanted, asked)


@pytest.mark.parametrize("text", [None, 3, {}, True, ["{}"]], ids=repr)
def test_from_json_and_from_link_read_text_alone(text: object) -> None:
    got = ask(from_json=[text], from_link=[text])
    for kind in got:
        [answer] = got[kind]
        assert answer["refused"].startswith("text must be a string")


def test_deep_nesting_is_refused_too() -> None:
    deep = "[" * 100_000 + "]" * 100_000
    shapes = ("?", '{"ranklab": ?}', '{"ranklab": 1, "scores": ?, "labels": [1]}')
    asked = [shape.replace("?", deep) for shape in shapes]
    for answer in ask(from_json=asked)["from_json"]:
        assert re.search("JSON|version|scores", answer["refused"])
        assert len(answer["refused"]) < 300


def test_links_of_strangers_are_read_or_refused_in_the_same_words() -> None:
    good = [scenario.to_link() for scenario in cases.drawn(100) if len(scenario) <= 12]
    whole = f" https://example.org/lab?x=1#{good[0]}\n"
    asked = [*good, whole, *(text for text, _ in BAD_LINKS.values())]
    wanted = [attempt(lambda text=text: Scenario.from_link(text)) for text in asked]  # type: ignore[misc]
    same_words(ask(from_link=asked)["from_link"], wanted, [text[:60] for text in asked])


def test_records_and_changes_are_refused_in_the_same_words() -> None:
    right = cases.record(TWO)
    records: list[Any] = [
        None,
        3,
        "x",
        [],
        {},
        {**right, "loss": "own:x"},
        {**right, "scores": None},
    ]
    changes: list[Any] = [{name: value} for name, few in VALUES.items() for value in few]
    changes.remove({"temperature": math.inf})  # that JSON cannot hold
    changes = [parsed_json(json.dumps(one)) for one in changes]  # as a browser sends them
    got = ask(from_record=records, replaced=changes)
    read = [attempt(lambda one=one: Scenario.from_record(one)) for one in records]  # type: ignore[misc]
    same_words(got["from_record"], read, records)
    changed = [attempt(lambda one=one: TWO.replace(**one)) for one in changes]  # type: ignore[misc]
    same_words(got["replaced"], changed, changes)


def test_what_explain_descend_and_compare_refuse_is_refused_in_the_same_words() -> None:
    measured: list[Any] = [
        [0], [-1], [1.5], ["5"], [True], [5, "log"], [5, "linear", 0], [5, "linear", -1],
        [5, "linear", True], [5, "linear", "1"], [3, "linear", 0.5],
    ]  # fmt: skip
    descents: list[Any] = [
        {"rate": 0}, {"rate": -1}, {"rate": True}, {"rate": "fast"}, {"steps": 0},
        {"steps": 10_001}, {"steps": 1.5}, {"steps": "3"}, {"step": "leap"}, {"step": None},
        {"rate": 0.5, "steps": 3},
    ]  # fmt: skip
    choices: list[Any] = [
        {}, {"topn": [1], "loss": ["softmax"]}, {"labels": [[1, 0]]}, {"temperature": "12"},
        {"temperature": []}, {"temperature": 3}, {"temperature": [1, 0]}, {"loss": ["hinge"]},
        {"loss": ["custom:x"]}, {"loss": list(LOSSES)}, {"temperature": [0.1, 1, 10]},
        {"normalize_labels": [True, False]}, {"lambda_weight": [None, *LAMBDA_WEIGHTS]},
        {"topn": [None, 1, 10_000]},
    ]  # fmt: skip
    custom = [cases.record(TWO.replace(loss="custom:mine"))]
    got = ask(measured=measured, descended=descents, compared=choices, explained=custom)
    two = explain(TWO)
    metrics = [attempt(lambda how=how: explain(TWO, *how)) for how in measured]  # type: ignore[misc]
    assert got["measured"].pop()["threshold"] == metrics.pop().metrics.threshold == 0.5
    same_words(got["measured"], metrics, measured[:-1])
    stopped = [attempt(lambda how=how: descend(TWO, **how).stopped) for how in descents]  # type: ignore[misc]
    same_words(got["descended"], stopped, descents)
    titles = [attempt(lambda one=one: list(compare_from(two, one).titles)) for one in choices]  # type: ignore[misc]
    same_words(got["compared"], titles, choices)
    asked = attempt(lambda: explain(Scenario.from_record(custom[0])))
    same_words(got["explained"], [asked], custom)


# Numbers as texts, and texts as numbers.


def test_numbers_are_written_alike() -> None:
    draw = random.Random(2)
    values = [draw.choice([-1, 1]) * 10 ** draw.uniform(-12, 12) for _ in range(2000)]
    values += [round(draw.uniform(-1000, 1000), draw.randint(0, 4)) for _ in range(500)]
    values += [draw.randint(-4000, 4000) / 2 ** draw.randint(0, 12) for _ in range(500)]  # ties
    values += [0.0, 1.125, 2.5, 999.5, 9.995, 0.0009995, 999.5e3, 999.5e6, 1e15, 123456.5, 1e-300]
    wanted = [[number(v), f"{v:g}", plain(v), given(v)] for v in values]
    assert ask(formatted=values)["formatted"] == json.loads(json.dumps(wanted))


def test_numbers_are_read_alike() -> None:
    digits = [chr(code) for code in range(0x110000) if chr(code).isdecimal()]
    texts = [
        "1", "-1", "+1", "−1", "1.", ".5", ".", "", "-", "1e3", "1E-3", "1e", "e1", "1e999",
        "1e-999", "0x10", "1_000", "1,5", "inf", "nan", "infinity", "∞", "½", "²", "1 ", "--1",
        "−−1", "1e−3", "1,000", "1.000,5", "1,000.5", "0,125", "−1,000", " 1,5 ", ",5", "1,2,3",
        "1,5.2", "1 2", "1,", "12,345,678", "1000,500", "+1,000", "-0,000",
        "1.5.2", "1f", "True", "00012", "9" * 400, "0." + "0" * 400 + "1",
    ]  # fmt: skip
    words = [*texts, *digits, *(f"1{digit}.{digit}" for digit in digits)]
    read = ask(parsed=words, typed=words)
    wanted = {
        "parsed": [parsed(w) if w.split() == [w] or not w else math.nan for w in words],
        "typed": [typed(word) for word in words],
    }
    for how, numbers in wanted.items():
        for word, mine, theirs in zip(words, read[how], numbers, strict=True):
            assert mine == theirs or (mine is None and math.isnan(theirs)), (how, word)
    assert [typed(word) for word in (" 1,5 ", ",5", "−0,125")] == [1.5, 0.5, -0.125]
    assert all(map(math.isnan, map(typed, ["1,000", "1,2,3", "1.000,5", "1,5.2", "1 2", ""])))
