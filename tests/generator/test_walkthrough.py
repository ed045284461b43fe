"""docs/regenerating.md is true: its commands run on a copy, and print what the page shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE

from .support import ROOT

PAGE = (ROOT / "docs" / "regenerating.md").read_text(encoding="utf-8")

COPIED = (
    "Makefile",
    "generated",
    "generator",
    "openapi",
    "pyproject.toml",
    "runtime",
    "templates",
    "tests/generator/upstream",
)

#: What `make generate` comes down to; environments are not made in a test.
GENERATE = "python -m generator"

#: What changes with the day and with the size of the description.
VARIES = ((r"\d{4}-\d\d-\d\d", "DATE"), (r"\d+ (operations|models)\b", r"N \1"))


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def steps() -> list[tuple[str, list[str]]]:
    """Return the commands of the page, each with the lines that it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for block in blocks("console"):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = step.splitlines()
            # A quote that is open goes on in the next line.
            last = next(n for n in range(len(lines)) if "\n".join(lines[: n + 1]).count('"') != 1)
            found.append(("\n".join(lines[: last + 1]), lines[last + 1 :]))
    return found


def constant(text: str) -> str:
    for pattern, word in VARIES:
        text = re.sub(pattern, word, text)
    return text


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    if not shutil.which("git"):
        pytest.skip("the page uses git")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(source, tmp_path / name, ignore=ignored)
        else:
            shutil.copy(source, tmp_path / name)
    for command in (
        "git init -q",
        "git add .",
        "git -c user.name=a -c user.email=a@example.org commit -qm first",
    ):
        assert run(command, tmp_path)[0] == 0
    return tmp_path


def run(command: str, folder: Path, given: str | None = None) -> tuple[int, str]:
    command = re.sub(r"\bpython\b", f'"{sys.executable}"', command)
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        input=given,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.stderr == "", done.stderr
    return done.returncode, done.stdout


@pytest.mark.slow
def test_the_page_is_true(copy: Path) -> None:
    (edit,) = blocks("diff")
    assert run("git apply -", copy, edit) == (0, "")
    targets = set(re.findall(r"^([a-z-]+):", (copy / "Makefile").read_text("utf-8"), re.MULTILINE))
    seen = {GENERATE: 0}
    for command, shown in steps():
        if command.startswith("make "):
            target = command.removeprefix("make ")
            assert target in targets
            if target != "generate":
                assert not shown
                continue
        real = GENERATE if command == "make generate" else command
        code, printed = run(real, copy)
        assert code == (1 if " diff HEAD:" in real else 0)
        lines = constant(printed).splitlines()
        if real == GENERATE:
            assert {constant(line) for line in shown} <= set(lines)
            seen[GENERATE] += 1
        else:
            assert lines == constant("\n".join(shown)).splitlines(), printed
    assert seen == {GENERATE: 1}
    assert run("python -m generator --check", copy)[0] == 0


def test_every_kind_of_step_is_on_the_page() -> None:
    commands = [command.split("\n")[0] for command, _ in steps()]
    assert "python -m generator diff HEAD:openapi/ollama.yaml" in commands
    assert any(command.startswith("python -m generator upstream ") for command in commands)
    assert [c for c in commands if c.startswith("make")] == [
        "make generate",
        "make check",
        "make test",
        "make build",
    ]
