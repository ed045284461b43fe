"""Hooks of MkDocs: the pages that are made while the site is built, and links that leave docs/."""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

from ollama._methods import public

ROOT = Path(__file__).resolve().parents[2]
DESCRIPTION = ROOT / "openapi" / "dist" / "openapi-3.1.json"
REDOC = ROOT / "openapi/lint/node_modules/@redocly/cli/lib/chunks/redoc.standalone.js"

#: Replaces the logo that Redoc loads.
LOGO = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='60' height='16'%3E"
    "%3Ctext y='13' font-family='sans-serif' font-size='13'%3ERedocly%3C/text%3E%3C/svg%3E"
)

#: Pages outside docs/, and their places on the site.
PAGES = {
    "CHANGELOG.md": "project/changelog.md",
    "CODE_OF_CONDUCT.md": "project/conduct.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "README.md": "index.md",
    "SECURITY.md": "project/security.md",
    "openapi/README.md": "project/openapi.md",
    "proof/README.md": "project/proofs.md",
    "proof/benchmarks/RESULTS.md": "project/benchmark-results.md",
    "tests/README.md": "project/tests.md",
}

#: The names of `ollama` by the beginning of the module that defines them; the first match counts.
FACADE = (
    ("Clients", "clients", ("._client", "._async_client")),
    ("Chats", "chats", ("._async.chat", "._sync.chat")),
    ("Streams", "streams", ("._async.stream", "._sync.stream")),
    ("Tools", "tools", ("._tools", "._async.tools", "._sync.tools")),
    ("Structured output", "output", ("._output", "._async.parse", "._sync.parse")),
    ("Models and batches", "models", ("._modelfile", "._batch", "._core")),
    ("Errors", "errors", ("ollama_client.errors",)),
    ("Objects of the API", "objects", ("._types",)),
)

#: Modules of the facade that are imported by their own names.
MODULES = ("ollama.batch", "ollama.mcp", "ollama.otel", "ollama.testing")

#: The pages of models: the beginnings of their names, or all remaining ones.
MODELS = (
    (
        "Models of the OpenAI routes",
        "openai",
        ("Openai", "ChatCompletion", "Completion", "Response"),
    ),
    ("Models of the Anthropic routes", "anthropic", ("Anthropic",)),
    ("Models of the native routes", "native", ("",)),
)

#: The place of the methods that all models have.
INHERITED = (
    "Every object also has the members of "
    "[`WireModel`](../low-level/client.md#the-base-of-all-objects)."
)

LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?!\w+:|#)([^)\s#]+)(#[^)\s]*)?\)")
CODE_SPAN = re.compile(r"`[^`\n]+`")
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def on_config(config: Any) -> Any:
    """Put the pages of the two Python layers into the navigation, their first pages first."""
    pages = {"api/": dict(_facade()), "low-level/": dict(_low_level())}
    for section in config.nav:
        for entries in section.values():
            for entry in entries if isinstance(entries, list) else ():
                for title, place in entry.items() if isinstance(entry, dict) else ():
                    if place in pages:
                        names = sorted(
                            pages[place], key=lambda name: not name.endswith("/index.md")
                        )
                        entry[title] = names
    return config


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are made here."""
    for source, target in PAGES.items():
        if files.get_file_from_path(target) is None:
            _add(files, config, target, (ROOT / source).read_text(encoding="utf-8"))
    for name, text in {**dict(_facade()), **dict(_low_level()), "rest.md": _rest()}.items():
        _add(files, config, name, text)
    _add_rest_page(files, config)
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Lead links to files outside docs/ to their page in the site, or to the source.

    In code within tables, GitHub needs `\\|` for a bar, and Python-Markdown shows the backslash.
    """
    markdown = CODE_SPAN.sub(lambda found: found[0].replace("\\|", "|"), markdown)
    own = {target: source for source, target in PAGES.items() if target != "index.md"}
    source = own.get(page.file.src_uri, f"docs/{page.file.src_uri}")
    code = [match.span() for match in CODE.finditer(markdown)]

    def replaced(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in code):
            return match[0]
        mark, text, link, anchor = match[1], match[2], match[3], match[4] or ""
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), link))
        if target.startswith("docs/"):
            place = target.removeprefix("docs/")
        elif target in PAGES:
            place = PAGES[target]
        else:
            return _source_link(text, target)
        start = posixpath.dirname(page.file.src_uri) or "."
        return f"{mark}[{text}]({posixpath.relpath(place, start)}{anchor})"

    return LINK.sub(replaced, markdown)


def _source_link(text: str, target: str) -> str:
    """Link a file of the repository, if it is known where that is; else show its text alone."""
    repository = os.environ.get("DOCS_REPOSITORY", "").rstrip("/")
    return f"[{text}]({repository}/blob/main/{target})" if repository else text


def _add(files: Files, config: Any, name: str, content: str) -> None:
    files.append(File.generated(config, name, content=content))


def _facade() -> Iterator[tuple[str, str]]:
    """Yield the pages of `ollama`: every public name is on one of them."""
    places: dict[str, list[str]] = {name: [] for _, name, _ in FACADE}
    for name, module in public.MODULES.items():
        place = next(place for _, place, starts in FACADE if module.startswith(starts))
        places[place].append(name)
    lines = ["# The facade: `ollama`\n"]
    lines.append(
        "Functions of the module, such as `ollama.chat`, are the methods of one shared `Client`:\n"
    )
    lines.extend(
        f"- [`ollama.{name}`](clients.md#ollama.Client.{name})" for name in sorted(public.FUNCTIONS)
    )
    for title, place, _ in FACADE:
        names = [f"[`{name}`]({place}.md#ollama.{name})" for name in places[place]]
        lines += [f"\n## {title}\n", ", ".join(names)]
        paths = [f"ollama.{name}" for name in places[place]]
        yield f"api/{place}.md", _reference(title, paths, place != "objects")
    lines.append("\n## Modules\n")
    for module in MODULES:
        page = module.partition(".")[2]
        lines.append(f"- [`{module}`]({page}.md)")
        yield f"api/{page}.md", _reference(f"`{module}`", [module])
    yield "api/index.md", "\n".join(lines) + "\n"


def _low_level() -> Iterator[tuple[str, str]]:
    """Yield the pages of `ollama_client`: client, errors, a page for each tag, and the models."""
    lines = ["# The low-level client: `ollama_client`\n"]
    lines += ["- [The client](client.md)", "- [Errors](errors.md)"]
    base = "## The base of all objects\n\n::: ollama_client._runtime.model.WireModel\n"
    yield "low-level/client.md", _reference("The client", ["ollama_client.Client"]) + "\n" + base
    yield "low-level/errors.md", _reference("Errors", ["ollama_client.errors"])
    folder = ROOT / "generated" / "ollama_client"
    for tag in sorted(path for path in (folder / "api").iterdir() if path.is_dir()):
        modules = [path.stem for path in sorted(tag.glob("[a-z]*.py"))]
        if modules:
            path = f"ollama_client.api.{tag.name}"
            lines.append(f"- [Operations: {tag.name}]({tag.name}.md)")
            text = _reference(f"Operations: {tag.name}", [f"{path}.{name}" for name in modules])
            yield f"low-level/{tag.name}.md", text
    left = sorted(_models(folder / "models"))
    for title, place, starts in MODELS:
        names = [name for name in left if name.startswith(starts)]
        left = [name for name in left if name not in names]
        lines.append(f"- [{title}](models-{place}.md)")
        paths = [f"ollama_client.models.{name}" for name in names]
        yield f"low-level/models-{place}.md", _reference(title, paths, False)
    yield "low-level/index.md", "\n".join(lines) + "\n"


def _models(folder: Path) -> Iterator[str]:
    """Yield the names of the models, from the files that have one class each."""
    for path in folder.glob("*.py"):
        yield from re.findall(r"^class (\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)


def _reference(title: str, paths: list[str], inherited: bool = True) -> str:
    """Return a page of entries; what all of its objects inherit may be shown once, elsewhere."""
    options = "" if inherited else "\n    options:\n      inherited_members: false"
    intro = [] if inherited else [INHERITED]
    return "\n\n".join([f"# {title}", *intro, *(f"::: {path}{options}" for path in paths)]) + "\n"


def _rest() -> str:
    """Return the page that lists the operations, and leads to what Redoc made of each."""
    description = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    lines = [
        "# The REST API\n",
        f"The HTTP API of Ollama {description['info']['version']}, as described in `openapi/`. "
        '<a href="../rest-api.html">The full reference</a> has every field, error and example.\n',
        "| operation | what it does | in Python |",
        "| --- | --- | --- |",
    ]
    for path, item in description["paths"].items():
        for method, operation in item.items():
            if not isinstance(operation, dict) or "operationId" not in operation:
                continue
            module = re.sub(r"(?<!^)(?=[A-Z])", "_", operation["operationId"]).lower()
            tag = operation["tags"][0].lower()
            name = f"ollama_client.api.{tag}.{module}"
            lines.append(
                f'| <a href="../rest-api.html#/{tag}/{operation["operationId"].lower()}">'
                f"`{method.upper()} {path}`</a> | {operation['summary']} "
                f"| [`{module}`](low-level/{tag}.md#{name}) |"
            )
    return "\n".join(lines) + "\n"


def _add_rest_page(files: Files, config: Any) -> None:
    """Add the page of `make reference` and its script: nothing is loaded from elsewhere."""
    page = files.get_file_from_path("rest-api.html")
    if page is None:
        raise FileNotFoundError("docs/rest-api.html is missing: run `make reference` first")
    files.remove(page)
    text = Path(str(page.abs_src_path)).read_text(encoding="utf-8")
    text = _replaced(
        text, r"https://cdn\.redocly\.com/redoc/[^\"]+/redoc\.standalone\.js", f"./{REDOC.name}"
    )
    # In the form that the script writes when it runs.
    text = _replaced(text, r'href="/(?=[a-z]*")', 'href="#/')
    script = _replaced(
        REDOC.read_text(encoding="utf-8"),
        r"https://cdn\.redoc\.ly/redoc/logo-mini[\w-]*\.svg",
        LOGO,
    )
    # A changed script does not match the digest of the one from the network.
    text = _replaced(text, r' integrity="[^"]*" crossorigin="anonymous"', "")
    _add(files, config, "rest-api.html", text)
    _add(files, config, REDOC.name, script)


def _replaced(text: str, pattern: str, replacement: str) -> str:
    """Replace what Redoc is known to write; another version may write something else."""
    text, count = re.subn(pattern, lambda _: replacement, text)
    if not count:
        raise ValueError(
            f"Redoc's page has nothing like {pattern} any more: see docs/_site/hooks.py"
        )
    return text
