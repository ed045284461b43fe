"""Tests that imports between the parts of the facade only run in one direction."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: The parts that each part may import, from bottom to top. The package itself, whose `__init__.py`
#: imports names from everywhere, has its own name.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "_version": (),
    "_core": ("_version",),
    "_methods.official": (),
    "_types": ("_core", "_methods.official"),
    "_schemas": ("_core",),
    "_output": ("_core", "_types", "_schemas"),
    "_tools": ("_core", "_types", "_schemas", "_output"),
    "_utils": ("_core", "_types", "_schemas", "_tools"),
    "_methods.shapes": ("_core",),
    "_modelfile": ("_core",),
    "_batch": ("_core",),
    "_arguments": ("_core", "_methods.shapes", "_modelfile"),
    "_methods.keywords": ("_core", "_arguments"),
    "_sending": ("_core", "_types", "_output", "_tools"),
    "_async": (
        "_core",
        "_output",
        "_tools",
        "_modelfile",
        "_batch",
        "_sending",
        "_methods.keywords",
    ),
    "_sync": (
        "_core",
        "_output",
        "_tools",
        "_modelfile",
        "_batch",
        "_sending",
        "_methods.keywords",
    ),
    "_methods.given": (
        *("_tools", "_output", "_batch", "_arguments", "_methods.keywords", "_async", "_sync"),
    ),
    "_methods.settings": ("_methods.keywords", "_methods.given"),
    "_methods": (
        "_core",
        "_types",
        "_methods.settings",
        "_async",
        "_sync",
        "_methods.given",
    ),
    # The methods of the description, and those that are built on them.
    "_async.batch": ("_core", "_batch", "_sending", "_methods", "_methods.keywords"),
    "_sync.batch": ("_core", "_batch", "_sending", "_methods", "_methods.keywords"),
    "_async.jobs": ("_core", "_batch", "_async", "_async.batch", "_methods", "_methods.given"),
    "_sync.jobs": ("_core", "_batch", "_sync", "_sync.batch", "_methods", "_methods.given"),
    "_async_client": ("_core", "_async.jobs"),
    "_client": ("_version", "_core", "_types", "_utils", "_async_client", "_sync.jobs"),
    "_conversation": ("_core", "_types", "_output", "_tools", "_arguments", "_methods.settings"),
    "_async.chat": ("_core", "_tools", "_arguments", "_async", "_async_client", "_conversation"),
    "_sync.chat": ("_core", "_tools", "_arguments", "_sync", "_client", "_conversation"),
    "_methods.public": (
        "_core",
        "_types",
        "_output",
        "_tools",
        "_async",
        "_sync",
        "_modelfile",
        "_batch",
        "_async_client",
        "_client",
        "_async.chat",
        "_sync.chat",
    ),
    "_telemetry": ("_core", "_tools"),
    "otel": ("_version", "_telemetry", "_async", "_sync", "_tools"),
    "mcp": ("_schemas", "_tools"),
    "_engines": (
        "_core",
        "_batch",
        "_sync.batch",
        "_client",
        "_methods.given",
        "_methods.keywords",
    ),
    "batch": ("_batch", "_async.batch", "_sync.batch", "_engines"),
    "testing": (),
    "ollama": ("_version", "_core", "_client", "_methods.public"),
}

#: Exceptions by file and part, with their reasons.
EXCEPTIONS = {
    ("_conversation/chat.py", "ollama"): "the shared client belongs to the package itself, and "
    "is looked up when a chat without a client is made",
    ("testing/_kinds.py", "_schemas"): "which patterns servers compile is written once",
}


def part_of(module: str) -> str:
    """Return the part of the facade of a module: a folder, a module of the root, or the package."""
    parts = module.split(".")[1:]
    names = (".".join(parts[:2]), parts[0] if parts else "")
    return next((name for name in names if name in MAY_IMPORT), "ollama")


def imports(tree: ast.Module, package: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each imported module, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = absolute("." * node.level + (node.module or ""), package)
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and node.args:
            name, given = ast.unparse(node.func).rpartition(".")[2], node.args[0]
            if name in ("import_module", "__import__") and isinstance(given, ast.Constant):
                yield node.lineno, absolute(str(given.value), package)


def absolute(module: str, package: str) -> str:
    """Return the name of a module that may be given relative to a package."""
    name = module.lstrip(".")
    if name == module:
        return name
    parents = package.split(".")
    base = parents[: len(parents) - (len(module) - len(name)) + 1]
    return ".".join([*base, name] if name else base)


def wrong_arrows(
    root: Path, exceptions: Mapping[tuple[str, str], str] = EXCEPTIONS
) -> tuple[list[str], set[tuple[str, str]]]:
    """Return the wrong imports in the facade below a folder, and the exceptions that were used."""
    wrong: list[str] = []
    used: set[tuple[str, str]] = set()
    for path in sorted((root / "ollama").rglob("*.py")):
        inside = path.relative_to(root / "ollama").as_posix()
        package = ".".join(path.relative_to(root).parent.parts)
        source = part_of(f"ollama.{inside.removesuffix('.py').replace('/', '.')}")
        for line, module in imports(ast.parse(path.read_text()), package):
            if module.partition(".")[0] != "ollama":
                continue
            target = part_of(module)
            if target == source or target in MAY_IMPORT[source]:
                continue
            if (inside, target) in exceptions:
                used.add((inside, target))
            else:
                wrong.append(f"ollama/{inside}:{line}: {source} imports {target} ({module})")
    return wrong, used


def test_arrows_run_one_way() -> None:
    wrong, used = wrong_arrows(ROOT)
    assert wrong == []
    assert used == EXCEPTIONS.keys()  # Exceptions that are no longer needed must be removed.


def test_every_part_is_in_the_table_and_only_names_parts_below_it() -> None:
    found = {
        path.stem
        for path in (ROOT / "ollama").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    parts = {name.partition(".")[0] for name in MAY_IMPORT}
    assert found - {"__init__"} == parts - {"ollama"}
    below: set[str] = set()
    for part, targets in MAY_IMPORT.items():
        assert set(targets) <= below, part
        below.add(part)


def test_wings_import_nothing_by_themselves() -> None:
    for path in (ROOT / "ollama").glob("_*/__init__.py"):
        (docstring,) = ast.parse(path.read_text()).body
        assert isinstance(docstring, ast.Expr), path


@pytest.mark.parametrize(
    "line",
    [
        "import ollama._tools.loop",
        "from ollama._tools import loop",
        "from ollama import _tools",
        "from .. import _tools",
        "from .._tools.loop import Plan",
        "def later():\n    from ollama._tools.loop import Plan",
        "if TYPE_CHECKING:\n    from ollama._tools.loop import Plan",
        "importlib.import_module('ollama._tools.loop')",
        "import_module('.._tools.loop', __package__)",
    ],
)
def test_a_wrong_arrow_is_found_with_file_and_line(tmp_path: Path, line: str) -> None:
    module = tmp_path / "ollama/_core/status.py"
    module.parent.mkdir(parents=True)
    module.write_text(f"import os\nfrom ollama._version import __version__\n{line}\n")
    number = 3 + line.count("\n")
    wrong, _ = wrong_arrows(tmp_path)
    assert [it.partition(" (")[0] for it in wrong] == [
        f"ollama/_core/status.py:{number}: _core imports _tools"
    ]


def test_the_package_itself_counts_as_the_top(tmp_path: Path) -> None:
    for name, line in (("_client.py", "import ollama"), ("_core/status.py", "from .. import chat")):
        module = tmp_path / "ollama" / name
        module.parent.mkdir(parents=True, exist_ok=True)
        module.write_text(line)
    wrong, _ = wrong_arrows(tmp_path)
    assert wrong == [
        "ollama/_client.py:1: _client imports ollama (ollama)",
        "ollama/_core/status.py:1: _core imports ollama (ollama.chat)",
    ]


def test_exceptions_hold_for_their_file_alone(tmp_path: Path) -> None:
    for name in ("chat.py", "stream.py"):
        module = tmp_path / "ollama/_conversation" / name
        module.parent.mkdir(parents=True, exist_ok=True)
        module.write_text("import_module('ollama')._client\n")
    wrong, used = wrong_arrows(tmp_path)
    assert wrong == ["ollama/_conversation/stream.py:1: _conversation imports ollama (ollama)"]
    assert used == {("_conversation/chat.py", "ollama")}
