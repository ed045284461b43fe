"""Tests of the files themselves: nothing of one machine in them, docstrings, and links."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: Traces of the machine that a file was written on. None of the patterns matches itself.
MACHINE_PATHS = re.compile(
    rb"(?<![\w./-])/(?:root|home|work|Users|opt)/[\w.]|\b[A-Z]:\\\\?(?:Users|work)\b"
)
REGISTRIES = re.compile(
    rb"(?:index|extra-index)-url[ =]|find-links[ =]|PIP_(?:INDEX|EXTRA|FIND)_|"
    rb"[\w-]*(?:artifactory|devpi|nexus)[\w-]*\.[a-z]{2,}|"
    rb"\bpypi\.[a-z]|/simple/?[\"'\s]|registry\.npm|\bpythonhosted\.|\bcrates\.io\b",
    re.IGNORECASE,
)

LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def tracked(*patterns: str) -> list[Path]:
    """Return the files of the repository, without ignored ones."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no git checkout")
    names = listed.stdout.decode().split("\0")
    return sorted(path for name in names if name and (path := ROOT / name).is_file())


def found(pattern: re.Pattern[bytes]) -> list[str]:
    hits: list[str] = []
    for path in tracked():
        for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
            if match := pattern.search(line):
                hits.append(f"{path.relative_to(ROOT)}:{number}: {match[0].decode()}")
    return hits


@pytest.mark.parametrize(
    ("text", "machine"),
    [
        ("cd " + "/ro" + "ot/x", True),
        ("'" + "/ho" + "me/ada/x'", True),
        ("C:" + "\\Use" + "rs\\ada", True),
        ("see docs" + "/wo" + "rk/x", False),
        ("https://host" + "/ho" + "me/x", False),
    ],
)
def test_pattern_of_machine_paths_finds_them(text: str, machine: bool) -> None:
    assert bool(MACHINE_PATHS.search(text.encode())) is machine


def test_no_file_names_a_path_of_a_machine() -> None:
    assert found(MACHINE_PATHS) == []


@pytest.mark.parametrize(
    ("text", "registry"),
    [
        ("pip install --index" + "-url https://host/", True),
        ("https://host/sim" + "ple/ ", True),
        ("https://py" + "pi.corp.example/", True),
        ("https://py" + "pi.org/project/x", True),
        ("publish it on PyPI. Then wait", False),
        ("a simple/plain case", False),
    ],
)
def test_pattern_of_registries_finds_them(text: str, registry: bool) -> None:
    assert bool(REGISTRIES.search(text.encode())) is registry


def test_no_file_names_a_package_registry() -> None:
    assert found(REGISTRIES) == []


def test_every_module_begins_with_a_docstring() -> None:
    modules = tracked("ollama/*.py", "generator/*.py", "generated/*.py", "tests/*.py")
    assert len(modules) > 50
    missing: list[str] = []
    for path in modules:
        lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
        if not re.match(r'r?"""\S', lines[0]):
            missing.append(str(path.relative_to(ROOT)))
    assert missing == []


def test_generated_files_say_so_and_others_do_not() -> None:
    headers = {
        ROOT / "generated/ollama_client/_runtime": "# Copied from runtime/",
        ROOT / "generated": "# Rendered from openapi/ollama.yaml",
        ROOT / "ollama/_methods": "# Rendered from openapi/ollama.yaml",
        ROOT / "ollama/_sync": "# Rendered from ollama/_async/",
    }
    for path in tracked("*.py"):
        wanted = next((it for folder, it in headers.items() if path.is_relative_to(folder)), None)
        text = path.read_text()
        if "golden" in path.parts:
            continue
        if wanted:
            assert text.startswith(wanted), path
        else:
            assert not text.startswith(tuple(headers.values())), path


def links(path: Path) -> list[str]:
    return LINK.findall(CODE.sub("", path.read_text()))


def anchors(path: Path) -> set[str]:
    """Return the anchors of a Markdown file's headings."""
    headings = re.findall(r"^#+ +(.+?) *#*$", path.read_text(), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)
    return set(plain)


def test_relative_links_of_the_documentation_resolve() -> None:
    pages = tracked("*.md")
    assert ROOT / "README.md" in pages
    broken: list[str] = []
    checked = 0
    for page in pages:
        for link in links(page):
            if re.match(r"[a-z][a-z0-9+.-]*:", link):
                continue
            checked += 1
            name, _, anchor = link.partition("#")
            target = (page.parent / name).resolve() if name else page
            exists = target.exists() and target.is_relative_to(ROOT)
            if not exists or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
                broken.append(f"{page.relative_to(ROOT)}: {link}")
    assert broken == []
    assert checked > 0
