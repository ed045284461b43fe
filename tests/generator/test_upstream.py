"""`python -m generator upstream`: differences between a release and the description."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml

from generator import __main__ as command
from generator import description, document
from generator.ollama_source import facts, known
from generator.ollama_source.changes import changes
from generator.ollama_source.comparison import compare
from generator.ollama_source.facts import Facts, Field, Route, Struct
from generator.ollama_source.findings import KINDS, Finding
from generator.problems import SpecError

from .support import ROOT, SPEC

#: The facts of two releases of Ollama.
OLD, NEW = (ROOT / "tests" / "generator" / "upstream" / f"v0.{n}.0.json" for n in (24, 30))

DESCRIPTION = """
openapi: 3.1.0
info: { title: Kettle API, version: "2" }
paths:
  /api/brew:
    post:
      operationId: brew
      requestBody:
        content:
          application/json: { schema: { $ref: "#/components/schemas/BrewRequest" } }
      responses:
        "200":
          description: Tea.
          content:
            application/json: { schema: { $ref: "#/components/schemas/Tea" } }
            application/x-ndjson:
              schema:
                oneOf: [{ $ref: "#/components/schemas/Tea" }, { $ref: "#/components/schemas/Err" }]
              x-stream: { error: error }
        "400": { description: No. }
  /v1/cups/{id}:
    get: { operationId: cup, responses: { "200": { description: A cup. } } }
components:
  schemas:
    Err: { type: object, required: [error], properties: { error: { type: string } } }
    BrewRequest:
      type: object
      properties:
        leaves: { $ref: "#/components/schemas/Leaves" }
        minutes: { type: [integer, "null"], description: Five minutes (5) unless given. }
        items: { type: array, items: { $ref: "#/components/schemas/Item" } }
    Leaves: { type: string, x-extensible-enum: [green, black] }
    Tea:
      type: object
      required: [done]
      properties:
        done: { type: boolean }
        took: { type: integer }
    Item:
      oneOf: [{ $ref: "#/components/schemas/Cup" }, { $ref: "#/components/schemas/Pot" }]
      discriminator:
        propertyName: type
        mapping: { cup: "#/components/schemas/Cup", pot: "#/components/schemas/Pot" }
    Cup: { type: object, properties: { type: { const: cup }, size: { type: integer } } }
    Pot: { type: object, properties: { type: { const: pot }, lid: { type: boolean } } }
"""

STRING, INTEGER, BOOLEAN = ({"type": kind} for kind in ("string", "integer", "boolean"))
REQUEST = {"$ref": "api.BrewRequest"}


def field(schema: dict[str, Any], *, omitempty: bool = False) -> Field:
    return Field("T", schema, omitempty)


def kettle() -> Facts:
    """Return facts that agree with the description."""
    word = field(STRING)
    members = {"cup": "api.Cup", "pot": "api.Pot"}
    return Facts(
        "v2.0.0",
        {
            "POST /api/brew": Route(
                "Brew", {"$ref": "api.BrewRequest"}, ({"$ref": "api.BrewResponse"},), (200, 400)
            ),
            "GET /v1/cups/{cup}": Route("Cup", None, (), (200,)),
        },
        {
            "api.BrewRequest": Struct(
                {
                    "leaves": field({"$ref": "api.Leaves"}),
                    "minutes": field({**INTEGER, "nullable": True}),
                    "items": field({"type": "array", "items": {"$ref": "api.Item"}}),
                },
                defaults={"minutes": 5},
            ),
            "api.BrewResponse": Struct({"done": field(BOOLEAN), "took": field(INTEGER)}),
            "api.Cup": Struct({"type": word, "size": field(INTEGER)}),
            "api.Pot": Struct({"type": word, "lid": field(BOOLEAN)}),
        },
        {
            "api.Leaves": {"type": "string", "x-extensible-enum": ["green", "black"]},
            "api.Item": {
                "oneOf": [{"$ref": "api.Cup"}, {"$ref": "api.Pot"}],
                "discriminator": {"propertyName": "type", "mapping": members},
            },
        },
    )


def ours(description: str = DESCRIPTION) -> document.Document:
    return document.parse(description, "kettle.yaml")


def found(read: Facts, description: str = DESCRIPTION, **pairs: str) -> list[str]:
    """Return the differences as `kind place: detail`."""
    named = {name.replace("_", "."): component for name, component in pairs.items()}
    return [f"{f.kind} {f.place}: {f.detail}" for f in compare(read, ours(description), named)]


def changed(section: str, key: str, value: Any) -> Facts:
    """Return the facts with one entry replaced or added, or removed if it is None."""
    read = kettle()
    entries = dict(getattr(read, section))
    entries.pop(key, None)
    if value is not None:
        entries[key] = value
    return attrs.evolve(read, **{section: entries})


def with_field(struct: str, wire: str, value: Field | None) -> Facts:
    fields = dict(kettle().structs[struct].fields)
    fields.pop(wire, None)
    if value is not None:
        fields[wire] = value
    return changed("structs", struct, Struct(fields))


# ---------------------------------------------------------------------- what differs


def test_nothing_differs() -> None:
    assert found(kettle()) == []


def test_routes() -> None:
    assert found(changed("routes", "PUT /x", Route("X", cloud=True))) == [
        "lacks PUT /x: handler X, of the cloud"
    ]
    assert "gone GET /v1/cups/{id}: cup" in found(changed("routes", "GET /v1/cups/{cup}", None))
    (any_method,) = compare(changed("routes", "ANY /x/{path}", Route("X")), ours())
    assert (any_method.place, any_method.mendings) == ("ANY /x/{path}", ())


def test_statuses() -> None:
    route = Route("Cup", None, (), (200, 404, 503))
    assert found(changed("routes", "GET /v1/cups/{cup}", route)) == [
        "status GET /v1/cups/{cup} 404: handler Cup",
        "status GET /v1/cups/{cup} 503: handler Cup",
    ]


def test_bodies_that_the_description_does_not_have() -> None:
    route = Route("Cup", REQUEST, ({"$ref": "api.Cup"},), ())
    assert found(changed("routes", "GET /v1/cups/{cup}", route)) == [
        "lacks GET /v1/cups/{cup} request: api.BrewRequest",
        "lacks GET /v1/cups/{cup} answer: api.Cup",
    ]


NULLABLE = {**INTEGER, "nullable": True}
EITHER = {"oneOf": [INTEGER, STRING]}


@pytest.mark.parametrize(
    ("wire", "value", "expected"),
    [
        ("more", field(STRING), "lacks Tea.more: string (Go: T)"),
        ("more", field(STRING, omitempty=True), "lacks Tea.more: string, may be absent (Go: T)"),
        ("took", None, "gone Tea.took: no field of api.BrewResponse"),
        ("took", field(STRING), "type Tea.took: string; here integer"),
        ("took", field({"type": "number"}), "type Tea.took: number; here integer"),
        ("took", field(EITHER), "type Tea.took: integer | string; here integer"),
        (
            "done",
            field(BOOLEAN, omitempty=True),
            "presence Tea.done: left out if empty; here required",
        ),
        ("took", field(NULLABLE), "presence Tea.took: null if the pointer is nil"),
        ("took", field(NULLABLE, omitempty=True), None),
        ("took", field({}), None),
    ],
)
def test_fields(wire: str, value: Field | None, expected: str | None) -> None:
    assert found(with_field("api.BrewResponse", wire, value)) == ([expected] if expected else [])


def test_null_in_requests_is_as_good_as_absent() -> None:
    leaves = field({"$ref": "api.Leaves", "nullable": True})
    struct = Struct({**kettle().structs["api.BrewRequest"].fields, "leaves": leaves})
    assert found(changed("structs", "api.BrewRequest", struct)) == []


def test_values() -> None:
    values = {"type": "string", "x-extensible-enum": ["green", "white"]}
    assert found(changed("types", "api.Leaves", values)) == [
        'lacks Leaves "white": a value',
        'gone Leaves "black": a value',
    ]


def test_unions_are_compared_member_by_member() -> None:
    assert found(with_field("api.Pot", "size", field(INTEGER))) == [
        "lacks Pot.size: integer (Go: T)"
    ]
    read = changed("structs", "api.Jug", Struct({"type": field(STRING), "tap": field(BOOLEAN)}))
    union = copy.deepcopy(read.types["api.Item"])
    union["oneOf"].append({"$ref": "api.Jug"})
    union["discriminator"]["mapping"]["jug"] = "api.Jug"
    read = Facts(read.release, read.routes, read.structs, {**read.types, "api.Item": union})
    assert found(read) == ['lacks Item "jug": a type, api.Jug', "struct api.Jug: type, tap"]
    fewer = copy.deepcopy(kettle().types["api.Item"])
    del fewer["oneOf"][0], fewer["discriminator"]["mapping"]["cup"]
    assert 'gone Item "cup": a type' in found(changed("types", "api.Item", fewer))


def test_one_struct_for_a_union_has_the_fields_of_all() -> None:
    every = Struct({"type": field(STRING), "size": field(INTEGER), "lid": field(BOOLEAN)})
    read = changed("structs", "api.Cup", every)
    items = field({"type": "array", "items": {"$ref": "api.Cup"}})
    request = Struct({**read.structs["api.BrewRequest"].fields, "items": items})
    structs = {**read.structs, "api.BrewRequest": request}
    del structs["api.Pot"]
    assert found(Facts("v2", read.routes, structs, read.types)) == []


def test_structs_without_a_route_meet_their_component_by_name_or_pair() -> None:
    lost = Struct({"lid": field(STRING)})
    assert found(changed("structs", "api.Lost", lost)) == ["struct api.Lost: lid"]
    assert found(changed("structs", "api.Lost", lost), api_Lost="Pot") == [
        "type Pot.lid: string; here boolean",
        "gone Pot.type: no field of api.Lost",
    ]
    assert found(changed("structs", "openai.Err", Struct({"error": field(STRING)}))) == []


def test_what_is_only_embedded_is_compared_where_it_is_embedded() -> None:
    base = {"done": field(BOOLEAN), "took": field(INTEGER)}
    read = changed("structs", "api.BrewResponse", Struct(base, embeds=("api.Metrics",)))
    structs = {**read.structs, "api.Metrics": Struct({"took": field(INTEGER)})}
    assert found(Facts("v2", read.routes, structs, read.types)) == []


def test_defaults_are_stated_by_the_schema_or_in_words() -> None:
    fields = kettle().structs["api.BrewRequest"].fields
    other = changed("structs", "api.BrewRequest", Struct(fields, defaults={"minutes": 7}))
    assert found(other) == ["default BrewRequest.minutes: 7; here none stated"]
    stated = DESCRIPTION.replace("description: Five minutes (5) unless given.", "default: 7")
    assert found(other, stated) == []
    assert found(kettle(), stated) == ["default BrewRequest.minutes: 5; here 7"]


def test_what_was_or_will_be_is_not_missed() -> None:
    without = with_field("api.BrewResponse", "took", None)
    for dated, missed in (
        ('x-ollama-since: "2.1.0"', False),
        ('x-ollama-since: "2.0.0"', True),
        ('x-ollama-until: "1.9.0"', False),
        ('x-ollama-until: "2.0.1"', True),
    ):
        line = f"took: {{ type: integer, {dated} }}"
        description = DESCRIPTION.replace("took: { type: integer }", line)
        assert bool(found(without, description)) is missed, dated


# ---------------------------------------------------------------------- the patch


def apply(overlay: dict[str, Any], description: str) -> str:
    """Carry out the actions of an overlay whose targets are plain paths."""
    data = yaml.safe_load(description) if description[0] != "{" else json.loads(description)
    for action in overlay["actions"]:
        target: Any = data
        for name, quoted in re.findall(r"\.(\w[\w-]*)|\['([^']*)'\]", action["target"]):
            target = target[name or quoted]
        if isinstance(target, list):
            target += action["update"]
        else:
            merge(target, action["update"])
    return json.dumps(data)


def merge(target: dict[str, Any], update: dict[str, Any]) -> None:
    for key, value in update.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            merge(target[key], value)
        else:
            target[key] = value


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = command.main(["upstream", *map(str, arguments)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.fixture
def files(tmp_path: Path) -> list[object]:
    """Write the description without known differences, and return the options for both files."""
    (tmp_path / "kettle.yaml").write_text(DESCRIPTION)
    (tmp_path / "known.yaml").write_text("known: []\n")
    return ["--spec", tmp_path / "kettle.yaml", "--known", tmp_path / "known.yaml"]


def extract(tmp_path: Path, read: Facts) -> Path:
    path = tmp_path / "extract.json"
    path.write_text(read.dumps())
    return path


def test_the_patch_adds_what_is_mechanical(
    tmp_path: Path, files: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    read = kettle()
    jug = Struct({"type": field(STRING), "tap": field({"$ref": "api.Tap", "nullable": True})})
    union = copy.deepcopy(read.types["api.Item"])
    union["oneOf"].append({"$ref": "api.Jug"})
    union["discriminator"]["mapping"]["jug"] = "api.Jug"
    more = {**read.structs["api.BrewResponse"].fields, "jug": field({"$ref": "api.Jug"})}
    route = Route("Add", REQUEST, ({"$ref": "api.BrewResponse"},), (200, 404))
    newer = Facts(
        "v3.0.0",
        {
            **read.routes,
            "PUT /api/brew": route,
            "GET /v1/cups/{cup}": Route("Cup", None, (), (200, 404)),
        },
        {
            **read.structs,
            "api.Jug": jug,
            "api.Tap": Struct({"open": field(BOOLEAN)}),
            "api.BrewResponse": Struct(more),
        },
        {
            "api.Leaves": {"type": "string", "x-extensible-enum": ["green", "black", "white"]},
            "api.Item": union,
        },
    )
    path = extract(tmp_path, newer)
    code, printed, _ = run(capsys, path, *files, "--format", "patch", "--exit-code")
    assert code == 1
    overlay = yaml.safe_load(printed)
    assert overlay["overlay"] == "1.0.0"
    assert overlay["info"]["version"] == "v3.0.0"
    (tmp_path / "kettle.yaml").write_text(apply(overlay, DESCRIPTION))
    assert run(capsys, path, *files, "--exit-code")[:2] == (
        0,
        "Ollama v3.0.0 against Kettle API 2: 0 differences, 0 known\n"
        "read: 3 routes, 6 structs, 13 fields\n",
    )
    patched = yaml.safe_load((tmp_path / "kettle.yaml").read_text())
    assert patched["components"]["schemas"]["Jug"] == {
        "type": "object",
        "properties": {
            "type": {"type": "string", "const": "jug"},
            "tap": {"oneOf": [{"$ref": "#/components/schemas/Tap"}, {"type": "null"}]},
        },
        "required": ["type"],
    }
    assert list(patched["paths"]["/api/brew"]["put"]["responses"]) == ["200", "404"]


# ---------------------------------------------------------------------- known differences


def test_what_is_known_is_not_reported_and_what_matches_nothing_is(
    tmp_path: Path, files: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    path = extract(tmp_path, with_field("api.BrewResponse", "took", field(STRING)))
    entries = "known:\n  - type: Tea.t*\n    reason: So it is.\n"
    (tmp_path / "known.yaml").write_text(entries)
    code, printed, _ = run(capsys, path, *files, "--exit-code")
    assert code == 0
    assert printed.splitlines()[0].endswith("against Kettle API 2: 0 differences, 1 known")
    entries += "  - gone: [Tea.done, POST /old]\n    reason: Before.\n"
    (tmp_path / "known.yaml").write_text(entries)
    code, printed, _ = run(capsys, path, *files, "--exit-code")
    assert code == 1
    assert printed.splitlines()[3:] == [
        "entries of the known differences that match nothing (2)",
        "  gone Tea.done: Before.",
        "  gone POST /old: Before.",
    ]


def test_a_star_is_the_only_pattern(tmp_path: Path) -> None:
    (tmp_path / "known.yaml").write_text("known:\n  - gone: 'A.[]*'\n    reason: x\n")
    meant = known.load(tmp_path / "known.yaml")
    findings = [Finding("gone", place) for place in ("A.[].b", "A.b", "A.[]")]
    assert [f.place for f in meant.sift(findings)[0]] == ["A.b"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("known:\n  - gone: A\n", r"known.yaml:2: #/known/0: expected one kind of difference"),
        ("known:\n  - reason: x\n", "expected one kind of difference"),
        ("known:\n  - gone: A\n    lacks: B\n    reason: x\n", "expected one kind of difference"),
        ("known:\n  - missing: A\n    reason: x\n", r"\(lacks, gone, type, presence"),
        ("known: {}\n", "expected a mapping of pairs and a list of known"),
        ("others: []\n", "expected pairs or known, got 'others'"),
    ],
)
def test_a_file_of_known_differences_with_mistakes(
    tmp_path: Path, content: str, message: str
) -> None:
    (tmp_path / "known.yaml").write_text(content)
    with pytest.raises(SpecError, match=message):
        known.load(tmp_path / "known.yaml")


def test_every_kind_of_our_known_differences_has_a_reason() -> None:
    meant = known.load(ROOT / "openapi" / "upstream.yaml")
    assert {entry.kind for entry in meant.entries} <= KINDS.keys()
    schemas = description.load(SPEC, python=False).schemas
    assert set(meant.pairs.values()) <= schemas.keys()


# ---------------------------------------------------------------------- two releases


def test_what_changed_between_two_releases() -> None:
    leaves = {"type": "string", "x-extensible-enum": ["green", "white"]}
    newer = changed("types", "api.Leaves", leaves)
    request = Struct({"minutes": field(STRING)}, ("UnmarshalJSON",), defaults={"minutes": 6})
    structs = {**newer.structs, "api.BrewRequest": request, "api.Jug": Struct({"a": field(STRING)})}
    del structs["api.Pot"]
    routes = {**newer.routes, "PUT /x": Route("X"), "GET /v1/cups/{cup}": Route("Cup", REQUEST)}
    newer = Facts("v3", routes, structs, newer.types)
    assert [f"{c.sign} {c.place}: {c.detail}" for c in changes(kettle(), newer)] == [
        "- GET /v1/cups/{cup} status 200: ",
        "+ GET /v1/cups/{cup} request: api.BrewRequest",
        "+ PUT /x: handler X",
        "- api.BrewRequest.leaves: T (api.Leaves)",
        "~ api.BrewRequest.minutes: T (integer | null) -> T (string)",
        "- api.BrewRequest.items: T (array of api.Item)",
        "~ api.BrewRequest.minutes default: 5 -> 6",
        "+ api.BrewRequest UnmarshalJSON: ",
        "- api.Pot: type, lid",
        "+ api.Jug: a",
        '- api.Leaves "black": ',
        '+ api.Leaves "white": ',
    ]
    assert changes(newer, newer) == []


def test_two_stored_releases(capsys: pytest.CaptureFixture[str]) -> None:
    code, printed, _ = run(capsys, NEW, "--since", OLD, "--format", "json", "--exit-code")
    assert code == 1
    told = json.loads(printed)
    assert (told["old"], told["new"]) == ("v0.24.0", "v0.30.0")
    assert "api.ModelDetails.context_length" in [change["place"] for change in told["changes"]]
    assert run(capsys, NEW, "--since", NEW, "--exit-code")[0] == 0


@pytest.mark.slow
def test_a_bump_from_one_release_to_the_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was added in the newer release is reported, and the patch adds it to the description."""
    came = {"ModelDetails": ["context_length", "embedding_length"], "ListedModel": ["capabilities"]}
    spec = description.load(SPEC, python=False).data
    older = copy.deepcopy(spec)
    for component, names in came.items():
        for name in names:
            del older["components"]["schemas"][component]["properties"][name]
    path = tmp_path / "older.yaml"

    def report(description: Any, read: Path) -> set[tuple[str, str]]:
        path.write_text(json.dumps(description))
        _, printed, _ = run(capsys, read, "--spec", path, "--format", "json")
        return {(f["kind"], f["place"]) for f in json.loads(printed)["findings"]}

    places = {("lacks", f"{name}.{wire}") for name, wires in came.items() for wire in wires}
    assert report(older, NEW) - report(spec, NEW) == places
    assert not {place for kind, place in report(older, OLD) if (kind, place) in places}

    path.write_text(json.dumps(older))
    _, printed, _ = run(capsys, NEW, "--spec", path, "--format", "patch")
    patched = json.loads(apply(yaml.safe_load(printed), json.dumps(older)))
    assert not report(patched, NEW) & places
    details = patched["components"]["schemas"]["ModelDetails"]["properties"]
    assert details["context_length"] == {"type": "integer", "format": "int64"}
    listed = patched["components"]["schemas"]["ListedModel"]["properties"]["capabilities"]
    assert listed == {"type": "array", "items": {"$ref": "#/components/schemas/ModelCapability"}}


@pytest.mark.parametrize("stored", [OLD, NEW], ids=lambda path: path.stem)
def test_a_stored_extract_is_whole(stored: Path) -> None:
    read = facts.load(stored)
    assert f"v{read.release[1:]}" == stored.stem
    assert read.routes["POST /api/chat"].request == {"$ref": "api.ChatRequest"}
    assert read.routes["POST /v1/messages"].request == {"$ref": "anthropic.MessagesRequest"}
    assert read.structs["api.ChatResponse"].embeds == ("api.Metrics",)
    assert read.structs["api.Options"].defaults["top_k"] == 40
    assert "thinking" in read.types["model.Capability"]["x-extensible-enum"]
    references = re.findall(r'"\$ref": "([^"]+)"', stored.read_text())
    assert set(references) <= read.structs.keys() | read.types.keys()
    assert read.dumps() == stored.read_text()


# ---------------------------------------------------------------------- the command


def test_the_command_writes_an_extract(
    tmp_path: Path, files: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    path = extract(tmp_path, kettle())
    again = tmp_path / "again.json"
    assert run(capsys, path, *files, "--extract", again)[0] == 0
    assert again.read_text() == path.read_text()


def test_the_report_as_json(
    tmp_path: Path, files: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    path = extract(tmp_path, with_field("api.BrewResponse", "more", field(STRING)))
    _, printed, _ = run(capsys, path, *files, "--format", "json")
    assert json.loads(printed) == {
        "release": "v2.0.0",
        "description": "2",
        "known": 0,
        "findings": [
            {
                "kind": "lacks",
                "place": "Tea.more",
                "detail": "string (Go: T)",
                "patch": [
                    {
                        "target": "$.components.schemas.Tea.properties",
                        "description": "Tea.more",
                        "update": {"more": {"type": "string"}},
                    }
                ],
            }
        ],
    }


def test_what_cannot_be_read_is_a_problem(
    tmp_path: Path, files: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    path = extract(tmp_path, kettle())
    code, _, told = run(capsys, path, *files, "--since", path, "--format", "patch")
    assert (code, "patch cannot be used with --since" in told) == (2, True)
    code, _, told = run(capsys, path, *files, "--tag", "v1")
    assert (code, "--tag v1 needs a checkout" in told) == (2, True)
    code, _, told = run(capsys, path, "--spec", tmp_path / "none.yaml")
    assert (code, "none.yaml:1" in told) == (2, True)


def test_an_extract_needs_no_go_parser(
    tmp_path: Path,
    files: list[object],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import sys

    for name in [name for name in sys.modules if name.startswith("generator.ollama_source.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "tree_sitter", None)
    path = extract(tmp_path, kettle())
    assert run(capsys, path, *files, "--exit-code")[0] == 0
    code, _, told = run(capsys, tmp_path, *files)
    assert (code, "needs the dependency group `upstream`" in told) == (2, True)
