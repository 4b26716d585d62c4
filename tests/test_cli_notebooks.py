"""`ranklab lab` and `ranklab explore`: which notebook is opened, and that no work is lost."""

import bz2
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace

import nbformat
import pytest

from ranklab import Scenario, cli, data
from ranklab.cli import explore as explore_command
from ranklab.cli import lab as lab_command
from ranklab.cli import server
from ranklab.explanation.checks import shown

CHECKOUT = Path(__file__).parents[1]


@pytest.fixture
def lab(monkeypatch):
    """JupyterLab, which is not started: what it was told, each time."""
    started = []
    monkeypatch.setattr(server, "find_spec", lambda name: name)
    fake = SimpleNamespace(main=started.append)
    monkeypatch.setattr(server, "import_module", {"jupyterlab.labapp": fake}.__getitem__)
    for name in server.QUIET_TENSORFLOW:
        monkeypatch.setenv(name, "to be taken back")
        monkeypatch.delenv(name)
    monkeypatch.setenv(server.CONFIG_PATH, "theirs")
    return started


@pytest.fixture
def wheel(tmp_path, monkeypatch):
    """Lessons as a wheel brings them, and an empty folder that one stands in."""
    source = tmp_path / "site-packages" / "ranklab" / "notebooks"
    source.mkdir(parents=True)
    (source / lab_command.FIRST).write_text("lesson 0")
    (source / "01_next.ipynb").write_text("lesson 1")
    (source / ".ipynb_checkpoints").mkdir()
    monkeypatch.setattr(lab_command, "find", lambda: (source, False))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return source


def told(folder, notebook, *more):
    return [f"--ServerApp.root_dir={folder}", f"--LabApp.default_url=/lab/tree/{notebook}", *more]


def test_a_checkout_opens_its_own_lessons(lab):
    assert cli.main(["lab"]) == 0
    assert lab == [told(CHECKOUT / "notebooks", lab_command.FIRST)]
    assert {name: os.environ[name] for name in server.QUIET_TENSORFLOW} == server.QUIET_TENSORFLOW


def test_a_wheel_has_lessons_of_its_own(tmp_path):
    package = tmp_path / "ranklab"
    (package / "notebooks").mkdir(parents=True)
    with pytest.raises(lab_command.CommandError, match="this ranklab has no lessons"):
        lab_command.find(package)
    (package / "notebooks" / lab_command.FIRST).touch()
    assert lab_command.find(package) == (package / "notebooks", False)


def test_arguments_reach_jupyterlab(lab, wheel, capsys):
    assert cli.main(["lab", "--no-browser", "--port", "8899", "--", "--ip=::1", "--debug"]) == 0
    folder = Path.cwd() / "ranklab-lessons"
    assert lab == [
        told(folder, lab_command.FIRST, "--no-browser", "--port=8899", "--ip=::1", "--debug")
    ]
    assert capsys.readouterr().out == f"New in {folder}: 00_start_here.ipynb, 01_next.ipynb\n"


def test_no_work_is_written_over(lab, wheel, capsys):
    folder = Path.cwd() / "my course"
    start = ["lab", "my course"]
    cli.main(start)
    capsys.readouterr()
    cli.main(start)
    assert capsys.readouterr().out == f"The lessons in {folder} are up to date.\n"

    # A new ranklab brings new lessons: one the learner worked in, one not, one is new.
    (folder / lab_command.FIRST).write_text("my work")
    (wheel / lab_command.FIRST).write_text("lesson 0, better")
    (wheel / "01_next.ipynb").write_text("lesson 1, better")
    (wheel / "02_last.ipynb").write_text("lesson 2")
    cli.main(start)
    assert capsys.readouterr().out.splitlines() == [
        f"New in {folder}: 02_last.ipynb",
        "Updated: 01_next.ipynb",
        "Kept with your changes: 00_start_here.ipynb "
        "(to get the original as well, rename yours and run this again)",
    ]
    assert (folder / lab_command.FIRST).read_text() == "my work"
    assert (folder / "01_next.ipynb").read_text() == "lesson 1, better"

    (folder / lab_command.FIRST).rename(folder / "mine.ipynb")
    cli.main(start)
    assert (folder / lab_command.FIRST).read_text() == "lesson 0, better"
    assert (folder / "mine.ipynb").read_text() == "my work"


def test_what_stands_in_a_folder_is_copied_and_kept_too(wheel, tmp_path):
    folder = tmp_path / "course"
    (wheel / "teaching" / "__pycache__").mkdir(parents=True)
    (wheel / "teaching" / "__pycache__" / "handouts.pyc").write_text("byte code")
    (wheel / "teaching" / ".hidden").write_text("nobody's")
    (wheel / "teaching" / "handouts.py").write_text("handouts")
    (wheel / "teaching" / "class.md").write_text("class")
    ours = ["teaching/class.md", "teaching/handouts.py"]
    assert lab_command.copy(wheel, folder).new == [lab_command.FIRST, "01_next.ipynb", *ours]
    assert sorted(path.name for path in (folder / "teaching").iterdir()) == [
        "class.md",
        "handouts.py",
    ]
    (folder / "teaching" / "class.md").write_text("my class")
    for name in ours:
        (wheel / name).write_text("better")
    assert lab_command.copy(wheel, folder) == ([], ["teaching/handouts.py"], ["teaching/class.md"])
    assert (folder / "teaching" / "class.md").read_text() == "my class"


def test_several_may_copy_to_one_folder_at_once(wheel, tmp_path):
    folder, copies = tmp_path / "course", 8
    for number in range(40):
        (wheel / f"{number}.ipynb").write_text(f"lesson {number}")
    together = Barrier(copies)

    def copy(_):
        together.wait()
        return lab_command.copy(wheel, folder)

    with ThreadPoolExecutor(copies) as pool:
        assert [copied.kept for copied in pool.map(copy, range(copies))] == [[]] * copies
    assert lab_command.copy(wheel, folder) == ([], [], [])
    names = {path.name for path in wheel.iterdir() if path.is_file()}
    assert {path.name for path in folder.iterdir()} == {lab_command.RECORD, *names}


def test_who_may_read_a_lesson_is_for_the_learner_to_say(wheel, tmp_path):
    lab_command.copy(wheel, tmp_path / "course")
    (tmp_path / "plain").touch()
    copied = (tmp_path / "course" / lab_command.FIRST).stat()
    assert copied.st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize(
    "record", [b"", b"[]", b"\xff", b'{"01_next.ipynb": 3}', pytest.param(b"[" * 10**6, id="deep")]
)
def test_without_its_record_it_takes_everything_for_the_learners_work(wheel, tmp_path, record):
    folder = tmp_path / "course"
    lab_command.copy(wheel, folder)
    (folder / lab_command.RECORD).write_bytes(record)
    (wheel / "01_next.ipynb").write_text("lesson 1, better")
    assert lab_command.copy(wheel, folder) == ([], [], ["01_next.ipynb"])
    assert (folder / "01_next.ipynb").read_text() == "lesson 1"


def test_it_leaves_nothing_else_in_the_folder(wheel, tmp_path):
    lab_command.copy(wheel, tmp_path / "course")
    there = sorted(path.name for path in (tmp_path / "course").iterdir())
    assert there == [lab_command.RECORD, lab_command.FIRST, "01_next.ipynb"]


@pytest.mark.parametrize(
    "port", ["x", "-1", "65536", "80.5", "", "٨٠", pytest.param("9" * 5000, id="long")]
)
def test_a_port_that_is_none_is_refused_before_anything_is_written(lab, wheel, capsys, port):
    assert cli.main(["lab", f"--port={port}"]) == 2
    said = f"ranklab: port must be a whole number from 0 to 65535, got {shown(port)}\n"
    assert capsys.readouterr().err == said
    assert (lab, list(Path.cwd().iterdir())) == ([], [])


def test_a_folder_that_is_a_file_is_refused(lab, wheel, capsys):
    Path("file").touch()
    assert cli.main(["lab", "file"]) == 2
    said = f"ranklab: folder {Path.cwd() / 'file'} cannot take the lessons: File exists\n"
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("command", ["lab", "explore"])
def test_a_home_folder_that_is_not_there_is_refused(lab, wheel, capsys, command):
    assert cli.main([command, "~nosuchuser/x.csv"]) == 2
    said = "ranklab: there is no home folder for '~nosuchuser/x.csv': write ./~... for a name that"
    assert capsys.readouterr().err.startswith(said)
    assert (lab, list(Path.cwd().iterdir())) == ([], [])


def test_jupyterlab_is_given_our_defaults_below_those_of_others(lab):
    for _ in range(2):
        cli.main(["lab"])
        assert os.environ[server.CONFIG_PATH] == os.pathsep.join(["theirs", str(server.SETTINGS)])
    ours = server.SETTINGS / "labconfig" / "default_setting_overrides.json"
    binders = CHECKOUT / "binder" / "overrides.json"
    assert json.loads(ours.read_bytes()) == json.loads(binders.read_bytes())


@pytest.mark.parametrize("command", [["lab"], ["explore", "data.csv"]])
def test_without_jupyterlab_it_says_what_mends_it(monkeypatch, capsys, command):
    monkeypatch.setattr(server, "find_spec", lambda _: None)
    assert cli.main(command) == 1
    said = capsys.readouterr().err
    assert said.startswith("ranklab: JupyterLab is not installed: ")
    assert said.endswith('-m pip install "jupyterlab<5,>=4.4"\n')


def test_an_exit_code_of_jupyterlab_is_ours(lab, monkeypatch, capsys):
    for code, ours in ((None, 0), (3, 3), ("no config", 1)):
        monkeypatch.setattr(server, "import_module", lambda _, c=code: exiting(c))
        assert cli.main(["lab"]) == ours
    assert capsys.readouterr().err == "ranklab: no config\n"


def exiting(code):
    def main(_):
        raise SystemExit(code)

    return SimpleNamespace(main=main)


# explore


class FakeLists:
    queries = ("7", "9")

    def __init__(self, path, **columns):
        self.read = (Path(path).read_text(), columns)

    def __len__(self):
        return 2

    def __getitem__(self, query):
        return {"9": Scenario([0.6, 0.8], [1, 0])}[query]

    def hardest(self, n, by="loss"):
        return SimpleNamespace(queries=("9", "7")[:n])

    def __str__(self):
        return "2 lists"


@pytest.fixture
def folder(tmp_path, monkeypatch, lab):
    """A folder that one stands in, with files that a fake reads."""
    monkeypatch.setattr(data, "read_csv", FakeLists, raising=False)
    monkeypatch.setattr(data, "read_svmlight", FakeLists, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


NASTY = """it's "quoted" \\n {x} ü.csv"""


@pytest.mark.parametrize("name", ["data.csv", "sub/data.CSV", "train.txt", "a.b.svm.gz", NASTY])
@pytest.mark.parametrize("elsewhere", [False, True])
def test_the_notebook_runs_and_shows_the_hardest_list(
    folder, lab, tmp_path_factory, name, elsewhere
):
    root = tmp_path_factory.mktemp("elsewhere") if elsewhere else folder
    path = root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("rows")
    assert cli.main(["explore", str(path) if elsewhere else name]) == 0
    [notebook] = folder.glob("*.ipynb")
    assert lab[0] == told(folder, server.quote(notebook.name))
    document = nbformat.read(notebook, as_version=4)
    nbformat.validate(document)
    names = {}
    for cell in document.cells[:-1]:
        exec(cell.source, names)
    assert names["lists"].read == ("rows", {})
    *hint, explore = document.cells[-1].source.splitlines()
    exec("\n".join(hint), names)
    shown = eval(explore, names)
    assert repr(shown) == "Explorer(softmax, n=2, T=1.00, loss=0.798139)"
    assert shown.hint == "The list with the largest loss: query 9"
    shown.close()


def test_columns_are_named_in_the_notebook(folder, lab, capsys):
    Path("data.csv").touch()
    assert cli.main(["explore", "data.csv", "--query", "q'id", "--label", "grade"]) == 0
    source = json.loads(Path("explore_data.ipynb").read_text())["cells"][0]["source"]
    call = "ranklab.data.read_csv('data.csv', query=\"q'id\", label='grade')"
    assert f"lists = {call}\n" in source
    opened = "Opening explore_data.ipynb on the hardest list, query 9"
    assert capsys.readouterr().out.splitlines() == ["2 lists", opened]


def test_the_score_of_svmlight_is_the_number_of_a_feature(folder, lab):
    Path("train.txt").touch()
    assert cli.main(["explore", "train.txt", "--score", "3"]) == 0
    source = json.loads(Path("explore_train.ipynb").read_text())["cells"][0]["source"]
    assert "lists = ranklab.data.read_svmlight('train.txt', scores=3)\n" in source


@pytest.mark.parametrize(
    ("name", "content", "options", "call"),
    [
        ("a.csv", "qid;score;label\n7;1;0\n7;2;1\n", [], "read_csv('a.csv')"),
        ("a.tsv", "qid\tscore\tlabel,y\n7\t1\t1\n", ["--label", "label,y"], "read_csv('a.tsv', l"),
        ("a.csv", "q|score|label\n7|1|1\n", ["--delimiter", "|"], "read_csv('a.csv', delimiter='|"),
        ("a.csv", "q\tscore\tlabel\n7\t1\t1\n", ["--delimiter", "\\t"], "delimiter='\\t')"),
        ("a.csv", "score,label\n1,0\n2,1\n", ["--one-list"], "read_csv('a.csv', query=None)"),
        ("a.svm", "1 qid:1 0:5\n", ["--zero-based"], "read_svmlight('a.svm', zero_based=True)"),
        ("a.svm", "1 1:5\n", ["--group", "sizes"], "read_svmlight('a.svm', group='sizes')"),
    ],
)
def test_what_a_reader_is_told_stands_in_the_notebook(
    tmp_path, monkeypatch, lab, name, content, options, call
):
    monkeypatch.chdir(tmp_path)
    Path("sizes").write_text("1\n")
    Path(name).write_text(content)
    assert cli.main(["explore", name, *options]) == 0
    [notebook] = tmp_path.glob("*.ipynb")
    cell = "".join(json.loads(notebook.read_text())["cells"][0]["source"])
    assert f"ranklab.data.{call}" in cell or call in cell
    names = {}
    exec(cell, names)
    assert len(names["lists"]) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "x,score,label\n7,1,0\n7,2,1\n", "with --query, or make one list of all rows wi"),
        ("a.csv", "q,qid,score,label\n", "'q', 'qid': name yours with --query"),
        ("a.svm", "1 qid:1 0:5\n", "got 0: --zero-based reads a file that counts from 0"),
        ("a.svm", "1 1:5\n", "has the number of items of each query, pass it as --group)"),
    ],
)
def test_what_a_reader_says_of_its_arguments_is_said_of_options(
    tmp_path, monkeypatch, lab, capsys, name, content, said
):
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(content)
    assert cli.main(["explore", name]) == 2
    assert said in capsys.readouterr().err


def test_how_many_items_are_shown_stands_in_the_notebook(folder, lab):
    Path("data.csv").touch()
    for most in ("20", "20", "30"):
        assert cli.main(["explore", "data.csv", "--most", most]) == 0
    assert len(list(folder.glob("*.ipynb"))) == 2
    source = json.loads(Path("explore_data.ipynb").read_text())["cells"][-1]["source"]
    assert source[-1] == "ranklab.explore(lists[query], hint=hint, most=20)"


def test_a_notebook_that_is_there_is_opened_and_never_written_over(folder, lab, capsys):
    Path("data.csv").touch()
    Path("explore_data.ipynb").write_text("[" * 10**6)  # somebody's
    for _ in range(2):
        cli.main(["explore", "data.csv"])
    assert Path("explore_data.ipynb").read_text() == "[" * 10**6
    mine = json.loads(Path("explore_data_2.ipynb").read_text())
    mine["cells"][0]["source"] = ["my work"]
    Path("explore_data_2.ipynb").write_text(json.dumps(mine))
    capsys.readouterr()
    cli.main(["explore", "data.csv"])
    assert "Opening explore_data_2.ipynb as you left it\n" in capsys.readouterr().out
    assert json.loads(Path("explore_data_2.ipynb").read_text()) == mine
    # Another file of that name, or other columns, is another notebook.
    cli.main(["explore", "data.csv", "--item", "name"])
    shutil.copytree(folder, folder / "sub", ignore=shutil.ignore_patterns("sub"))
    cli.main(["explore", "sub/data.csv"])
    assert [arguments[1].rsplit("/", 1)[1] for arguments in lab] == [
        f"explore_data_{number}.ipynb" for number in (2, 2, 2, 3, 4)
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.parquet"], "file must end in .csv or .tsv, or in .dat, .svm, .txt for SVMlight, g"),
        (["data"], "file must end in .csv or .tsv"),
        (["data.csv.bz2"], "data.csv.bz2 is packed with bzip2: unpack it first"),
        (["sub.parquet"], "Is a directory: 'sub.parquet'"),
        (["none.csv"], "No such file or directory: 'none.csv'"),
        (["sub.csv"], "Is a directory: 'sub.csv'"),
        (["data.txt", "--label", "grade"], "--label is for .csv and .tsv files, got 'data.txt'"),
        (["data.txt", "--one-list"], "--one-list is for .csv and .tsv files, got 'data.txt'"),
        (["data.csv", "--zero-based"], "--zero-based is for SVMlight files, got 'data.csv'"),
        (["data.tsv", "--group", "x"], "--group is for SVMlight files, got 'data.tsv'"),
        (["data.csv", "--one-list", "--query", "x"], "--one-list and --query exclude each other"),
        (
            ["data.txt", "--score", "bm25"],
            "--score must be the number of a feature, such as 3, got",
        ),
        (["data.csv", "--most", "1"], "most must be a whole number from 2 to 200 items, got '1'"),
        (["data.csv", "--most", "-5"], "most must be a whole number from 2 to 200 items, got '-5'"),
        (["data.csv", "--most", "all"], "got 'all'"),
        ([], "the following arguments are required: file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(folder, lab, capsys, monkeypatch, arguments, said):
    Path("sub.csv").mkdir()
    Path("sub.parquet").mkdir()
    Path("data.csv.bz2").write_bytes(bz2.compress(b"score,label"))
    monkeypatch.setattr(data, "read_csv", lambda path: path.read_text(), raising=False)
    assert cli.main(["explore", *arguments]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("ranklab: ")
    assert said in line
    assert (lab, list(folder.glob("*.ipynb"))) == ([], [])


def test_what_the_reader_says_of_a_place_is_one_line(folder, capsys, monkeypatch):
    def broken(path):
        raise ValueError(f"{path}, line 3, column 5:\nscore must be a number, got 'x'")

    monkeypatch.setattr(data, "read_csv", broken, raising=False)
    assert cli.main(["explore", "data.csv"]) == 2
    said = "ranklab: data.csv, line 3, column 5: score must be a number, got 'x'\n"
    assert capsys.readouterr().err == said


def test_a_file_is_read_by_its_name():
    names = {"a.csv": "read_csv", "A.CSV.GZ": "read_csv", "b.dat": "read_svmlight"}
    assert {name: explore_command.reader_of(Path(name)) for name in names} == names
