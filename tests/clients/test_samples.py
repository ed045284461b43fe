"""The samples: valid, of every type, and changed as by a newer server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from proof.clients.samples import NEWER_ENTRY, NEWER_FIELD, Facts, Sample, Spec, load, newer

SPEC = Spec.load()
SAMPLES = load(SPEC)
WRITTEN = [sample for sample in SAMPLES if not sample.id.endswith("newer server")]


def references(node: Any) -> Iterator[str]:
    """The references of a part of the description. Forms are not JSON."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "multipart/form-data":
                continue
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def reachable() -> set[str]:
    """Components that requests or answers of operations use."""
    found: set[str] = set()
    waiting = list(references(SPEC.document["paths"]))
    while waiting:
        reference = waiting.pop()
        if reference not in found:
            found.add(reference)
            kind, name = reference.split("/")[-2:]
            waiting.extend(references(SPEC.document["components"][kind][name]))
    prefix = "#/components/schemas/"
    return {reference.removeprefix(prefix) for reference in found if reference.startswith(prefix)}


def occurring(schema: dict[str, Any], body: Any) -> Iterator[str]:
    """Names of the components that parts of `body` are."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield name
        yield from occurring(SPEC.schemas[name], body)
    elif "oneOf" in schema:
        member = next(m for m in schema["oneOf"] if not SPEC.problems(m, body))
        yield from occurring(member, body)
    elif isinstance(body, dict):
        rest = schema.get("additionalProperties")
        for key, value in body.items():
            below = schema.get("properties", {}).get(key, rest)
            if isinstance(below, dict):
                yield from occurring(below, value)
    elif isinstance(body, list):
        for item in body:
            yield from occurring(schema.get("items", {}), item)


@pytest.mark.parametrize("sample", WRITTEN, ids=lambda sample: sample.id)
def test_a_sample_is_valid(sample: Sample):
    assert SPEC.problems(SPEC.schemas[sample.schema], sample.body) == []


def test_every_object_that_is_sent_or_answered_occurs_in_a_sample():
    wanted = {name for name in reachable() if "properties" in SPEC.schemas[name]}
    found: set[str] = set()
    for sample in WRITTEN:
        found.update(occurring({"$ref": f"#/{sample.schema}"}, sample.body))
    assert len(WRITTEN) >= 40
    assert sorted(wanted - found) == []


def test_names_of_samples_are_unique():
    names = [sample.id for sample in SAMPLES]
    assert len(names) == len(set(names))


def test_only_answers_come_from_a_newer_server():
    answers = {sample.id for sample in WRITTEN if sample.from_server}
    newer_ones = {sample.id for sample in SAMPLES} - {sample.id for sample in WRITTEN}
    assert newer_ones == {f"{name}, newer server" for name in answers}


def sample_of(schema: str, body: Any) -> Sample:
    return Sample("sample", schema, body, SPEC.facts(schema, body), from_server=True)


def test_a_newer_server_adds_to_every_object_and_map():
    details = {
        "parent_model": "",
        "format": "gguf",
        "family": "gemma4",
        "families": None,
        "parameter_size": "8.0B",
        "quantization_level": "Q4_K_M",
    }
    body = {"details": details, "model_info": {"a": 1}, "modified_at": "2026-11-21T04:26:33Z"}
    changed = newer(SPEC, sample_of("ShowResponse", body))
    assert NEWER_FIELD in changed.body
    assert NEWER_FIELD in changed.body["details"]
    assert changed.body["model_info"] == {"a": 1, NEWER_ENTRY: 1}
    assert NEWER_FIELD not in body, "the sample itself was changed"


def test_what_the_schema_says_of_parts():
    body = {
        "model": "all-minilm",
        "input": ["a"],
        "options": {"num_ctx": 1, "unknown": {"x": None}},
    }
    facts = SPEC.facts("EmbedRequest", body)
    assert facts.objects == {()}
    assert facts.maps == {("options",)}
    assert facts.free == {("options", "unknown")}
    assert facts.is_free(("options", "unknown", "x"))
    assert not facts.is_free(("options", "num_ctx"))


def test_floats_and_times_are_found():
    floats = SPEC.facts("EmbedResponse", {"model": "m", "embeddings": [[0.5, 1]]}).floats
    assert floats == {("embeddings", 0, 0), ("embeddings", 0, 1)}
    answer = {"model": "m", "created_at": "2026-11-21T04:26:33Z", "response": "", "done": True}
    assert SPEC.facts("GenerateResponse", answer).times == {("created_at",)}


def test_facts_without_anything():
    assert not Facts(*[frozenset()] * 5).is_free(())
