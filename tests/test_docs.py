"""The examples of the documentation run as they stand there, against the embedded server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ollama.testing import OllamaServer
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[1]

#: Pages whose every Python example is a program of its own.
PAGES = (
    "chat.md",
    "recipes.md",
    "streams.md",
    "structured-output.md",
    "tool-loop.md",
    "tools.md",
)

EXAMPLES = [
    pytest.param(code, id=f"{page}-{number}")
    for page in PAGES
    for number, code in enumerate(
        re.findall(
            r"^```python\n(.*?)^```$", (ROOT / "docs" / page).read_text(), re.MULTILINE | re.DOTALL
        )
    )
]


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_runs(code: str, tmp_path: Path) -> None:
    path = tmp_path / "example.py"
    path.write_text(code)
    with OllamaServer() as server:
        environment = {
            **{name: value for name, value in os.environ.items() if "proxy" not in name.lower()},
            "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "generated"))),
            "OLLAMA_HOST": server.url,
        }
        done = subprocess.run(
            [sys.executable, "-W", "error", str(path)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    # Those with a server of their own, or with none, ask nothing of this one.
    assert server.requests or "OllamaServer()" in code or "example.com" in code or "FastAPI" in code
