"""Tests that docs/other-languages.md and its pages show the tested targets, versions and code."""

from __future__ import annotations

import json

import pytest

from proof.clients.core import HERE, ROOT
from proof.clients.matrix import NEEDED, WIRE_GOALS, Result
from proof.clients.table import markdown
from proof.clients.targets import TARGETS

PAGES = ROOT / "docs" / "languages"
INDEX = (ROOT / "docs" / "other-languages.md").read_text(encoding="utf-8")


def page(language: str) -> str:
    name = language.lower().replace("#", "sharp")
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def rows(markdown: str) -> list[list[str]]:
    """Return the cells of the table with a row for each target and flavour."""
    lines = [line[2:-2].split(" | ") for line in markdown.splitlines() if line.startswith("| ")]
    first = next(place for place, cells in enumerate(lines) if cells[0] == "generator")
    return lines[first:]


def test_the_table_has_a_row_for_each_target_and_flavour_and_no_other():
    results = [Result(target, flavour) for target in TARGETS for flavour in target.flavours]
    (head, _, *shown), (expected, _, *wanted) = rows(INDEX), rows(markdown(results))
    assert head == expected
    assert [(*row[:4], *row[8:]) for row in shown] == [(*row[:4], *row[8:]) for row in wanted]


@pytest.mark.parametrize("flavour", WIRE_GOALS)
def test_the_totals_are_those_of_the_table(flavour):
    _, _, *shown = rows(INDEX)
    ran = [row for row in shown if row[3] == flavour]
    limited = {target.tool for target in TARGETS if target.wire_limit}
    measured = [row for row in ran if row[2] in NEEDED and row[6] != "-"]
    counted = [row[6].split("/") for row in measured if row[0] not in limited]
    kept, total = (sum(int(pair[side]) for pair in counted) for side in (0, 1))
    text = " ".join(INDEX.replace(" bodies", "").split())
    assert f"{kept} of {total} ({kept / total:.1%})" in text
    compiled = sum(row[5] != "no" for row in ran)
    assert f"{'All' if compiled == len(ran) else f'{compiled} of'} {len(ran)}" in text


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_language_has_a_page(target):
    assert page(target.language).startswith(f"# {target.language}\n")
    assert f"(languages/{target.language.lower().replace('#', 'sharp')}.md)" in INDEX


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_the_pins_are_the_versions_of_the_table(target):
    if target.language in {"TypeScript", "Python"} and target.name != "ours":
        files = (HERE / "typescript").glob("**/package.json")
        node = [json.loads(file.read_text(encoding="utf-8")) for file in files]
        python = (HERE / "python" / "requirements.txt").read_text(encoding="utf-8")
        pins = [f"=={version}" for file in node for version in file["devDependencies"].values()]
        assert f"=={target.version}" in "\n".join([*pins, python])
        assert target.version in page(target.language)


def test_lock_files_name_no_registry():
    locks = list((HERE / "typescript").glob("**/package-lock.json"))
    assert len(locks) == 2
    for lock in locks:
        assert '"resolved"' not in lock.read_text(encoding="utf-8")
