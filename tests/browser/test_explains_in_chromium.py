"""Chromium's engine computes, says and reads what Python does, as Node's does."""

import json
import runpy
from pathlib import Path
from typing import Any

import browser_cases as cases
import pytest
from browser_agreement import differences
from test_browser_edits import attempt, python_session, same_words, sessions, texts
from test_browser_explains import QUICK, numbers_asked
from test_links import BAD as BAD_LINKS

from ranklab.explanation.scenario import Scenario
from ranklab.explorer import stage

ANSWERS = Path(__file__).parents[1] / "browser_answers.mjs"


@pytest.fixture(scope="module")
def modules() -> str:
    """The modules and what answers cases with them, joined into one script."""
    build = runpy.run_path(str(Path(stage.__file__).with_name("build.py")))
    build["install_tools"]()
    options = ("--bundle", "--format=iife", "--global-name=modules", "--target=es2022")
    command = (build["NPM"], "exec", "--", "esbuild", ANSWERS, *options, "--charset=utf8")
    joined: str = build["run"](*command)
    return joined


@pytest.fixture
def ask(page: Any, modules: str) -> Any:
    # Where a page is safe: only there a browser unfolds links and draws seeds.
    page.route("http://localhost/", lambda route: route.fulfill(body="<!doctype html>"))
    page.goto("http://localhost/")
    page.add_script_tag(content=modules)

    def answers(**asked: Any) -> Any:
        return json.loads(
            page.evaluate("asked => modules.answer(JSON.parse(asked))", json.dumps(asked))
        )

    return answers


def test_lists_are_explained_alike(ask: Any) -> None:
    said = [cases.texts(scenario, place) for place, scenario in enumerate(QUICK)]
    got = ask(numbers=numbers_asked(QUICK), texts=[asked for asked, _ in said])
    for place, scenario in enumerate(QUICK):
        assert differences(got["numbers"][place], cases.numbers(scenario, place)) == [], scenario
        assert differences(got["texts"][place], said[place][1]) == [], scenario


def test_random_edits_end_in_the_same_list_or_in_the_same_words(ask: Any) -> None:
    asked = sessions()
    for one, mine in zip(asked, ask(session=asked)["session"], strict=True):
        same_words(mine, python_session(one), one["commands"])


def test_what_strangers_send_is_read_or_refused_in_the_same_words(ask: Any) -> None:
    good = [scenario.to_link() for scenario in cases.drawn(100) if len(scenario) <= 12]
    links = [*good, *(text for text, _ in BAD_LINKS.values())]
    written = [text for text in texts() if len(text) < 1_000_000]
    got = ask(from_json=written, from_link=links)
    read = [attempt(lambda text=text: Scenario.from_json(text)) for text in written]  # type: ignore[misc]
    same_words(got["from_json"], read, written)
    linked = [attempt(lambda text=text: Scenario.from_link(text)) for text in links]  # type: ignore[misc]
    same_words(got["from_link"], linked, [text[:60] for text in links])
