"""Renders the facade's methods, public names and reference page from the description."""

from __future__ import annotations

import ast
import re
import shutil
import tempfile
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from . import format, source
from .methods import ArgumentView, MethodsView, MethodView
from .render import HEADER, environment

#: The folder of the facade that only contains rendered files.
WING = "_methods"

#: The module with handwritten methods that are also functions of the package.
_JOBS = "_async/jobs.py"

#: Where each of these is: a program loads the client that it uses.
_CLIENTS = {"AsyncClient": "._async_client", "Client": "._client", "ResponseLimits": "._client"}

#: Template, file, and the values that differ between files with the same template.
_FILES: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("methods.py", "sync.py", {"class_name": "Client", "is_async": False}),
    ("methods.py", "asynchronous.py", {"class_name": "AsyncClient", "is_async": True}),
    ("table.py", "table.py", {}),
    ("shapes.py", "shapes.py", {}),
    ("keywords.py", "keywords.py", {}),
    ("settings.py", "settings.py", {}),
    ("given.py", "given.py", {}),
    ("official.py", "official.py", {}),
    ("public.py", "public.py", {}),
)

_WING_DOC = (
    '"""The methods of both clients, and the types of their arguments, from the description."""\n'
)

_PAGE_HEADER = "<!-- Rendered from {spec} by `make generate`. Do not edit. -->\n"


@attrs.frozen
class PublicView:
    """The names that the package exports."""

    functions: tuple[str, ...]
    star: tuple[str, ...]
    names: Mapping[str, str]
    """The names and their modules, relative to the package."""

    @property
    def modules(self) -> dict[str, list[str]]:
        """The names of each module."""
        found: dict[str, list[str]] = {}
        for name, module in self.names.items():
            whole = f"ollama{module}" if module.startswith(".") else module
            found.setdefault(whole, []).append(name)
        return dict(sorted(found.items()))


def render(view: MethodsView, facade: Path, wing: Path, page: Path, spec: str) -> None:
    """Render the generated folder of a facade and the reference page. Existing ones are replaced.

    Args:
        view: The view of the methods.
        facade: The folder of the handwritten modules, whose names are also exported.
        wing: The folder for the rendered modules.
        page: The reference page.
        spec: The name of the description in the headers.
    """
    with tempfile.TemporaryDirectory(prefix="ollama-methods-") as folder:
        fresh = Path(folder) / WING
        fresh.mkdir()
        for file, text in _files(view, facade, spec):
            (fresh / file).write_text(text, encoding="utf-8", newline="\n")
        format.format_tree(fresh, "ollama")
        if wing.exists():
            shutil.rmtree(wing)
        shutil.copytree(fresh, wing)
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(_page(view, spec), encoding="utf-8", newline="\n")


def _files(view: MethodsView, facade: Path, spec: str) -> Iterator[tuple[str, str]]:
    env = environment()
    env.filters["method_doc"] = method_doc
    named = {
        name for it in view.dicts for _, text in it.fields for name in re.findall(r"\w+", text)
    }
    known = _names_of(facade / "_core" / "arguments.py")
    functions: set[str] = set()
    yield "__init__.py", HEADER.format(spec=spec) + _WING_DOC
    jobs = _methods_of((facade / _JOBS).read_text(encoding="utf-8"))
    for template, file, values in _FILES:
        text = env.get_template(f"methods/{template}.jinja").render(
            methods=view,
            public=public_view(view, facade, functions),
            dict_types=sorted(named & known),
            **values,
        )
        if template == "methods.py":
            functions |= _methods_of(text) | jobs
        yield file, HEADER.format(spec=spec) + text


def _names_of(module: Path) -> set[str]:
    """Return the names of annotated assignments at the top level of a module."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return {
        node.target.id
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


# ---------------------------------------------------------------------- public names


def public_view(view: MethodsView, facade: Path, functions: Iterable[str]) -> PublicView:
    """Return the names that the package exports, from its modules and from the description.

    Args:
        view: The view of the methods.
        facade: The folder of the handwritten modules.
        functions: The methods that are also functions of the package.
    """
    names: dict[str, str] = dict.fromkeys(view.errors, "ollama_client.errors")
    names.update(_CLIENTS)
    for name in {*view.star, *(it.answer for it in view.methods), "Usage"} - _CLIENTS.keys():
        names[name] = "._types"
    for path in sorted(facade.rglob("*.py")):
        inside = path.relative_to(facade)
        is_wing = inside.parts[0].startswith("_") and inside.parts[0] != WING
        if is_wing and len(inside.parts) > 1:
            module = "." + ".".join(inside.with_suffix("").parts)
            names.update(dict.fromkeys(_all_of(path), module))
    return PublicView(tuple(sorted(functions)), view.star, dict(sorted(names.items())))


def _all_of(module: Path) -> list[str]:
    """Return the `__all__` of a module, or an empty list."""
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            names: list[str] = ast.literal_eval(node.value)
            return names
    return []


def _methods_of(module: str) -> set[str]:
    """Return the public methods that the classes of a module define."""
    return {
        node.name
        for cls in ast.parse(module).body
        if isinstance(cls, ast.ClassDef)
        for node in cls.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not any(isinstance(it, ast.Name) and it.id == "property" for it in node.decorator_list)
    }


# ---------------------------------------------------------------------- documentation


def method_doc(method: MethodView) -> source.Source:
    """Return the docstring of a method as a literal."""
    parts = [f"{method.summary}."]
    if method.doc:
        parts += ["", *_wrapped(method.doc)]
    parts += ["", "Args:"]
    for it in method.arguments:
        parts += _entry(f"{it.name}: {_with_default(it)}")
    parts += _entry(f"**call: Settings of this call: {method.settings_doc}.")
    if method.returns_doc:
        parts += ["", "Returns:", *_entry(method.returns_doc)]
    parts += ["", "Raises:"]
    for line in _raised(method):
        parts += _entry(line)
    parts += ["", f"Source: `{method.verb} {method.url}`."]
    return source.docstring("\n".join(parts), 2)


def _with_default(argument: ArgumentView) -> str:
    if argument.default in (None, "None", '""') or argument.is_flag:
        return argument.doc
    return f"{argument.doc} Default: {argument.default}."


def _raised(method: MethodView) -> Iterator[str]:
    if method.service:
        yield "ValueError: The client has no bearer token; set OLLAMA_API_KEY."
    elif method.request:
        yield "ValueError: An argument cannot be sent. Also a `RequestError`."
    classes = ", ".join(f"`{error.name}` ({error.status})" for error in method.errors)
    known = f", one of {classes} or another status" if classes else ""
    yield f"ResponseError: The server answered with an error{known}."
    yield "ConnectionError: The connection to the server failed."


def _entry(text: str) -> list[str]:
    return _wrapped(text, "    ", "        ")


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()),
        source.LINE_LENGTH - 8,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


# ---------------------------------------------------------------------- the reference page


def _page(view: MethodsView, spec: str) -> str:
    lines = [
        _PAGE_HEADER.format(spec=spec),
        "# Methods and their arguments",
        "",
        "Each of these methods of `Client`, `AsyncClient` and the module sends a single request. "
        "Arguments marked with * must",
        "be passed by keyword. All methods also accept `extra_headers=`, `timeout=`, `deadline=` "
        "and `max_retries=`, and",
        "`extra_body=` if the request has a body.",
    ]
    for method in sorted(view.methods, key=lambda it: it.name):
        answer = method.answer
        streamed = ", or a stream of them" if method.stream else ""
        lines += [
            "",
            f"## {method.name}",
            "",
            f"{method.summary}. `{method.verb} {method.url}` -> `{answer}`{streamed}.",
        ]
        if method.doc:
            lines += ["", method.doc]
        if method.arguments:
            lines += ["", "| argument | type | default | meaning |", "| --- | --- | --- | --- |"]
            lines += [_row(it) for it in method.arguments]
    return "\n".join(lines) + "\n"


def _row(it: ArgumentView) -> str:
    star = "*" if it.is_keyword else ""
    shown, doc = (
        text.replace("|", "\\|") for text in (re.sub(r"\b_\w+\.", "", it.annotation), it.doc)
    )
    default = "required" if it.default is None else f"`{it.default}`"
    return f"| `{it.name}`{star} | `{shown}` | {default} | {doc} |"
