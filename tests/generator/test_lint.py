"""Our own lint rules: each finds its kind of problem, and nothing in a spec without problems."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from generator.reserved_names import RESERVED_NAMES
from tests.patience import PATIENCE

from .support import BASE, ROOT

LINT = ROOT / "openapi" / "lint"
RULESET = LINT / "spectral.yaml"
BROKEN = LINT / "fixtures" / "broken.yaml"
SPECTRAL = LINT / "node_modules" / ".bin" / "spectral"

pytestmark = [
    pytest.mark.skipif(not SPECTRAL.exists(), reason="`make lint` installs Spectral"),
    pytest.mark.slow,
]

OURS = "ollama-"


def findings(*files: Path) -> Sequence[tuple[str, int]]:
    """Return the findings of our rules: rule and line."""
    done = subprocess.run(
        [SPECTRAL, "lint", "--quiet", "--format", "json", "--ruleset", RULESET, *files],
        cwd=LINT,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return [
        (found["code"], found["range"]["start"]["line"] + 1)
        for found in json.loads(done.stdout)
        if str(found["code"]).startswith(OURS)
    ]


@pytest.fixture(scope="module")
def found() -> Sequence[tuple[str, int]]:
    return findings(BROKEN)


def test_each_rule_finds_what_the_fixture_breaks(found: Sequence[tuple[str, int]]) -> None:
    lines = BROKEN.read_text(encoding="utf-8").splitlines()
    expected = {
        (rule, number)
        for number, line in enumerate(lines, 1)
        for rule in re.findall(r"ollama-[\w-]+", line.partition("#")[2])
    }
    assert set(found) == expected


def test_the_fixture_breaks_every_rule(found: Sequence[tuple[str, int]]) -> None:
    rules = yaml.safe_load(RULESET.read_text(encoding="utf-8"))["rules"]
    assert {rule for rule, _ in found} == {rule for rule in rules if rule.startswith(OURS)}


def test_nothing_is_found_in_a_spec_that_keeps_the_rules(tmp_path: Path) -> None:
    good = tmp_path / "good.yaml"
    good.write_text(BASE, encoding="utf-8")
    assert findings(good) == []


def test_the_reserved_names_are_those_of_the_generator() -> None:
    rules = yaml.safe_load(RULESET.read_text(encoding="utf-8"))["rules"]
    pattern = rules["ollama-reserved-name"]["then"]["functionOptions"]["notMatch"]
    assert pattern == f"^(?:{'|'.join(sorted(RESERVED_NAMES))})$"


def test_rules_that_are_switched_off_are_listed_with_their_files() -> None:
    redocly = yaml.safe_load((LINT / "redocly.yaml").read_text(encoding="utf-8"))
    spectral = yaml.safe_load(RULESET.read_text(encoding="utf-8"))
    off = {
        (Path(api["root"]).name, rule)
        for api in redocly["apis"].values()
        for rule, level in api.get("rules", {}).items()
        if level is False  # `off` in YAML.
    } | {
        (Path(file).name, rule)
        for override in spectral["overrides"]
        for file in override["files"]
        for rule, level in override["rules"].items()
        if level is False  # `off` in YAML.
    }
    readme = (LINT.parent / "README.md").read_text(encoding="utf-8")
    rows = [line for line in readme.splitlines() if line.startswith("| `openapi-3.")]
    listed = {
        (file, rule)
        for row in rows
        for file in re.findall(r"`(openapi-[\w.-]+)`", row.split("|")[1])
        for rule in re.findall(r"`([\w-]+)`", row.split("|")[2])
    }
    assert len(off) >= 5
    assert off == listed
