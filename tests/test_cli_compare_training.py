"""`ranklab compare-training`: what it reads, what it says, and what it refuses in one line."""

import re
from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

from ranklab import cli
from ranklab.cli import compare_training as command
from ranklab.training.trials import Choice, Trials, choices_of

QUICK = ["--seeds", "5", "--epochs", "1", "--temperatures", "1", "--rates", "0.01,0.03"]
TRAIN = "1 qid:1 1:5 2:7 3:9\n0 qid:1 1:4 3:8\n"
SHORTER = "0 qid:2 1:7\n1 qid:2 1:6 2:1\n"  # without the last feature


@pytest.fixture
def files(tmp_path):
    """Two files, as arguments."""

    def written(train=TRAIN, test=SHORTER):
        paths = [tmp_path / name for name in ("train.svm", "test.svm")]
        for path, text in zip(paths, (train, test), strict=True):
            path.write_text(text)
        return list(map(str, paths))

    return written


@pytest.fixture
def trained(monkeypatch):
    """Instead of a training: what it was told is kept, and the NDCG of nine lists made up."""
    fitting = pytest.importorskip("ranklab.training.fitting")
    told = []

    def train(loss, temperature, rate, epochs, seed, *, lists):
        told.append((loss, temperature, rate, epochs, seed, lists))
        best = 0.2 * (loss == "softmax") + 10 * rate
        wobble = 0.001 * ((np.arange(9) + seed + len(told)) % 3)
        return SimpleNamespace(last_ndcgs=0.3 + best + wobble)

    monkeypatch.setattr(fitting, "train", train)
    return told


def test_both_files_are_read_together(files, trained, capsys):
    assert cli.main(["compare-training", *files(), *QUICK]) == 0
    learned, held_out = trained[0][-1]
    assert learned[0].features.tolist() == [[5, 7, 9], [4, 0, 8]]
    assert held_out[0].features.tolist() == [[7, 0, 0], [6, 1, 0]]
    assert held_out[0].labels.tolist() == [0, 1]
    assert "1 lists to learn from, 1 held out" in capsys.readouterr().out


def test_features_from_0_are_read_where_one_says_so(files, trained, capsys):
    paths = files("1 qid:1 0:5 1:7 2:9\n", "1 qid:2 1:7 2:9\n")
    assert cli.main(["compare-training", *paths, *QUICK, "--zero-based"]) == 0
    learned, held_out = trained[0][-1]
    assert learned[0].features.tolist() == [[5, 7, 9]]
    assert held_out[0].features.tolist() == [[0, 7, 9]]


def test_what_has_no_value_is_what_one_says(files, trained):
    paths = files(TRAIN.replace("2:7", "2:NULL"))
    assert cli.main(["compare-training", *paths, *QUICK, "--missing", "-1"]) == 0
    assert trained[0][-1][0][0].features[0].tolist() == [5, -1, 9]


@pytest.mark.parametrize(
    ("train", "test", "said"),
    [
        (TRAIN, "1 qid:2 0:5 1:7\n", "features are numbered from 1, got 0: --zero-based"),
        (TRAIN, "1 qid:2 1:x\n", "test.svm, line 1"),
        ("0 qid:1 1:1\n", SHORTER, "none of the 1 lists to learn from has a relevant item"),
        (TRAIN, "0 qid:2 1:7\n", "none of the 1 lists held out has a relevant item"),
        ("1 qid:1\n", "1 qid:2\n", "the lists have no features"),
        (TRAIN, "", "holds no list"),
        (TRAIN.replace("2:7", "2:NULL"), SHORTER, "missing values by a number, with --missing 0"),
    ],
)
def test_bad_files_are_one_line_and_exit_code_2(files, capsys, train, test, said):
    assert cli.main(["compare-training", *files(train, test)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert said in printed.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["one.svm"], "give two files: one to learn from, and one that is held out"),
        (["one.svm", "two.svm"], "one.svm"),
        (["--seeds", "0"], "--seeds must be at least 1, got 0"),
        (["--seeds", "few"], "--seeds must be a whole number, got 'few'"),
        (["--epochs", "0"], "epochs must be from 1 to 10,000, got 0"),
        (["--rates", "0.1,x"], "--rates must be numbers, such as 0.1,1, got '0.1,x'"),
        (["--rates", "-1"], "rate must be above 0"),
        (["--rates", "nan"], "rate must be above 0"),
        (["--temperatures", "0,1"], "temperature must be"),
        (["--temperatures", "1,2,3,4", "--rates", "1,2,3,4,5"], "40 choices are too many"),
        (["a", "b", "--missing", "1,2"], "--missing must be one number, got '1,2'"),
        (["--", "--debug"], "ranklab compare-training takes nothing after --, got --debug"),
    ],
)
def test_bad_arguments_are_one_line_and_exit_code_2(capsys, arguments, said):
    assert cli.main(["compare-training", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("ranklab: ")
    assert printed.err.count("\n") == 1
    assert said in printed.err


def test_every_choice_is_trained_with_the_same_seeds_one_seed_after_the_other(files, trained):
    assert cli.main(["compare-training", *files(), *QUICK]) == 0
    told = [arguments[:5] for arguments in trained]
    choices = choices_of(["softmax", "unique_softmax"], [1.0], [0.01, 0.03])
    assert told == [(*choice, 1, seed) for seed in range(5) for choice in choices]


def test_verdicts_are_said_in_sentences(files, trained, capsys):
    assert cli.main(["compare-training", *files(), *QUICK]) == 0
    printed = capsys.readouterr()
    rows = [re.split(r"  +", line) for line in printed.out.split("\n\n")[2].splitlines()]
    assert rows[1][:4] == ["softmax", "1", "0.03", "0.801"]
    assert rows[1][-1] == "best"
    assert [row[-1] for row in rows[2:]] == ["lower"] * 3
    assert "over 5 seeds and 9 lists, for all 6 pairs at once" in printed.out
    ahead = r"loss: softmax at T = 1, rate 0.03 is ahead of unique softmax at T = 1, rate 0.03 by "
    assert re.search(ahead + r"0\.200 ± 0\.00\d: a difference\n", printed.out)
    assert (
        "The best rate is the largest that was tried, 0.03, for softmax at T = 1, " in printed.out
    )


def test_progress_and_the_time_it_takes_go_to_stderr(files, trained, capsys):
    assert cli.main(["compare-training", *files(), *QUICK]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Loading TensorFlow, a few seconds ..."
    done = [
        re.fullmatch(r"(\d+) of 20 trainings, about [\d.]+ \w+ left", line) for line in lines[1:]
    ]
    assert [int(match[1]) for match in done] == [1, 4, 8, 12, 16, 20]


def test_a_terminal_has_one_line_of_progress(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    clock = command._Clock(3, 1)
    for _ in range(3):
        clock.tick()
    said = capsys.readouterr().err
    assert said.count("\r") == 3
    assert said.count("\n") == 1
    assert said.endswith("3 of 3 trainings, about 0 seconds left\n")


@pytest.mark.parametrize(
    ("after", "said", "not_said"),
    [
        (23, "for all 6 pairs at once", "no verdict"),
        (19, "No verdict from 4 seeds: it takes 5 or more.", "below the best"),
        (3, "No verdict from 1 seed: it takes 5 or more.", "below the best"),
        (0, "1 held out\n", "Held-out NDCG"),
    ],
)
def test_an_interrupt_gives_what_there_is(
    files, trained, monkeypatch, capsys, after, said, not_said
):
    from ranklab.training import fitting

    train, number = fitting.train, count()

    def interrupted(*arguments, **options):
        if next(number) == after:
            raise KeyboardInterrupt
        return train(*arguments, **options)

    monkeypatch.setattr(fitting, "train", interrupted)
    assert cli.main(["compare-training", *files(), *QUICK[2:], "--seeds", "8"]) == cli.INTERRUPTED
    printed = capsys.readouterr()
    assert printed.err.endswith(f"Stopped after {after} of 32 trainings\n")
    assert said in printed.out
    assert not_said not in printed.out


def test_what_was_done_for_a_part_of_a_seed_is_left_out():
    choices = choices_of(["softmax"], [1.0], [0.1, 0.2])
    done = [np.array([float(i), i + 0.5]) for i in range(5)]
    assert command.trials_of(choices, done).ndcgs.tolist() == [
        [[0, 0.5], [2, 2.5]],
        [[1, 1.5], [3, 3.5]],
    ]
    first = command.trials_of(choices, done[:1])
    assert first.choices == choices[:1]
    assert first.ndcgs.shape == (1, 1, 2)
    assert command.trials_of(choices, []) is None


def test_noise_is_no_difference_and_one_rate_is_said():
    noise = np.random.default_rng(0).normal(0.6, 0.05, size=(2, 5, 20))
    said = command.report(Trials(choices_of(["softmax", "unique_softmax"], [1.0], [0.1]), noise))
    assert ": no difference\n" in said
    assert said.endswith("Only one rate was tried, but the best rate depends on T: see --rates")


def test_the_smallest_rate_is_named_too():
    trials = Trials((Choice("softmax", 1, 0.1), Choice("softmax", 1, 0.2)), np.ones((2, 5, 5)))
    assert "is the smallest that was tried, 0.1, for softmax at T = 1: try smaller" in (
        command.report(trials)
    )


@pytest.mark.slow
def test_a_small_model_is_truly_trained(tmp_path, capsys):
    for name, first in (("train.svm", 0), ("test.svm", 50)):
        lines = [f"{i % 3} qid:{first + i // 6} 1:{i % 3}.5 2:0.{i}" for i in range(36)]
        (tmp_path / name).write_text("\n".join(lines))
    paths = [str(tmp_path / name) for name in ("train.svm", "test.svm")]
    quick = ["--seeds", "1", "--epochs", "2", "--temperatures", "1", "--rates", "0.03"]
    assert cli.main(["compare-training", *paths, *quick]) == 0
    out = capsys.readouterr().out
    assert out.startswith("6 lists to learn from, 6 held out\n")
    assert "No verdict from 1 seed: it takes 5 or more." in out
