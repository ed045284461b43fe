"""The first program prints what is shown below it, and the pictures are up to date."""

from __future__ import annotations

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
    page = (
        "| measure | official | ours | ratio |\n| - | - | - | - |\n"
        "| a < b | 2 us | 1 us | 0.5 |\n| c | 1 B | 1 B | 1.0 |\n\n| another | table |\n"
    )
    assert list(figures["ratios"](page)) == [("a < b", 0.5), ("c", 1.0)]
    drawn = figures["plot"](page)
    assert drawn.count('height="15"') == 2
    assert "a &lt; b" in drawn
    assert ">0.50<" in drawn
