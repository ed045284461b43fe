"""Tests that the first program prints what the page shows, and that pictures are up to date."""

from __future__ import annotations

import json
import re
import runpy
from contextlib import closing
from pathlib import Path

import pytest

from ollama.testing import OllamaServer
from tests.programs import Programs, user_environment

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("page", ["README.md", "docs/index.md"])
def test_the_first_program_prints_what_is_shown(page: str, tmp_path: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    shown = re.search(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", text, re.M | re.S)
    assert shown is not None
    code, output = shown.groups()
    (program := tmp_path / "program.py").write_text(code, encoding="utf-8")
    with OllamaServer() as server:
        chat, answer = output.splitlines()
        server.reply(chat)
        server.reply(tool_calls=[{"name": "temperature", "arguments": {"city": "Lisbon"}}])
        server.reply(answer)
        with closing(Programs()) as programs:
            environment = user_environment(OLLAMA_HOST=server.url)
            printed = programs.run(str(program), folder=tmp_path, environment=environment)
        result = server.requests[-1].json["messages"][-1]
    assert printed == output
    assert result["content"] == "21 degrees in Lisbon"


def test_pictures_are_up_to_date() -> None:
    figures = runpy.run_path(str(ROOT / "docs" / "_site" / "figures.py"))
    for path, text in figures["pictures"]().items():
        assert path.read_text(encoding="utf-8") == text, "run `make pictures`"


def test_the_plot_has_a_bar_for_each_measure() -> None:
    figures = runpy.run_path(str(ROOT / "docs" / "_site" / "figures.py"))
    row = {"name": "a < b", "extra": "", "limit": None, "target": 0.6, "extra_target": None}
    array = {**row, "name": "list", "extra": "arrays", "target": None, "extra_target": 0.2}
    limited = {**row, "name": "limited", "limit": 5}
    data = json.dumps(
        {
            "conditions": {"date": "2026-11-29 07:00 UTC"},
            "targets": [
                {"row": row, "samples": {"official": [2, 3], "ours": [9, 1]}},
                {"row": array, "samples": {"official": [4], "ours": [8], "ours-arrays": [1]}},
                {"row": limited, "samples": {"official": [4], "ours": [1]}},
            ],
        }
    )
    assert list(figures["ratios"](data)) == [
        *(("a < b", 0.5, 0.6), ("list", 2.0, None)),
        ("list [arrays]", 0.25, 0.2),
    ]
    drawn = figures["plot"](data)
    assert drawn.count('height="15"') == 3
    assert "2026-11-29<" in drawn
    assert ">2.00<" in drawn
    assert "a &lt; b" in drawn
    assert ">0.50<" in drawn
