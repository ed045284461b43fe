"""Renders the views with the templates into a folder of files."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import attrs
import jinja2
import tomllib

from . import description, document, format, normalizing, parser, rules, source
from .operation_views import package_view
from .shipped import RUNTIME, RuntimeModule
from .views import PackageView

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"

#: Files that are rendered once for each spec.
_SINGLE_FILES = (
    "__init__.py",
    "client.py",
    "errors.py",
    "types.py",
    "api/__init__.py",
    "models/__init__.py",
    "models/aliases.py",
)

HEADER = "# Rendered from {spec} by `make generate`. Do not edit: edit the spec or the template.\n"
COPY_HEADER = "# Copied from runtime/{file} by `make generate`. Do not edit: edit the original.\n"


def environment() -> jinja2.Environment:
    """Return the Jinja environment of the templates.

    Undefined names are errors, and so is printing text without a filter that makes it source.
    """
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES, encoding="utf-8"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=True,  # For Python, not HTML. `printed` marks text as source, or refuses it.
        finalize=source.printed,
    )
    filters: dict[str, Callable[..., Any]] = {
        "annotation": source.annotation,
        "argument": source.argument,
        "docstring": source.docstring,
        "expression": source.expression,
        "literal": source.literal,
        "prose": source.prose,
        "public": source.public,
        "sent_by_wire": source.sent_by_wire,
    }
    env.filters.update(filters)
    return env


# ---------------------------------------------------------------------- rendering


def view_of(spec: Path, name: str, *, with_examples: bool = True) -> PackageView:
    """Read, check and parse a spec.

    Args:
        spec: The root file.
        name: Its name in problems.
        with_examples: Whether to check examples against their schemas.

    Raises:
        SpecError: The spec has problems.
    """
    return _view(description.load(spec, name), with_examples)


def _view(described: document.Document, with_examples: bool) -> PackageView:
    loaded, notes = normalizing.normalized(described)
    rules.check(loaded, with_examples=with_examples)
    view = package_view(loaded, parser.parse(loaded))
    return attrs.evolve(view, notes=(*notes, *view.notes), missed=rules.missed(loaded))


def _files(view: PackageView, spec_name: str) -> Iterator[tuple[str, str]]:
    env = environment()

    def rendered(template: str, **values: Any) -> str:
        text = env.get_template(f"{template}.jinja").render(
            package=view,
            package_name="ollama_client",
            default_server=view.default_server,
            errors=view.errors,
            name_to_module={model.class_name: model.module for model in view.models},
            tag_modules={tag.name: tag.module for tag in view.tags},
            runtime={name: RuntimeModule.read(name) for name in ("errors", "types")},
            **values,
        )
        return HEADER.format(spec=spec_name) + text

    for file in _SINGLE_FILES:
        template = file.replace("/__init__.py", "_init.py").replace("/", "_")
        yield file, rendered(template)
    for model in view.models:
        yield f"models/{model.module}.py", rendered("model.py", model=model)
    for tag in view.tags:
        yield f"api/{tag.module}/__init__.py", rendered("tag_init.py", tag=tag)
        for operation in tag.operations:
            yield (
                f"api/{tag.module}/{operation.module}.py",
                rendered("endpoint_module.py", operation=operation),
            )


def _copy_runtime(folder: Path) -> None:
    """Copy the runtime. Each file gets a header that says where to edit it."""
    folder.mkdir()
    for original in sorted(RUNTIME.glob("*.py")):
        text = COPY_HEADER.format(file=original.name) + original.read_text(encoding="utf-8")
        (folder / original.name).write_text(text, encoding="utf-8", newline="\n")


def _manifest(view: PackageView, loaded: document.Document) -> str:
    facts = {
        "spec": {
            "file": loaded.file,
            "title": view.title,
            "version": view.version,
            "sha256": {
                file: hashlib.sha256(text.encode()).hexdigest()
                for file, text in loaded.sources.items()
            },
        },
        "generator": pins(),
        "counts": {
            "operations": len(view.operations),
            "models": len(view.models),
            "aliases": len(view.aliases),
        },
    }
    return json.dumps(facts, indent=2) + "\n"


def render(
    spec: Path, out: Path, *, name: str | None = None, with_examples: bool = True
) -> PackageView:
    """Render a spec into a folder. An existing folder is replaced.

    Args:
        spec: The root file.
        out: The folder.
        name: The name of the spec in problems and headers. Default: `spec_name`.
        with_examples: Whether to check examples against their schemas.

    Returns:
        The view of the package.

    Raises:
        SpecError: The spec cannot be rendered. The folder is not changed.
    """
    name = name or spec_name(spec)
    loaded = description.load(spec, name)
    view = _view(loaded, with_examples)
    with _fresh_folder() as fresh:
        for file, text in _files(view, name):
            path = fresh / _expect_inside(file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        (fresh / "py.typed").write_text("", encoding="utf-8")
        (fresh / "GENERATED.json").write_text(
            _manifest(view, loaded), encoding="utf-8", newline="\n"
        )
        format.format_tree(fresh)
        _copy_runtime(fresh / "_runtime")
        _expect_counts(view, fresh)
        if out.exists():
            shutil.rmtree(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(fresh, out)
    return view


#: Valid names of rendered files: modules in packages.
_FILE = re.compile(r"(?:[a-z_][a-z0-9_]*/)*[a-z_][a-z0-9_]*\.py")


def _expect_inside(file: str) -> str:
    """Return the name of a file, after checking that it is a module inside the package."""
    if not _FILE.fullmatch(file):
        raise RuntimeError(f"{file!r} cannot be the name of a rendered file")
    return file


@contextmanager
def _fresh_folder() -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="ollama-client-") as folder:
        yield Path(folder) / "ollama_client"


def _expect_counts(view: PackageView, folder: Path) -> None:
    modules = [p for p in folder.glob("api/*/*.py") if p.name != "__init__.py"]
    models = [p for p in folder.glob("models/*.py") if p.name not in ("__init__.py", "aliases.py")]
    if len(modules) != len(view.operations) or len(models) != len(view.models):
        raise RuntimeError(
            f"{len(view.operations)} operations were rendered to {len(modules)} modules, "
            f"and {len(view.models)} models to {len(models)}"
        )


def differences(rendered: Path, kept: Path) -> list[str]:
    """Return the files that differ between two folders, each with the kind of difference.

    Args:
        rendered: The folder with newly rendered files.
        kept: The folder with existing files.
    """
    new, old = _contents(rendered), _contents(kept)
    found: list[str] = []
    for file in sorted(new.keys() | old.keys()):
        if file not in old:
            found.append(f"{file}: missing")
        elif file not in new:
            found.append(f"{file}: no longer rendered")
        elif new[file] != old[file]:
            found.append(f"{file}: differs")
    return found


def _contents(folder: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def spec_name(spec: Path) -> str:
    """Return the name of a spec in messages and headers: its path in the repository, if any."""
    resolved = spec.resolve()
    return resolved.relative_to(ROOT).as_posix() if resolved.is_relative_to(ROOT) else spec.name


# ---------------------------------------------------------------------- toolchain


def pins() -> dict[str, str]:
    """Return the pinned versions of the tools that affect the output, from pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted: dict[str, str] = {}
    for requirement in project["dependency-groups"]["generate"]:
        package, _, number = requirement.partition("==")
        wanted[package] = number
    return wanted


def wrong_versions() -> list[str]:
    """Return a sentence for each tool whose installed version is not the pinned one."""
    found: list[str] = []
    for package, number in pins().items():
        installed = version(package)
        if installed != number:
            found.append(f"{package} {number} is pinned, {installed} is installed")
    return found
