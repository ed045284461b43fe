"""The overlay: what it adds, what is refused, and the reported lines."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from generator import description, document, overlay, render, rules
from generator.problems import SpecError

from .support import BASE, SPEC, changed, edited

HEAD = """\
overlay: 1.0.0
info: { title: For Python, version: "1" }
extends: spec.yaml
actions:
"""


def written(folder: Path, actions: str, *, text: str = BASE, head: str = HEAD) -> Path:
    """Write a description and its overlay. The first line of the actions is line 5."""
    path = folder / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    body = head + textwrap.indent(textwrap.dedent(actions), "  ")
    (folder / description.OVERLAY).write_text(body, encoding="utf-8")
    return path


def problems_of(path: Path) -> list[str]:
    """Return the problems of a description and its overlay, including house rules."""
    try:
        loaded = description.load(path, "openapi/spec.yaml")
        rules.check(loaded)
    except SpecError as error:
        return str(error).splitlines()
    return [str(one) for found in rules.missed(loaded).values() for one in found]


def added(folder: Path, actions: str, reference: str = "#/components/schemas/Thing") -> object:
    return description.load(written(folder, actions)).at(reference)


# ---------------------------------------------------------------------- what it adds


@pytest.mark.parametrize(
    "target",
    [
        "$.components.schemas.Thing",
        "$['components']['schemas'][\"Thing\"]",
        "$.components.*.Thing",
        "$.components.schemas[*]",
    ],
)
def test_a_target_is_a_path_of_names_and_wildcards(target: str, tmp_path: Path) -> None:
    actions = f"""\
        - target: {target}
          update: {{ x-python-name: Item }}
    """
    found = added(tmp_path, actions)
    assert isinstance(found, dict)
    assert found["x-python-name"] == "Item"
    assert found["description"] == "A thing."


def test_a_target_has_slashes_braces_quotes_and_indices(tmp_path: Path) -> None:
    text = changed(("/things/{name}", "/it's/{name}"))
    actions = r"""
        - target: $.paths['/it\'s/{name}'].post.parameters[0]
          update: { x-python-first: 1 }
        - target: $.paths["/it's/{name}"].post['parameters'][0]
          update: { x-python-second: 2 }
    """
    loaded = description.load(written(tmp_path, actions, text=text))
    (parameter,) = loaded.operations()[0].data["parameters"]
    assert (parameter["x-python-first"], parameter["x-python-second"]) == (1, 2)


def test_objects_inside_of_a_target_are_given_keys(tmp_path: Path) -> None:
    actions = """\
        - target: $.components.schemas.Thing
          update:
            x-python-required: [done]
            properties:
              state: { x-python-name: condition }
    """
    found = added(tmp_path, actions)
    assert isinstance(found, dict)
    assert list(found["properties"]) == ["done", "state", "parts"]
    assert found["properties"]["state"]["x-python-name"] == "condition"
    assert found["properties"]["state"]["description"] == "How it is."


def test_actions_apply_in_order(tmp_path: Path) -> None:
    actions = """\
        - target: $.components.schemas[*]
          update: { x-python-name: Any, x-python-map: { a: 1, b: { c: 2 } }, x-python-list: [1] }
        - target: $.components.schemas.Thing
          update: { x-python-name: Item, x-python-map: { b: { d: 3 } }, x-python-list: [2, 3] }
    """
    found = added(tmp_path, actions)
    assert isinstance(found, dict)
    assert found["x-python-name"] == "Item"
    assert found["x-python-map"] == {"a": 1, "b": {"c": 2, "d": 3}}
    assert found["x-python-list"] == [1, 2, 3]
    other = description.load(tmp_path / "spec.yaml").at("#/components/schemas/ErrorBody")
    assert (other["x-python-name"], other["x-python-list"]) == ("Any", [1])


def test_the_description_itself_stays_as_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, "- { target: $.components.schemas.Thing, update: { x-python-a: b } }")
    assert description.load(path, python=False).data == document.parse(BASE, "base").data
    plain = document.parse(BASE, "spec.yaml")
    added = document.parse((tmp_path / description.OVERLAY).read_text("utf-8"), "overlay")
    assert overlay.apply(plain, added).data != plain.data
    assert plain.data == document.parse(BASE, "base").data


def test_an_overlay_of_another_description_is_left_alone(tmp_path: Path) -> None:
    path = written(tmp_path, "- nonsense", head=HEAD.replace("spec.yaml", "other.yaml"))
    assert description.load(path).data == document.parse(BASE, "base").data


# ---------------------------------------------------------------------- what is refused

#: The actions, and the line, pointer and message of the problem.
REFUSED = {
    "a target that matches nothing": (
        "- { target: $.components.schemas.Thin, update: { x-python-name: Item } }",
        "5: #/actions/0/target: matches nothing",
    ),
    "an index that is not there": (
        "- target: $.servers[1]\n  update: { x-python-name: Item }",
        "5: #/actions/0/target: matches nothing",
    ),
    "a target that is a list": (
        "- update: { x-python-name: Item }\n  target: $.servers",
        "6: #/actions/0/target: keys can only be added to an object",
    ),
    "a path of another kind": (
        "- target: $..properties\n  update: {}",
        "5: #/actions/0/target: expected a path such as $.paths['/api/chat'].post: "
        "names, indices, wildcards",
    ),
    "a field that is not there": (
        """\
        - target: $.components.schemas.Thing
          update:
            properties:
              stat: { x-python-name: condition }
        """,
        "8: #/actions/0/update/properties/stat: there is no 'stat' to update, and it does "
        "not begin with `x-python-`",
    ),
    "a change of what the description says": (
        "- target: $.components.schemas.Thing\n  update:\n    type: array",
        "7: #/actions/0/update/type: only keys that begin with `x-python-` can be added: "
        "change the description",
    ),
    "a key of the description": (
        "- { target: $.info, update: { x-unit: bytes } }",
        "5: #/actions/0/update/x-unit: there is no 'x-unit' to update, and it does not "
        "begin with `x-python-`",
    ),
    "a removal": (
        "- { target: $.info, update: {}, remove: true }",
        "5: #/actions/0/remove: `remove` is not supported",
    ),
    "an action without target": ("- update: {}", "5: #/actions/0/target: expected text"),
    "an action without update": ("- target: $", "5: #/actions/0/update: expected an object"),
    "an action that is none": ("- $", "5: #/actions/0: expected an object"),
}


@pytest.mark.parametrize(("actions", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_problem_is_reported_in_the_overlay(actions: str, expected: str, tmp_path: Path) -> None:
    assert problems_of(written(tmp_path, actions)) == [f"openapi/python.overlay.yaml:{expected}"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (HEAD.replace("1.0.0", "2.0.0"), "1: #/overlay: Overlay '2.0.0' is not supported"),
        ("jsonpath: rfc9535\n" + HEAD, "1: #/jsonpath: `jsonpath` is not supported"),
        (HEAD.replace("actions:", "actions: 5"), "4: #/actions: expected a list"),
    ],
)
def test_a_file_that_is_no_overlay(head: str, expected: str, tmp_path: Path) -> None:
    (first, *_) = problems_of(written(tmp_path, "", head=head))
    assert first.startswith(f"openapi/python.overlay.yaml:{expected}")


#: Keys that the overlay adds, and the problems that the rules report for them.
WRONG_KEYS = {
    "misspelt": (
        "x-python-requird: [done]",
        "/x-python-requird: `x-python-requird` is not known: is it `x-python-required`?",
    ),
    "no field": ("x-python-required: [done, gone]", "/x-python-required/1: no property 'gone'"),
    "dumps": ("x-python-dumps-unset: [gone]", "/x-python-dumps-unset/0: no property 'gone'"),
    "type": ("x-python-required: done", "/x-python-required: expected a list"),
    "misplaced": (
        "properties: { parts: { items: { x-python-name: a } } }",
        "/properties/parts/items/x-python-name: `x-python-name` has no effect here",
    ),
}


@pytest.mark.parametrize(("key", "expected"), WRONG_KEYS.values(), ids=WRONG_KEYS)
def test_a_wrong_key_is_reported_in_the_overlay(key: str, expected: str, tmp_path: Path) -> None:
    actions = f"- target: $.components.schemas.Thing\n  update:\n    {key}"
    pointer = "#/components/schemas/Thing"
    line = f"openapi/python.overlay.yaml:7: {pointer}{expected}"
    assert problems_of(written(tmp_path, actions)) == [line]


def test_a_key_of_python_in_the_description_is_refused(tmp_path: Path) -> None:
    text = changed(("    Thing:\n", "    Thing:\n      x-python-name: Item\n"))
    actions = "- { target: $.components.schemas.ThingRequest, update: { x-python-name: Order } }"
    (line,) = problems_of(written(tmp_path, actions, text=text))
    pointer = "#/components/schemas/Thing/x-python-name"
    number = text[: text.index("x-python-name")].count("\n") + 1
    expected = f"openapi/spec.yaml:{number}: {pointer}: a key for Python belongs in "
    assert line == f"{expected}python.overlay.yaml"


# ---------------------------------------------------------------------- ours


def test_the_keys_of_python_are_in_the_overlay_alone() -> None:
    assert "x-python-" not in SPEC.read_text(encoding="utf-8")
    plain = description.load(SPEC, python=False)
    assert [p for p, value in plain.walk() if str((*p, "")[0]).startswith("x-python-")] == []
    merged = description.load(SPEC, "openapi/ollama.yaml")
    file, line = merged.origin(("components", "schemas", "Message", "x-python-mixin"))
    text = SPEC.with_name(description.OVERLAY).read_text(encoding="utf-8")
    assert file == "openapi/python.overlay.yaml"
    assert text.splitlines()[line - 1].strip() == "x-python-mixin: MessageMixin"


@pytest.mark.slow
def test_a_new_field_needs_no_line_in_the_overlay(tmp_path: Path) -> None:
    """It is left out of dumps if unset, so dumps of official types do not change."""
    schemas = description.load(SPEC).schemas
    official = [name for name, schema in schemas.items() if "x-python-dumps-unset" in schema]
    assert len(official) > 40
    opening = "        field_of_tomorrow: { type: string, description: What the future holds. }\n"
    edits: list[tuple[str, str]] = []
    texts = [file.read_text(encoding="utf-8") for file in SPEC.parent.glob("*.yaml")]
    for name in official:
        (text,) = (it for it in texts if f"\n    {name}:\n" in it)
        _, _, rest = text.partition(f"\n    {name}:\n")
        piece = rest[: rest.index("      properties:\n") + len("      properties:\n")]
        edits.append((f"\n    {name}:\n{piece}", f"\n    {name}:\n{piece}{opening}"))
    path = edited(tmp_path, *edits)
    before = {model.class_name: model for model in render.view_of(SPEC, "a").models}
    after = {model.class_name: model for model in render.view_of(path, "b").models}
    for name in official:
        own = str(schemas[name].get("x-python-name", name))
        new = after[own].fields[0]
        assert (new.wire, new.omit_unset, new.default) == ("field_of_tomorrow", True, "None")
        assert [it for it in after[own].fields[1:] if not it.omit_unset] == [
            it for it in before[own].fields if not it.omit_unset
        ]


def test_the_lists_of_dumped_fields_name_each_field_once() -> None:
    for schema in description.load(SPEC).schemas.values():
        names = schema.get("x-python-dumps-unset", [])
        # The order is that of the description, which is the order of dumps.
        assert names == [name for name in schema.get("properties", {}) if name in names]
