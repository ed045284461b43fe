"""Tests that the pages for other languages show the code that the matrix runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from proof.clients.pages import EXPECTED, NEEDS, program
from proof.clients.targets import TARGETS

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "languages"
PROGRAMS = {
    "go": ROOT / "proof" / "clients" / "go" / "program" / "main.go",
    "rust": ROOT / "proof" / "clients" / "rust" / "src" / "bin" / "program.rs",
    "java": ROOT / "proof" / "clients" / "java" / "Program.java",
}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def lines(text: str) -> list[str]:
    """Return the lines without indentation, because a page may show the body of a function."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def blocks(page: str, language: str) -> list[str]:
    """Return the blocks of a page after the program at its start."""
    text = (PAGES / f"{page}.md").read_text(encoding="utf-8")
    rest = text.partition("## A program\n")[2].partition("\n## ")[2]
    return [block for kind, block in BLOCK.findall(rest) if kind == language]


@pytest.mark.parametrize("language", PROGRAMS)
def test_code_of_a_page_is_part_of_the_program_that_runs(language: str) -> None:
    program = "\n".join(lines(PROGRAMS[language].read_text(encoding="utf-8")))
    shown = blocks(language, language)
    assert shown
    for block in shown:
        assert "\n".join(lines(block)) in program


@pytest.mark.parametrize("language", NEEDS)
def test_page_starts_with_a_program_to_paste(language: str) -> None:
    """It is built and run by `make clients`. This only checks that all of it is found."""
    text = (PAGES / f"{language.lower()}.md").read_text(encoding="utf-8")
    shown = program(language)
    assert text.startswith(f"# {language}\n\n## A program\n")
    assert len(shown.files) >= 2
    assert shown.description.is_file()
    assert shown.description.name in shown.commands + "".join(shown.files.values())
    section = text.partition("\n## ")[2].partition("\n## ")[0]
    assert len(BLOCK.findall(section)) == len(shown.files) + 1
    source = max(shown.files.values(), key=len)
    assert EXPECTED.splitlines()[0] not in source
    for word in ("Why is the sky blue?", "Count to three.", "http://127.0.0.1:11434"):
        assert word in "".join(shown.files.values())


@pytest.mark.parametrize("language", PROGRAMS)
def test_page_names_the_versions_that_the_matrix_runs(language: str) -> None:
    text = (PAGES / f"{language}.md").read_text(encoding="utf-8")
    targets = [target for target in TARGETS if target.language.lower() == language]
    assert targets
    for target in targets:
        assert f"{target.tool.partition(',')[0]}" in text
        assert target.version in text


@pytest.mark.parametrize("language", PROGRAMS)
def test_commands_of_a_page_have_the_options_that_the_matrix_uses(language: str) -> None:
    source = (ROOT / "proof" / "clients" / "targets" / f"{language}.py").read_text(encoding="utf-8")
    properties = re.findall(r"(\w+)=(?:\"(?:true|false)\"|_PACKAGE|_CRATE)[,)]", source)
    commands = "\n".join(blocks(language, "sh"))
    assert properties
    for name in properties:
        if name != "hideGenerationTimestamp":  # Only used to compare two runs.
            assert f"{name}=" in commands


def test_pins_of_the_go_module_are_the_versions_of_the_targets() -> None:
    pins = (ROOT / "proof" / "clients" / "go" / "go.mod").read_text(encoding="utf-8")
    version = next(target.version for target in TARGETS if target.name == "oapi-codegen")
    assert f"github.com/oapi-codegen/oapi-codegen/v2 v{version} " in pins
