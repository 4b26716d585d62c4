"""Links: what goes out comes back, and nothing that comes in is trusted."""

import base64
import json
import re
import zlib

import numpy as np
import pytest
from hypothesis import given
from strategies import scenarios

from ranklab import Scenario
from ranklab.explanation import links

SMALL = Scenario([0.6, 0.8], [1, 0])


@given(scenarios())
def test_a_link_brings_the_same_scenario_back(scenario):
    link = scenario.to_link()
    assert re.fullmatch(r"[A-Za-z0-9_-]+", link)
    assert Scenario.from_link(link) == scenario
    assert Scenario.from_link(f" https://example.org/lab?x=1#{link}\n") == scenario


def test_a_small_list_makes_a_short_link():
    assert len(SMALL.to_link()) < 70


def test_a_list_that_is_too_long_for_a_link_says_what_to_do():
    long = Scenario(np.random.default_rng(0).normal(size=10_000), [0] * 10_000)
    with pytest.raises(ValueError, match=r"too long \(at most 65,536\): use to_json"):
        long.to_link()


def packed(text):
    data = text if isinstance(text, bytes) else text.encode()
    return "ranklab1-" + base64.urlsafe_b64encode(zlib.compress(data)).decode().rstrip("=")


GOOD = SMALL.to_link()
BAD = {
    "nothing": ("", "no link to a scenario"),
    "an address": ("https://example.org", "no link to a scenario"),
    "markup": ("<script>alert(1)</script>", "no link to a scenario"),
    "another version": ("ranklab2-abc", "version 2; this ranklab reads version 1"),
    "cut off": (GOOD[:-5], "cut off or changed"),
    "cut off at the head": (GOOD[:12], "cut off or changed"),
    "empty": ("ranklab1-", "cut off or changed"),
    "changed": (GOOD[:20] + ("A" if GOOD[20] != "A" else "B") + GOOD[21:], "cut off or changed"),
    "something behind it": (GOOD + "AAAA", "cut off or changed"),
    "no JSON": (packed("{"), "cut off or changed"),
    "no text": (packed(b"\xff\xfe"), "cut off or changed"),
    "deep nesting": (packed("[" * 100_000), "cut off or changed"),
    "no record": (packed("[1, 2]"), "an object with fields"),
    "a field too many": (packed('{"scores":[1],"labels":[1],"run":"rm"}'), "no field 'run'"),
    "a field too few": (packed('{"scores":[1]}'), "no labels"),
    "out of limits": (packed('{"scores":[1e9],"labels":[1]}'), r"scores\[0\]"),
    "NaN": (packed('{"scores":[NaN],"labels":[1]}'), "cut off or changed"),
    "too many items": (packed(json.dumps({"scores": [0] * 10_001, "labels": []})), "10,001 items"),
    "a bomb": (packed(b" " * 50_000_000), "cut off or changed"),
    "10 MB": ("x" * 10_000_000, "no link to a scenario"),
    "10 MB of a link": ("ranklab1-" + "A" * 10_000_000, "no link to a scenario"),
}


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=[n.replace(" ", "_") for n in BAD])
def test_what_is_no_link_is_refused_in_a_few_words(text, said):
    with pytest.raises(ValueError, match=said) as error:
        Scenario.from_link(text)
    assert len(str(error.value)) < 300


def test_a_link_is_text():
    with pytest.raises(TypeError, match="must be a string, got int"):
        Scenario.from_link(3)


def test_the_longest_link_can_be_read():
    assert len(links.pack({"x": "a" * 1000})) < links.MAX_LENGTH
