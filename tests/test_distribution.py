"""Tests of installing our package: the alias wheel, and the official package in the same place."""

from __future__ import annotations

import email.parser
import itertools
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

import ollama
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
VERSION = f"0.6.3+sdk.{ollama.__version__}"
SHARED = ("__init__.py", "_client.py", "_types.py", "_utils.py")

#: Short versions of another package's files with these names.
FOREIGN = {
    "__init__.py": "from ollama._client import Client\nfrom ollama._types import Message\n"
    "chat = Client.chat\n",
    "_client.py": "from ollama._types import Message\n"
    "from ollama._utils import convert_function_to_tool\n"
    "class Client:\n    def chat(self): ...\n",
    "_types.py": "class Message: ...\n",
    "_utils.py": "def convert_function_to_tool(): ...\n",
}


def execute(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    hidden = {"PYTHONPATH", "OLLAMA_HOST"}
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if name not in hidden},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command outside of the sources, and return its output."""
    done = execute(*command, cwd=cwd)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def build(project: Path, out: Path) -> Path:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out]
    run(*command, project, cwd=out)
    (wheel,) = out.glob("*.whl")
    return wheel


@pytest.fixture(scope="session")
def alias(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT / "proof" / "alias", tmp_path_factory.mktemp("alias"))


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("sdk"))


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """The Python of an environment with nothing installed."""
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    return tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"


def pip(python: Path, *arguments: str | Path) -> str:
    command = [sys.executable, "-m", "pip", "--quiet", "--python", python]
    return run(*command, *arguments, cwd=python.parent)


def say(python: Path, code: str) -> str:
    """Return the output of a program, or the last line of its error."""
    done = execute(python, "-c", code, cwd=python.parent)
    return (done.stdout or done.stderr).strip()


# ---------------------------------------------------------------------- the alias


def read_metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        return email.parser.Parser().parsestr(archive.read(name).decode())


def test_alias_has_the_name_of_the_official_client_and_our_version(alias: Path) -> None:
    metadata = read_metadata(alias)
    assert (metadata["Name"], metadata["Version"]) == ("ollama", VERSION)
    assert alias.name == f"ollama-{VERSION}-py3-none-any.whl"


def test_alias_needs_this_very_version_and_nothing_else(alias: Path) -> None:
    metadata = read_metadata(alias)
    assert metadata.get_all("Requires-Dist") == [f"ollama-sdk=={ollama.__version__}"]
    assert metadata["Requires-Python"] == ">=3.10"


def test_alias_holds_no_module(alias: Path) -> None:
    with zipfile.ZipFile(alias) as archive:
        names = archive.namelist()
    assert names
    assert all(name.startswith(f"ollama-{VERSION}.dist-info/") for name in names), names


def test_alias_fits_the_ranges_that_programs_ask_for() -> None:
    specifiers = pytest.importorskip("packaging.specifiers")
    for wanted in (">=0.6.2", "<1.0", ">=0.5,<1", "==0.6.3", "~=0.6"):
        assert specifiers.SpecifierSet(wanted).contains(VERSION), wanted


def test_with_both_installed_metadata_answers_for_both_names(
    alias: Path, wheel: Path, python: Path
) -> None:
    pip(python, "install", "--no-compile", wheel, alias)
    pip(python, "check")
    ask = "from importlib.metadata import version; print(version('ollama'), version('ollama-sdk'))"
    assert say(python, ask) == f"{VERSION} {ollama.__version__}"
    ask = "from importlib.metadata import requires; print(requires('ollama'))"
    assert say(python, ask) == f"['ollama-sdk=={ollama.__version__}']"
    pip(python, "uninstall", "--yes", "ollama")
    assert say(python, "import ollama; print(ollama.__version__)") == ollama.__version__


# ---------------------------------------------------------------------- a clash


#: Possible beginnings of a program.
BEGINNINGS = (
    "import ollama; ollama.chat",
    "from ollama import Message, Client",
    "from ollama._client import Client",
)


def mixtures() -> Iterator[Any]:
    """Yield all choices of shared files, except all and none, each with one of the beginnings."""
    choices = [foreign for n in (1, 2, 3) for foreign in itertools.combinations(SHARED, n)]
    for foreign, code in zip(choices, itertools.cycle(BEGINNINGS)):
        yield pytest.param(foreign, code, id=f"{'+'.join(foreign)}-{code}")


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "ollama", folder / "ollama", ignore=ignored)
    shutil.copytree(ROOT / "generated/ollama_client", folder / "ollama_client", ignore=ignored)
    return folder


@pytest.mark.parametrize(("foreign", "code"), list(mixtures()))
def test_mixture_is_refused_and_says_what_to_do(
    packages: Path, foreign: tuple[str, ...], code: str
) -> None:
    for name in SHARED:
        if name in foreign:
            (packages / "ollama" / name).write_text(FOREIGN[name])
        else:
            shutil.copy(ROOT / "ollama" / name, packages / "ollama" / name)
    done = execute(sys.executable, "-B", "-I", "-c", program(packages, code), cwd=packages)
    assert done.returncode == 1
    assert "\nImportError: ollama-sdk and the official ollama package" in done.stderr
    assert f"not from ollama-sdk: {', '.join(foreign)}\n" in done.stderr
    assert "pip uninstall ollama\n" in done.stderr


@pytest.mark.parametrize("foreign", [(), SHARED], ids=["ours", "theirs"])
def test_whole_package_is_not_refused(packages: Path, foreign: tuple[str, ...]) -> None:
    for name in SHARED:
        shutil.copy(ROOT / "ollama" / name, packages / "ollama" / name)
        if foreign:
            (packages / "ollama" / name).write_text(FOREIGN[name])
    code = "import ollama; ollama.chat; from ollama import Client, Message; print('fine')"
    assert run(sys.executable, "-B", "-I", "-c", program(packages, code), cwd=packages) == "fine\n"


def program(packages: Path, code: str) -> str:
    """Return a program that finds the packages of a folder before all installed ones."""
    return f"import sys; sys.path.insert(0, {str(packages)!r}); {code}"


def test_installed_after_the_official_client(wheel: Path, python: Path) -> None:
    pip(python, "install", "--no-compile", "ollama==0.6.3")
    pip(python, "install", "--no-compile", wheel)
    assert say(python, "import ollama; print(ollama.__version__)") == ollama.__version__
    pip(python, "uninstall", "--yes", "ollama")
    assert "cannot import name 'Client' from 'ollama'" in say(python, "from ollama import Client")
    pip(python, "install", "--no-compile", "--force-reinstall", "--no-deps", wheel)
    assert say(python, "import ollama; print(ollama.chat.__name__)") == "chat"


def test_installed_before_the_official_client(wheel: Path, python: Path) -> None:
    pip(python, "install", "--no-compile", wheel)
    pip(python, "install", "--no-compile", "ollama==0.6.3")
    assert "has no attribute '__version__'" in say(python, "import ollama; ollama.__version__")
    where = Path(say(python, "import ollama; print(ollama.__file__)"))
    shutil.copy(ROOT / "ollama/_types.py", where.with_name("_types.py"))
    error = say(python, "import ollama")
    assert "not from ollama-sdk: __init__.py, _client.py, _utils.py\n" in error
    pip(python, "uninstall", "--yes", "ollama")
    pip(python, "install", "--no-compile", "--force-reinstall", "--no-deps", wheel)
    assert say(python, "import ollama; print(ollama.chat.__name__)") == "chat"


def test_alias_is_installed_when_the_official_client_is_gone(
    alias: Path, wheel: Path, python: Path
) -> None:
    pip(python, "install", "--no-compile", "ollama==0.6.3")
    pip(python, "uninstall", "--yes", "ollama")
    pip(python, "install", "--no-compile", wheel, alias)
    pip(python, "check")
    assert say(python, "import ollama; print(ollama.chat.__name__)") == "chat"
    pip(python, "install", "--no-compile", "ollama>=0.6,<1")  # satisfied, so no download
    assert say(python, "import ollama; print(ollama.chat.__name__)") == "chat"
