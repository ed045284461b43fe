"""Tests that the pytest plugin needs no optional package."""

from __future__ import annotations

import subprocess
import sys

#: Makes the packages of the extras as good as absent, and loads what the plugin loads.
PROGRAM = """
import sys
for name in ("aiohttp", "httpx_aiohttp", "mcp", "numpy", "opentelemetry", "simdjson", "tqdm"):
    sys.modules[name] = None
import ollama.testing.pytest_plugin as plugin
plugin._load_all()
"""


def test_the_plugin_loads_without_the_extras() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
