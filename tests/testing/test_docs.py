"""Runs the examples of docs/testing.md unchanged."""

import os
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.programs import Programs, user_environment

ROOT = Path(__file__).parents[2]
EXAMPLES = re.findall(
    r"^```python\n(.*?)^```$", (ROOT / "docs" / "testing.md").read_text(), re.MULTILINE | re.DOTALL
)


def test_there_are_examples():
    assert len(EXAMPLES) >= 5


@pytest.fixture(scope="module")
def programs() -> Iterator[Programs]:
    with closing(Programs()) as running:
        yield running


@pytest.mark.parametrize("code", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_runs(programs: Programs, code: str, tmp_path: Path):
    path = tmp_path / "test_example.py"
    path.write_text(code)
    command = [str(path)]
    if "def test_" in code:
        options = ["-q", "-p", "ollama.testing.pytest_plugin", "-c", os.devnull]
        command = ["-m", "pytest", *options, "-p", "no:cacheprovider", *command]
    environment = user_environment(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    programs.run(*command, folder=tmp_path, environment=environment)
