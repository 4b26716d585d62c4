"""The command line: what it prints, and what it refuses in one line."""

import json
import os
import re
import subprocess
import sys
from importlib import metadata
from math import e, exp, log
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from strategies import scenarios

import ranklab
from ranklab import Scenario, cli, explain, installed
from ranklab.cli import doctor, pip_commands
from ranklab.cli import explain as explain_command

COMMANDS = ["lab", "explain", "explore", "compare-training", "doctor"]
SMALL = ["explain", "--scores", "0.6,0.8", "--labels", "1,0"]


def run(*arguments, **options):
    """A true `ranklab` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "ranklab", *arguments], capture_output=True, text=True, **options
    )


def answered(capsys, *arguments):
    """The JSON that `ranklab explain` gives."""
    assert cli.main(["explain", *arguments, "--json"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.count("\n") == 1
    return json.loads(printed.out)


# explain


@pytest.mark.parametrize("scores", [["--scores", "-1,2"], ["--scores=-1,2"], ["--scores", "-1, 2"]])
def test_a_softmax_by_hand_with_a_negative_score_in_front(capsys, scores):
    said = answered(capsys, *scores, "--labels", "1,0")
    p = 1 / (1 + exp(3))  # e^-1 / (e^-1 + e^2)
    assert said["loss"] == pytest.approx(log(1 + exp(3)))
    assert said["contributions"] == pytest.approx([log(1 + exp(3)), 0])
    assert said["probabilities"] == pytest.approx([p, 1 - p])
    assert said["gradient"] == pytest.approx([p - 1, 1 - p])
    assert said["ranks"] == [2, 1]
    assert said["metrics"]["mrr"] == 1 / 2
    assert said["metrics"]["ndcg"] == pytest.approx(log(2) / log(3))


def test_a_unique_softmax_by_hand(capsys):
    said = answered(
        capsys, "--scores", "1,2,0", "--labels", "2,0,1",
        "--loss", "unique_softmax", "--temperature", "0.5",
    )  # fmt: skip
    # Logits 2, 4, 0: item 1 races against both others, item 3 against item 2 alone.
    first = (2**2 - 1) * (log(exp(2) + exp(4) + 1) - 2)
    third = (2**1 - 1) * (log(exp(4) + 1) - 0)
    assert said["contributions"] == pytest.approx([first, 0, third])
    assert said["loss"] == pytest.approx(first + third)
    assert sum(said["gradient"]) == pytest.approx(0)


def test_labels_as_they_are_by_hand(capsys):
    arguments = ["--scores", "0.6,0.8", "--labels", "2,1"]
    one = 2 * log(1 + exp(0.2)) + log(1 + exp(-0.2))
    assert answered(capsys, *arguments)["loss"] == pytest.approx(one / 3)
    assert answered(capsys, *arguments, "--no-normalize-labels")["loss"] == pytest.approx(one)


def test_an_ndcg_weight_and_its_cut_off_by_hand(capsys):
    weight = ["--scores", "1,2", "--labels", "1,0", "--lambda-weight", "ndcg", "--topn"]
    # Item 1 has gain 1 at rank 2, where the discount is ln 2 / ln 3; the best DCG is 1.
    loss = log(2) / log(3) * log(1 + e)
    assert answered(capsys, *weight, "2")["loss"] == pytest.approx(loss)


@given(scenarios())
def test_json_holds_the_whole_answer_of_any_list(scenario):
    explanation = explain(scenario)
    record = json.loads(json.dumps(explain_command.record(explanation), allow_nan=False))
    assert Scenario.from_json(json.dumps(record["scenario"])) == scenario
    assert record["loss"] == explanation.loss
    for name in ("contributions", "gradient", "probabilities", "targets", "ranks"):
        assert np.array_equal(record[name], getattr(explanation, name))
    assert len(explain_command.text_table(explanation).splitlines()) <= explain_command.MAX_ROWS + 3


def test_names_are_shown_best_first_and_padding_last(capsys):
    names = 'tea, milk ,"salt, fine",air'
    arguments = ["--scores", "1,2,0,9", "--labels", "0,1,2,-1", "--items", names]
    assert cli.main(["explain", *arguments]) == 0
    words, table = capsys.readouterr().out.split("\n\n")
    assert words.splitlines()[1] == "Padding, not there: 1 item."
    rows = [re.split(r"  +", line) for line in table.splitlines()]
    assert rows[0] == [
        "",
        "rank",
        "label",
        "score",
        "probability",
        "target",
        "step",
        "contribution",
    ]
    assert [row[0] for row in rows[1:5]] == ["milk", "tea", "salt, fine", "air"]
    assert rows[1][1:4] == ["1", "1", "2.00"]
    assert rows[3][4] == "0.0900"  # 1 / (1 + e + e^2)
    assert rows[4] == ["air", "padding", "9.00"]


def test_a_long_table_says_what_it_leaves_out(capsys):
    scores = ",".join(map(str, range(60)))
    assert cli.main(["explain", "--scores", scores, "--labels", ",".join(["1"] * 60)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "... and 10 more; --json has them all" in lines
    assert sum(line.startswith("item ") for line in lines) == 50


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["explain"], "--scores, --labels (see ranklab explain --help)"),
        ([*SMALL, "0.5"], "unrecognized arguments: 0.5"),
        ([*SMALL, "--colour"], "unrecognized arguments: --colour"),
        ([*SMALL, "--temp", "2"], "unrecognized arguments: --temp 2"),
        ([*SMALL, "--scores", "a,0.8"], "score of item 1 (scores[0]) must be a number, got 'a'"),
        ([*SMALL, "--scores", "0.6,,"], "score of item 2 (scores[1]) must be a number, got ''"),
        ([*SMALL, "--scores", ""], "scores is empty: give at least one item"),
        ([*SMALL, "--scores", "-inf,1"], "score of item 1 (scores[0]) must be a finite number"),
        ([*SMALL, "--scores", "nan,1"], "score of item 1 (scores[0]) must be a finite number"),
        ([*SMALL, "--labels", "1"], "scores has 2 items but labels has 1: give one label"),
        ([*SMALL, "--labels", "31,0"], "label of item 1 (labels[0]) must be a number from 0 to 30"),
        ([*SMALL, "--items", "a"], "scores has 2 items but items has 1 names"),
        ([*SMALL, "--items", "a,"], "(items[1]) must have 1 to 200 characters, got ''"),
        ([*SMALL, "--items", "a,\udcff"], "name of item 2 (items[1]) holds half a character"),
        ([*SMALL, "--items", '"a,b'], "items must be separated by commas, got '\"a,b'"),
        ([*SMALL, "--sample-weight", "-1,1"], "sample weight of item 1 (sample_weight[0]) must be"),
        ([*SMALL, "--loss", "own:x"], "loss must be one of 'softmax', 'unique_softmax', got"),
        ([*SMALL, "--loss", "hinge"], "loss must be one of 'softmax', 'unique_softmax', got"),
        ([*SMALL, "--temperature", "0"], "temperature must be a number from 0.001 to 1000"),
        ([*SMALL, "--temperature", "-1"], "temperature must be a number from 0.001 to 1000"),
        ([*SMALL, "--temperature", "warm"], "temperature must be a number, got 'warm'"),
        ([*SMALL, "--lambda-weight", "map"], "lambda_weight must be one of None, 'dcg', 'ndcg'"),
        ([*SMALL, "--topn", "1.5"], "topn must be a whole number of places, got '1.5'"),
        ([*SMALL, "--topn", "0"], "topn must be at least 1"),
        ([*SMALL, "--scores"], "argument --scores: expected one argument"),
        ([*SMALL, "--", "--debug"], "ranklab explain takes nothing after --, got --debug"),
        ([*SMALL, "--items", "-a,b"], "(see ranklab explain --help): write --items=-a,b"),
        (["explore", "-1.csv"], "a name that starts with - is written ./-1.csv"),
        (["explore", "--no-browser", "-1.csv"], "a name that starts with - is written ./-1.csv"),
        (["lab", "-course"], "a name that starts with - is written ./-course"),
        (["plot"], "invalid choice: 'plot'"),
        (["--colour"], "unrecognized arguments: --colour"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_and_exit_code_2(capsys, arguments, said):
    assert cli.main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("ranklab: ")
    assert printed.err.count("\n") == 1
    assert said in printed.err


# The edges


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (ImportError("No module named 'numpy'"), 1, "numpy': ranklab doctor shows what is missing"),
        (RuntimeError("two\nlines"), 1, "RuntimeError: two lines (unexpected; RANKLAB_TRACEBACK=1"),
    ],
)
def test_what_nobody_expects_is_one_line_too(monkeypatch, capsys, error, code, said):
    def fail(_):
        raise error

    monkeypatch.setattr(explain_command, "run", fail)
    assert cli.main(SMALL) == code
    printed = capsys.readouterr().err
    assert said in printed
    assert printed.count("\n") == (1 if said else 0)
    monkeypatch.setenv(cli.TRACEBACK, "1")
    if isinstance(error, RuntimeError):
        with pytest.raises(RuntimeError):
            cli.main(SMALL)


@pytest.mark.parametrize("arguments", [[], ["--help"], *([c, "--help"] for c in COMMANDS)])
def test_help_has_examples_that_are_commands(capsys, arguments):
    assert cli.main(arguments) == 0
    lines = capsys.readouterr().out.splitlines()
    examples = [line.split() for line in lines if line.startswith("  ranklab ")]
    assert examples
    assert {words[1] for words in examples} <= set(COMMANDS)
    assert max(map(len, lines)) <= 100


def test_the_version_is_printed(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"ranklab {ranklab.__version__}\n"


def test_a_true_process_in_ascii_answers():
    done = run(*SMALL, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Softmax loss of 2 items at T = 1: 0.798.\n")
    assert "\\u22120.550" in done.stdout


def test_a_true_process_refuses_without_a_traceback():
    done = run("explain", "--scores", "1", "--labels", "x")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "ranklab: label of item 1 (labels[0]) must be a number, got 'x'\n"


@pytest.mark.skipif(os.name == "nt", reason="a shell that can close a stream")
@pytest.mark.parametrize(
    ("closed", "labels", "code", "out", "err"),
    [
        (">&-", "1,0", 0, "", ""),
        ("2>&-", "1,x", 2, "", ""),
        (">&- 2>&-", "1,x", 2, "", ""),
    ],
)
def test_a_stream_that_is_closed_is_nothing_unexpected(closed, labels, code, out, err):
    command = f'"{sys.executable}" -m ranklab explain --scores 1,2 --labels {labels} {closed}'
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (code, out, err)


def test_a_closed_pipe_is_quiet():
    command = [sys.executable, "-m", "ranklab", *SMALL]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:
        process.stdout.close()  # before a single line can come
        assert process.stderr.read() == b""
    assert process.returncode == cli.PIPE_CLOSED


# doctor


def test_the_doctor_says_what_there_is(capsys):
    assert cli.main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert f"ranklab {ranklab.__version__} in " in out
    assert re.search(rf"^  numpy +{re.escape(np.__version__)}$", out, re.MULTILINE)
    assert f"explain gives {log(1 + exp(0.2)):.6f}, as documented" in out
    assert "missing" not in out.split("The core works")[0]


def required(extra):
    """What the package asks for with an extra, or for itself with none."""
    ours = [line for line in metadata.requires("ranklab") if "extra" not in line or extra]
    return {
        re.match(r"[\w-]+", line)[0] for line in ours if f"extra == '{extra}'" in line or not extra
    }


def test_the_doctor_looks_for_all_that_ranklab_needs():
    assert set(doctor.NEEDED) == required("")
    assert {"keras", *installed.TENSORFLOWS} == required("cpu")
    assert set(doctor.FOR_LESSONS) == required("notebooks") - required("cpu")


def absent(*packages):
    return lambda package: None if package in packages else "3.9"


def test_the_doctor_says_what_is_missing_and_what_mends_it(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "version_of", absent("jupyterlab", "matplotlib", "tensorflow"))
    assert cli.main(["doctor"]) == 0  # the core needs neither
    out = capsys.readouterr().out
    needed, _, optional = out.partition("Optional, for the losses")
    assert re.search(r"^  matplotlib +missing$", needed, re.MULTILINE)
    assert re.search(r"^  jupyterlab +missing$", optional, re.MULTILINE)
    assert f"To fix it: {pip_commands.install('matplotlib')}\n" in out
    assert re.search(r'For the lessons: .* -m pip install "jupyterlab[<>=.,0-9]+"\n', out)
    assert re.search(r'-m pip install "matplotlib>=3.9"\n', out)


def test_the_doctor_says_that_tensorflow_is_optional(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "version_of", absent("keras", *installed.TENSORFLOWS))
    monkeypatch.setattr(installed, "find_spec", lambda _: None)
    assert cli.main(["doctor"]) == 0
    out = capsys.readouterr().out
    needed, _, optional = out.partition("Optional, for the losses, verify and train:")
    assert "missing" not in needed
    assert re.search(r"^  keras +missing\n  tensorflow\S* +missing$", optional, re.MULTILINE)
    assert "To fix it" not in out  # nothing is broken
    assert '-m pip install "ranklab[cpu]", or any other TensorFlow\n' in out


def test_the_doctor_names_two_tensorflows_that_collide(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "version_of", absent())
    assert cli.main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert re.search(r"^  tensorflow +3.9\n  tensorflow-cpu +3.9$", out, re.MULTILINE)
    assert (
        "tensorflow 3.9 and tensorflow-cpu 3.9 are both installed and overwrite each other" in out
    )
    assert "-m pip uninstall --yes tensorflow tensorflow-cpu, then install one of them: " in out
    assert re.search(r'-m pip install "tensorflow[<>=.,0-9]+", or, without a GPU, ', out)
    assert "The core works" in out


def test_the_doctor_says_which_package_is_too_old(monkeypatch, capsys):
    monkeypatch.setattr(installed, "version_of", {"keras": "2.15.0", "tensorflow": "2.15.1"}.get)
    assert cli.main(["doctor"]) == 0
    assert "TensorFlow 2.15.1 is too old: the losses" in capsys.readouterr().out


def test_the_doctor_says_when_jupyterlab_sees_no_widgets(monkeypatch, tmp_path, capsys):
    paths = SimpleNamespace(jupyter_path=lambda _: [str(tmp_path)])
    monkeypatch.setattr(doctor, "import_module", lambda _: paths)
    assert [line.split(":")[0] for line in doctor.advice([])] == [
        "JupyterLab does not see anywidget and jupyterlab_widgets"
    ]
    (tmp_path / "anywidget").mkdir()
    (tmp_path / "anywidget" / "package.json").touch()
    assert "does not see jupyterlab_widgets:" in doctor.advice([])[0]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda _: SimpleNamespace(loss=0.8), "explain gives 0.8 instead of 0.798139"),
        (lambda _: 1 / 0, "The core does not work: ZeroDivisionError"),
    ],
)
def test_the_doctor_fails_where_the_core_does(monkeypatch, capsys, answer, said):
    monkeypatch.setattr("ranklab.explanation.answer.explain", answer)
    assert cli.main(["doctor"]) == 1
    assert said in capsys.readouterr().out


@pytest.mark.slow
def test_the_deep_doctor_asks_keras(capsys):
    assert cli.main(["doctor", "--deep"]) == 0
    printed = capsys.readouterr()
    assert f"Keras computes {log(1 + exp(0.2)):.6g}" in printed.out
    assert printed.err == "Checking Keras: loading TensorFlow, a few seconds ...\n"


def test_the_cell_of_the_doctor_hears_a_browser():
    names = {}
    exec(doctor.SELF_TEST, names)
    assert names["answer"].value.startswith("No answer from the browser yet")
    moved = {"scores": [0.9, 0.8], "labels": [1, 0]}
    names["explorer"].set_state({"edit": {"revision": 1, "scenario": moved}})
    assert names["answer"].value == "It works: the browser answered."
    names["explorer"].close()


def test_the_doctor_starts_without_numpy():
    without = "import sys; sys.modules['numpy'] = None; from ranklab.cli import main; "
    done = subprocess.run(
        [sys.executable, "-c", without + "raise SystemExit(main(['doctor']))"],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "The core does not work: " in done.stdout
