"""The workflows and CITATION.cff follow their schemas, and say what the project says elsewhere."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).parents[1]
WORKFLOWS = sorted((CHECKOUT / ".github" / "workflows").glob("*.yml"))
CITATION = CHECKOUT / "CITATION.cff"
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]


def checked(schema, path):
    """Whether a file follows a schema that comes with check-jsonschema."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


def steps(name):
    """All steps of a workflow."""
    jobs = yaml.safe_load((CHECKOUT / ".github" / "workflows" / name).read_text("utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job.get("steps", [])]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_follows_the_schema(path):
    good, said = checked("github-workflows", path)
    assert good, said


def test_the_citation_follows_the_schema():
    good, said = checked("citation-file-format", CITATION)
    assert good, said


@pytest.mark.parametrize(
    ("schema", "path", "without"),
    [
        ("github-workflows", WORKFLOWS[-1], "    runs-on: ubuntu-latest\n"),
        ("citation-file-format", CITATION, "cff-version: 1.2.0\n"),
    ],
)
def test_a_part_that_is_missing_is_found(schema, path, without, tmp_path):
    text = path.read_text("utf-8")
    assert without in text
    spoiled = tmp_path / path.name
    spoiled.write_text(text.replace(without, ""), "utf-8")
    good, _ = checked(schema, spoiled)
    assert not good


def test_the_citation_names_this_version_and_license():
    said = yaml.safe_load(CITATION.read_text("utf-8"))
    assert said["version"] == PROJECT["version"]
    assert said["license"] == PROJECT["license"]
    assert said["keywords"] == PROJECT["keywords"]


def test_the_tests_run_on_every_python_that_is_supported():
    jobs = yaml.safe_load((CHECKOUT / ".github/workflows/tests.yml").read_text("utf-8"))["jobs"]
    supported = re.findall(r"Python :: (3\.\d+)", " ".join(PROJECT["classifiers"]))
    assert jobs["tests"]["strategy"]["matrix"]["python"] == supported


def test_the_tests_run_all_that_ci_runs():
    ran = [step.get("run", "").removesuffix(" PYTHON=python") for step in steps("tests.yml")]
    ci = (CHECKOUT / ".ci" / "run").read_text("utf-8")
    assert set(re.findall(r"^make .*$", ci, re.MULTILINE)) <= set(ran)


@pytest.mark.parametrize(("tag", "fits"), [(f"v{PROJECT['version']}", True), ("v9.9", False)])
def test_a_release_has_the_tag_of_its_version(tag, fits):
    (check,) = (step["run"] for step in steps("release.yml") if "GITHUB_REF_NAME" in str(step))
    check = f'python() {{ "{sys.executable}" "$@"; }}\n{check}'
    done = subprocess.run(
        ["bash", "-ec", check], cwd=CHECKOUT, env={"GITHUB_REF_NAME": tag}, check=False
    )
    assert (done.returncode == 0) is fits
