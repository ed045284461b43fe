"""Tests that the workflows are valid, pin their actions, and call existing commands."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import __main__ as command
from generator import description

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
pytestmark = pytest.mark.skipif(
    not (ROOT / ".git").exists(), reason="a source distribution has no workflows"
)

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def steps(workflow: Path) -> Iterator[dict[str, Any]]:
    for job in description.load(workflow, python=False).data["jobs"].values():
        yield from job["steps"]


def commands(workflow: Path) -> Iterator[list[str]]:
    """Yield the words of each command that a step runs."""
    for step in steps(workflow):
        for line in step.get("run", "").splitlines():
            yield shlex.split(re.sub(r"\s(\|\||>).*", "", line))


def test_there_are_three() -> None:
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "release.yml", "upstream.yml"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_what_github_asks_for(workflow: Path) -> None:
    data = description.load(workflow, python=False).data
    assert {"name", "on", "permissions", "jobs"} <= data.keys()
    for job in data["jobs"].values():
        assert {"runs-on", "timeout-minutes", "steps"} <= job.keys()
    for step in steps(workflow):
        assert ("run" in step) is not ("uses" in step)
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@(release/)?v\d+", step["uses"])


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_what_an_expression_refers_to_exists(workflow: Path) -> None:
    named = {step["id"]: step for step in steps(workflow) if "id" in step}
    text = workflow.read_text(encoding="utf-8")
    for name, output in re.findall(r"steps\.([\w-]+)\.outputs\.([\w-]+)", text):
        assert f'echo "{output}=' in named[name]["run"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_the_commands_exist(workflow: Path) -> None:
    seen = 0
    for words in commands(workflow):
        if words[:1] == ["make"]:
            assert re.search(rf"^{words[1]}:", MAKEFILE, re.MULTILINE)
            for setting in words[2:]:
                assert re.search(rf"^{setting.partition('=')[0]} \?=", MAKEFILE, re.MULTILINE)
        elif words[:1] == [".ci/run"]:
            assert os.access(ROOT / ".ci" / "run", os.X_OK)
        elif words[:3] == ["python", "-m", "generator"]:
            assert command._parser().parse_args(words[3:]).command == "upstream"
        else:
            continue
        seen += 1
    assert seen >= 2


def test_the_dependency_groups_exist() -> None:
    groups = re.findall(r"--group (\w+)", "".join(path.read_text("utf-8") for path in WORKFLOWS))
    pins = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[dependency-groups]")[2]
    assert groups
    for group in groups:
        assert re.search(rf"^{group} = \[", pins, re.MULTILINE)


def test_every_python_that_is_promised_is_tested() -> None:
    promised = re.findall(
        r"Programming Language :: Python :: (3\.\d+)",
        (ROOT / "pyproject.toml").read_text(encoding="utf-8"),
    )
    jobs = description.load(ROOT / ".github" / "workflows" / "ci.yml", python=False).data["jobs"]
    assert jobs["versions"]["strategy"]["matrix"]["python"] == promised
