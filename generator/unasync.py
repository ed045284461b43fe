"""Converts async Python to sync Python, so that code for both clients is written only once.

The sync form of a module is the same text without `await` and with other names, also in comments
and docstrings. Code that differs between the two belongs in another module.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from . import format

#: The folder with the source, and the folder with the rendered code next to it.
SOURCE, WING = "_async", "_sync"

HEADER = "# Rendered from {source} by `make generate`. Do not edit: edit that file.\n"

#: Functions whose async form has the same name with the prefix `a`.
_TWINS = (
    "chunks",
    "file_digest",
    "next",
    "once",
    "pause",
    "read_stream",
    "send",
    "send_again",
    "settled",
    "work",
)

# Applied in this order. Patterns for text come before those for code.
_REWRITES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # A paragraph in a docstring that is only about async code.
        (r'\n\n +Cancelling the task\b(?:.*\n)+?(?=\n| +""")', "\n"),
        (r"\ban (`?)(async )", r"a \1\2"),
        (r"\ban `Async", "a `Async"),
        (r"\bawaiting `aclose\(\)`", "calling `close()`"),
        (r"(?<!\w)\(await ([\w.]+\([^()]*\))\)", r"\1"),
        (r"\b(?:await|async) ", ""),
        (r"\b(?:Awaitable\[|Coroutine\[Any, Any, )((?:[^\[\]]|\[[^\[\]]*\])*)\]", r"\1"),
        # A sync function only accepts one kind of iterable.
        (r"\bIterable\[(.+?)\] \| AsyncIterable\[\1\]", r"Iterable[\1]"),
        (r"\((\w+), \(Iterable, AsyncIterable\)\)", r"(\1, Iterable)"),
        (r"\bAsyncIterable, ", ""),
        (r"\bAsyncGenerator\[(.+?), None\]", r"Generator[\1, None, None]"),
        (r"\bAsync(?=[A-Z])", ""),
        (r"\b__a(enter|exit|iter|next)__\b", r"__\1__"),
        (r"\basync_http\b", "http"),
        (r"\ba(close|closing)\b", r"\1"),
        (rf"\b(_?)a({'|'.join(_TWINS)})\b", r"\1\2"),
        (r"(?<=_methods import )asynchronous|\basynchronous(?=\.)", "sync"),
        (rf"\b{SOURCE}\b", WING),
        (rf"\b{SOURCE}_client\b", "_client"),
        (r'"async"', '"sync"'),
    )
)


def unasync(text: str) -> str:
    """Return the sync form of an async module's text."""
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    return text


def render(facade: Path, wing: Path) -> None:
    """Render the sync form of each async module of a facade. An existing folder is replaced.

    Args:
        facade: The folder of the facade.
        wing: The folder for the rendered modules.
    """
    if wing.exists():
        shutil.rmtree(wing)
    wing.mkdir(parents=True)
    for path in sorted((facade / SOURCE).glob("*.py")):
        header = HEADER.format(source=f"{facade.name}/{SOURCE}/{path.name}")
        text = header + unasync(path.read_text(encoding="utf-8"))
        (wing / path.name).write_text(text, encoding="utf-8", newline="\n")
    format.format_tree(wing, facade.name)
