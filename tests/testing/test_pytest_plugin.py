"""The fixtures, used by a user's test in a separate process."""

import os
import subprocess
import sys
from pathlib import Path

from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]

USERS_TEST = """
import os
import urllib.request

seen = []

def ask(url):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{url}/api/version") as response:
        return response.status

def test_server(ollama_server):
    seen.append(ollama_server)
    assert ask(ollama_server.url) == 200
    assert len(ollama_server.requests) == 1
    assert os.environ["OLLAMA_HOST"] == "before"

def test_another_server(ollama_server):
    assert ollama_server is not seen[0]
    assert ollama_server.requests == []

def test_host(ollama_host, ollama_server):
    assert os.environ["OLLAMA_HOST"] == ollama_host == ollama_server.url
    assert ask(ollama_host) == 200

def test_afterwards():
    assert os.environ["OLLAMA_HOST"] == "before"
"""

REPLACING_TEST = """
import sys
from unittest import mock

import ollama

def test_a_name_first_used_without_the_import_system():
    with mock.patch("builtins.__import__"):
        assert issubclass(ollama.ResponseError, Exception)

def test_modules_that_are_forgotten():
    with mock.patch.dict(sys.modules):
        client = ollama.Client("h")._client
    import httpx
    assert isinstance(client, httpx.Client)
    assert isinstance(ollama.Options(seed=1), ollama.Options)
"""

#: Makes the packages of the extras impossible to import, and loads what the plugin loads.
WITHOUT_EXTRAS = """
import sys
for name in ("aiohttp", "httpx_aiohttp", "mcp", "numpy", "opentelemetry", "simdjson", "tqdm"):
    sys.modules[name] = None
import ollama.testing.pytest_plugin as plugin
plugin._load_all()
"""


def test_the_fixtures(tmp_path: Path):
    assert_passes(tmp_path, USERS_TEST, 4)


def test_all_is_loaded_before_tests_replace_the_import_system(tmp_path: Path):
    assert_passes(tmp_path, REPLACING_TEST, 2)


def assert_passes(tmp_path: Path, text: str, count: int):
    (tmp_path / "test_users.py").write_text(text)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "generated")]),
        "OLLAMA_HOST": "before",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    arguments = [
        "-W",
        "error",
        "-q",
        "-p",
        "ollama.testing.pytest_plugin",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments, "-c", os.devnull, str(tmp_path)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert f"{count} passed" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


def test_it_loads_without_the_extras() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRAS],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
