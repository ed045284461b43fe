"""docs/other-languages.md and its pages show the targets, versions and code that are tested."""

from __future__ import annotations

import json
import re

import pytest

from clients.core import HERE, ROOT
from clients.matrix import Result
from clients.table import markdown
from clients.targets import TARGETS

PAGES = ROOT / "docs" / "languages"
INDEX = (ROOT / "docs" / "other-languages.md").read_text(encoding="utf-8")


def page(language: str) -> str:
    name = language.lower().replace("#", "sharp")
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def test_the_table_has_a_row_for_each_target_and_flavour_and_no_other():
    head, _, *rows = [line[2:-2].split(" | ") for line in INDEX.splitlines() if line[:2] == "| "][
        -sum(len(target.flavours) for target in TARGETS) - 2 :
    ]
    results = [Result(target, flavour) for target in TARGETS for flavour in target.flavours]
    expected, _, *wanted = [line[2:-2].split(" | ") for line in markdown(results).splitlines()]
    assert head == expected
    assert [(*row[:4], *row[8:]) for row in rows] == [(*row[:4], *row[8:]) for row in wanted]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_language_has_a_page(target):
    assert page(target.language).startswith(f"# {target.language}\n")
    assert f"(languages/{target.language.lower().replace('#', 'sharp')}.md)" in INDEX


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_the_pins_are_the_versions_of_the_table(target):
    if target.language in {"TypeScript", "Python"} and target.name != "ours":
        node = json.loads((HERE / "typescript" / "package.json").read_text(encoding="utf-8"))
        python = (HERE / "python" / "requirements.txt").read_text(encoding="utf-8")
        pins = [f"=={version}" for version in node["devDependencies"].values()]
        assert f"=={target.version}" in "\n".join([*pins, python])
        assert target.version in page(target.language)


def test_lock_files_name_no_registry():
    lock = (HERE / "typescript" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock


def test_the_typescript_page_streams_as_the_program_does():
    program = (HERE / "typescript" / "program.ts").read_text(encoding="utf-8")
    shown = re.findall(r"```typescript\n(.*?)```", page("TypeScript"), re.DOTALL)[1]
    for function in shown.strip().split("\n\n"):
        assert function in program
