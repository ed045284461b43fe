"""No description can add code to the rendered files."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import document, render, source
from generator.problems import SpecError
from generator.source import UnmarkedTextError

from .support import BASE, GOLDEN

GOLDEN_SPEC = document.parse((GOLDEN / "spec.yaml").read_text(encoding="utf-8"), "s").data
SPEC = document.parse(BASE, "spec.yaml").data

#: Text that could become code, break out of its quotes, or break the file.
TEXTS = {
    "quotes": "a\"; PWNED(); '\"\"\" PWNED() ''' PWNED() \\",
    "lines": 'a\n"""\nPWNED()\n"""\n\'\'\'\r\nPWNED()\n#\n\nPWNED()\n\\',
    "escapes": "\\N{ \\N{BULLET} \\x \\u12 \\U00110000 \\8 {0} {a} %s $x {value}",
    "jinja": "{{ PWNED() }}{% for x in PWNED() %}{% endfor %}{# PWNED",
    "controls": "a\x00\x07\x08\x1b\x7f\x85\u2028\u2029\ufeff\u202e\U0001f600b\tc\fd\ve",
    "surrogate": "a\ud800b",
    "path": "../../../PWNED",
    "name": "x): PWNED()\nclass Y(PWNED()):\n  z",
    "number": "1); PWNED(",
}


def leaves(value: Any, pointer: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the places of all strings, and of all keys as places that end with a marker."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield (*pointer, key, KEY)
            yield from leaves(item, (*pointer, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*pointer, index))
    elif isinstance(value, str):
        yield pointer


KEY = object()

#: Keys of objects whose keys are names chosen by the author.
NAMED = ("schemas", "properties", "paths", "responses", "content", "mapping", "examples", "value")


def shape(pointer: tuple[Any, ...]) -> tuple[str, ...]:
    """Return a place without names chosen by the author, so that similar places are tried once."""
    out: list[str] = []
    for part in pointer:
        chosen = isinstance(part, int) or bool(out and out[-1] in NAMED)
        out.append("*" if chosen else "key" if part is KEY else str(part))
    return tuple(out)[-5:]


PLACES = list({shape(pointer): pointer for pointer in reversed(list(leaves(SPEC)))}.values())


def with_text(spec: Any, pointer: tuple[Any, ...], text: str) -> Any:
    """Return a description with a text in one place."""
    spec = json.loads(json.dumps(spec))
    is_key = pointer[-1] is KEY
    *way, last = pointer[:-1] if is_key else pointer
    at = spec
    for part in way:
        at = at[part]
    if is_key:
        items = list(at.items())
        at.clear()
        at.update({text if key == last else key: item for key, item in items})
    else:
        at[last] = text
    return spec


def everywhere(text: str) -> Iterator[Any]:
    """Yield the golden description with a text in all places for prose, one key after another."""
    for key in ("description", "summary", "title", "version", "url", "default", "const"):
        spec = GOLDEN_SPEC
        for place in leaves(GOLDEN_SPEC):
            if place[-1] == key and place[-2] not in NAMED:
                spec = with_text(spec, place, text)
        if spec is not GOLDEN_SPEC:
            yield spec


def modules_of(file: Path) -> list[tuple[str, str]]:
    """Return the modules rendered from a description; empty if it is refused."""
    try:
        view = render.view_of(file, "spec.yaml", with_examples=False)
    except SpecError as refused:
        assert refused.problems
        return []
    return list(render._files(view, "spec.yaml"))


def expect_no_code(specs: Iterable[Any], file: Path) -> int:
    """Render each description, check that no text became code, and return the number of files."""
    rendered = 0
    for spec in specs:
        file.write_text(json.dumps(spec), encoding="utf-8")
        for name, text in modules_of(file):
            rendered += 1
            assert render._expect_inside(name)
            assert "\0" not in text
            tree = ast.parse(text.encode(), name)
            names = {it.id for it in ast.walk(tree) if isinstance(it, ast.Name)}
            assert "PWNED" not in names, (spec, name)
    return rendered


@pytest.mark.slow
@pytest.mark.parametrize("kind", TEXTS)
def test_no_prose_of_a_description_becomes_code(kind: str, tmp_path: Path) -> None:
    rendered = expect_no_code(everywhere(TEXTS[kind]), tmp_path / "spec.json")
    assert (rendered > 0) == (kind != "surrogate")  # refused by the YAML reader


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["quotes"])
def test_no_text_of_a_description_becomes_code(kind: str, tmp_path: Path) -> None:
    changed = (with_text(SPEC, place, TEXTS[kind]) for place in PLACES)
    assert expect_no_code(changed, tmp_path / "spec.json") > 0


def test_a_template_prints_nothing_that_is_not_marked() -> None:
    template = render.environment().from_string('"""{{ text }}"""')
    for text in TEXTS.values():
        with pytest.raises(UnmarkedTextError, match="without a filter"):
            template.render(text=text)
    assert template.render(text="a.name, another") == '"""a.name, another"""'


@pytest.mark.parametrize("text", [*TEXTS.values(), '"', '""', '"""', '""""""""', "\\", ""])
def test_literals_and_docstrings_say_what_the_text_says(text: str) -> None:
    assert ast.literal_eval(str(source.literal(text))) == text
    assert ast.literal_eval(str(source.literal({text: [text, (text,), 1.5, None]}))) == {
        text: [text, (text,), 1.5, None]
    }
    shown = ast.literal_eval(str(source.docstring(text)))
    assert shown.split() == text.expandtabs(4).split() or not text.isprintable()
    quoted = ast.literal_eval(f'"""\n{source.argument(text, 1)}\n"""')
    assert quoted.split() == text.split() or not text.isprintable()


@pytest.mark.parametrize(
    "text", ["PWNED()", "x\n", "x; y", "x = 1", "", "[x for x in y]", "lambda: 1", "x\0"]
)
def test_an_annotation_is_a_type(text: str) -> None:
    with pytest.raises(UnmarkedTextError, match="expected an annotation"):
        source.annotation(text)


# ---------------------------------------------------------------------- too large and too deep

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 12)
)
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 400))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "x.yaml:1: #: has more than 200,000 values, counting aliases"),
        (CHAIN, "nests deeper than 100 levels"),
        ("a: " + "[" * 100_000 + "]" * 100_000, "x.yaml:1: #: nests deeper than 100 levels"),
        ("a:\n  " + "- " * 100_000, "x.yaml:2: #: nests deeper than 100 levels"),
        ("a: &a [*a, *a]", "an alias refers to itself"),
        ("a: !!python/object/apply:os.system [x]", "is not supported"),
        ("a: !!python/name:os.system x", "is not supported"),
    ],
    ids=["bomb", "chain", "brackets", "dashes", "self", "call", "name"],
)
def test_what_no_description_is_gets_refused(text: str, message: str) -> None:
    with pytest.raises(SpecError) as refused:
        document.parse(text, "x.yaml")
    assert message in str(refused.value)


def test_yaml_can_say_what_json_cannot() -> None:
    told = yaml.safe_dump({"a": TEXTS["quotes"]})
    assert document.parse(told, "x.yaml").data == {"a": TEXTS["quotes"]}
