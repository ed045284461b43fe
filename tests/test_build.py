"""Tests of the built distributions: their content, and that the installed wheel works."""

from __future__ import annotations

import configparser
import email.parser
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from pathlib import Path

import pytest

import ollama
from tests.patience import PATIENCE

# Building and installing takes longer than all of these tests.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]

PROGRAM = """
import ollama, ollama_client
from ollama.testing import OllamaServer

with OllamaServer() as server:
    server.reply("It works")
    with ollama.Client(server.url) as client:
        print(client.chat("llama3.2", "Hi").message.content)
    (request,) = server.requests
    assert request.path == "/api/chat"
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command outside of the sources, and return its output."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environ,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both distributions, built once. The wheel is built from the sdist."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return out


@pytest.fixture(scope="session")
def wheel(dist: Path) -> Path:
    (wheel,) = dist.glob("*.whl")
    return wheel


@pytest.fixture(scope="session")
def files(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        assert archive.testzip() is None
        return set(archive.namelist())


@pytest.fixture(scope="session")
def info(files: set[str], wheel: Path) -> dict[str, str]:
    """The files of the wheel's metadata folder, by name."""
    with zipfile.ZipFile(wheel) as archive:
        return {
            name.partition(".dist-info/")[2]: archive.read(name).decode()
            for name in files
            if ".dist-info/" in name
        }


@pytest.fixture(scope="session")
def metadata(info: dict[str, str]) -> Message:
    return email.parser.Parser().parsestr(info["METADATA"])


def sources(*folders: str) -> set[str]:
    """Return the modules and other files of packages, as paths inside the wheel."""
    found: set[str] = set()
    for folder in folders:
        parent = (ROOT / folder).parent
        found |= {
            path.relative_to(parent).as_posix()
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
    return found


def test_wheel_holds_both_packages_and_nothing_else(files: set[str]) -> None:
    modules = {name for name in files if ".dist-info/" not in name}
    assert modules == sources("ollama", "generated/ollama_client")
    assert {"ollama/py.typed", "ollama_client/py.typed"} <= modules
    assert {"ollama/__init__.py", "ollama/testing/__main__.py"} <= modules
    assert "ollama_client/models/message.py" in modules


def test_wheel_has_a_license_and_the_readme(info: dict[str, str], metadata: Message) -> None:
    assert info["licenses/LICENSE"] == (ROOT / "LICENSE").read_text()
    assert metadata["License-Expression"] == "MIT"
    assert (ROOT / "README.md").read_text().strip() in str(metadata.get_payload())


def test_wheel_says_what_it_needs(metadata: Message) -> None:
    assert metadata["Name"] == "ollama-sdk"
    assert metadata["Requires-Python"] == ">=3.10"
    needed = {re.split(r"[^\w-]", one)[0]: one for one in metadata.get_all("Requires-Dist", [])}
    extras = {name for name, one in needed.items() if "extra ==" in one}
    optional = {"mcp", "numpy", "opentelemetry-api", "pysimdjson", "tqdm"}
    assert extras == {*optional, "aiohttp", "httpx-aiohttp"}
    always = {"attrs", "docstring-parser", "httpcore", "httpx", "msgspec", "sniffio"}
    assert needed.keys() - extras == always


def test_version_is_written_alike_everywhere(metadata: Message, wheel: Path) -> None:
    assert metadata["Version"] == ollama.__version__
    assert f'\nversion = "{ollama.__version__}"\n' in (ROOT / "pyproject.toml").read_text()
    assert f"\nversion: {ollama.__version__}\n" in (ROOT / "CITATION.cff").read_text()
    alias = (ROOT / "proof/alias/pyproject.toml").read_text()
    assert f'+sdk.{ollama.__version__}"\n' in alias
    assert f'"ollama-sdk=={ollama.__version__}"' in alias
    assert f"-{ollama.__version__}-" in wheel.name
    assert wheel.name.endswith("-py3-none-any.whl")


def test_pytest_plugin_is_registered(info: dict[str, str]) -> None:
    entry_points = configparser.ConfigParser()
    entry_points.read_string(info["entry_points.txt"])
    assert dict(entry_points["pytest11"]) == {"ollama": "ollama.testing.pytest_plugin"}


def test_sdist_holds_what_makes_the_packages(dist: Path) -> None:
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "LICENSE",
        "Makefile",
        "README.md",
        "generated/ollama_client/GENERATED.json",
        "generated/ollama_client/py.typed",
        "generator/__main__.py",
        "ollama/py.typed",
        "openapi/ollama.yaml",
        "pyproject.toml",
        "runtime/model.py",
        "templates/model.py.jinja",
        "tests/test_build.py",
    } <= names
    unwanted = (".venv", "__pycache__", "node_modules", ".git", ".mypy_cache", ".hypothesis")
    assert not [name for name in names if set(name.split("/")) & set(unwanted)]
    assert not [name for name in names if name.startswith("dist/")]


def test_wheel_works_where_it_is_installed(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    pip = (sys.executable, "-m", "pip", "--quiet", "--python", python)
    run(*pip, "install", "--no-compile", wheel, cwd=tmp_path)
    run(*pip, "check", cwd=tmp_path)
    assert run(python, "-W", "error", "-c", PROGRAM, cwd=tmp_path) == "It works\n"
    assert "--port" in run(python, "-m", "ollama.testing", "--help", cwd=tmp_path)
    where = run(python, "-c", "import ollama; print(ollama.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(tmp_path)
