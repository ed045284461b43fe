"""Tests that the commands of docs/regenerating.md print what the page shows, on a copy."""

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
    "docs",
    "generated",
    "generator",
    "ollama",
    "openapi",
    "pyproject.toml",
    "runtime",
    "templates",
    "tests/generator/upstream",
)

#: The commands of `make generate`, without creating environments.
GENERATE = "python -m generator"

#: Parts that change with the date and with the size of the description.
VARIES = ((r"\d{4}-\d\d-\d\d", "DATE"), (r"\d+ (operations|models)\b", r"N \1"))


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def steps() -> list[tuple[str, list[str]]]:
    """Return the commands of the page, each with the lines that it should print."""
    found: list[tuple[str, list[str]]] = []
    for block in blocks("console"):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = step.splitlines()
            # An open quote continues on the next line.
            last = next(n for n in range(len(lines)) if "\n".join(lines[: n + 1]).count('"') != 1)
            found.append(("\n".join(lines[: last + 1]), lines[last + 1 :]))
    return found


def constant(text: str) -> str:
    for pattern, word in VARIES:
        text = re.sub(pattern, word, text)
    return text


def take_back(folder: Path) -> bool:
    """Restore the description that the page starts with. Return whether it was different.

    A user who followed the page has made its edit, and a release has another version than the
    page. Neither makes the page wrong.
    """
    (edit,) = blocks("diff")
    before = description_of(folder)
    command = ["git", "apply", "--reverse", "-"]
    subprocess.run(command, cwd=folder, input=edit, text=True, capture_output=True, check=False)
    versions = [re.search(rf'^[{sign}]  version: "(.+)"$', edit, re.MULTILINE) for sign in "-+"]
    old, new = (found[1] for found in versions if found is not None)
    current = re.search(r'^  version: "(.+)"$', before["ollama.yaml"], re.MULTILINE)
    assert current is not None
    for path in (folder / "openapi").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for other in {current[1], new} - {old}:
            text = text.replace(f'"{other}"', f'"{old}"')
        path.write_text(text, encoding="utf-8", newline="\n")
    return description_of(folder) != before


def description_of(folder: Path) -> dict[str, str]:
    root = folder / "openapi"
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in root.rglob("*.yaml")
        if "node_modules" not in path.parts
    }


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
    if take_back(tmp_path):
        assert run(GENERATE, tmp_path)[0] == 0
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


def test_following_the_page_does_not_make_it_untrue(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("node_modules", "dist")
    shutil.copytree(ROOT / "openapi", tmp_path / "openapi", ignore=ignored)
    take_back(tmp_path)
    before = description_of(tmp_path)
    (edit,) = blocks("diff")
    assert run("git apply -", tmp_path, edit) == (0, "")
    assert description_of(tmp_path) != before
    assert take_back(tmp_path)
    assert description_of(tmp_path) == before


def test_a_release_does_not_make_the_page_untrue(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("node_modules", "dist")
    shutil.copytree(ROOT / "openapi", tmp_path / "openapi", ignore=ignored)
    take_back(tmp_path)
    root = tmp_path / "openapi" / "ollama.yaml"
    text = root.read_text(encoding="utf-8")
    root.write_text(re.sub(r'^  version: ".+"$', '  version: "0.99.0"', text, flags=re.M))
    assert take_back(tmp_path)
    assert root.read_text(encoding="utf-8") == text


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
