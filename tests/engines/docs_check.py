"""Runs the programs of `docs/engines.md` unchanged: `make test-engines`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ollama.testing import OllamaServer
from tests.engines.load import RAY_ENVIRONMENT, engine
from tests.patience import PATIENCE
from tests.programs import user_environment

PAGE = Path(__file__).parents[2] / "docs/engines.md"
PROGRAMS = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("code", PROGRAMS, ids=range(len(PROGRAMS)))
def test_a_program_runs(code: str, tmp_path: Path) -> None:
    engine("ray" if "ray.data" in code else "dask")
    with OllamaServer() as first, OllamaServer() as second:
        for host, server in (("http://gpu-1:11434", first), ("http://gpu-2:11434", second)):
            assert host in code
            code = code.replace(host, server.url)
        program = tmp_path / "program.py"
        program.write_text(code)
        done = subprocess.run(
            [sys.executable, program],
            env=user_environment(**RAY_ENVIRONMENT),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Sentence" in done.stdout or "city" in done.stdout or "sky" in done.stdout
        asked = [it.path for it in (*first.requests, *second.requests)]
        assert "/api/embed" in asked or "/api/chat" in asked
