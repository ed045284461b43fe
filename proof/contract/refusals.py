"""Provokes the declared errors of an operation, as far as this is harmless."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from typing import Any

import attrs

from generator.document import Operation, is_mapping

from .examples import Example, encoded, examples_of, prepared
from .exchange import Request
from .runner import Runner
from .spec import properties_of

_ABSENT = f"sha256:{hashlib.sha256(b'never uploaded').hexdigest()}"
#: Values of a type other than the key's.
_WRONG: dict[str, Any] = {
    "string": 5,
    "boolean": "yes",
    "integer": "many",
    "number": "much",
    "array": 5,
    "object": 5,
}
#: Operations that need the server's own account.
_OF_ACCOUNT = ("getCurrentUser", "signOutUser", "deleteUserKey")
_EXPERIMENTAL = ("searchWebExperimental", "fetchWebExperimental")
#: A pull or a push only fails after it has started to stream, so it has no 404.
_NOT_FOUND_ELSEWHERE = ("pullModel", "pushModel", "createModel")


@attrs.frozen
class Refusal:
    """A request that must fail, and its possible statuses."""

    name: str
    request: Request
    expected: Collection[int]
    signed_in: bool = True


def run_refusals(runner: Runner, operation: Operation) -> None:
    """Send the requests that one operation must refuse."""
    for refusal in refusals_of(runner, operation):
        runner.target.sign_in(refusal.signed_in)
        case = f"refusal: {refusal.name}"
        runner.run(operation, case, "refusals", refusal.request, refusal.expected)
    runner.target.sign_in(True)


def refusals_of(runner: Runner, operation: Operation) -> Iterator[Refusal]:
    """Yield the requests that an operation must refuse."""
    declared = runner.spec.statuses(operation)
    refused = [status for status in declared if 400 <= status < 500]
    shown = next(examples_of(runner, operation))
    if shown.media_type == "application/json" and is_mapping(shown.body):
        yield from _bad_json(runner, operation, shown)
    if is_mapping(shown.body):
        yield from _bad_fields(runner, operation, shown, refused)
    if "model" in shown.parameters and 404 in declared:
        # In a path, the slash of a namespace would start another part.
        name = runner.target.models.unknown().replace("/", "-")
        unknown = {**shown.parameters, "model": name}
        yield Refusal("unknown model", encoded(runner, operation, unknown), {404})
    if "digest" in shown.parameters:
        yield from _bad_digests(runner, operation)
    yield from _without_account(runner, operation, shown)
    if 403 in declared and runner.target.embedded is not None:
        # Only a server on a loopback address refuses it, and the address of a real one is unknown.
        request, _ = prepared(runner, operation, shown)
        headers = {**request.headers, "Host": "evil.example.com"}
        yield Refusal("foreign Host", attrs.evolve(request, headers=headers), {403})


def _bad_json(runner: Runner, operation: Operation, shown: Example) -> Iterator[Refusal]:
    request, _ = prepared(runner, operation, shown)
    yield Refusal("no body", attrs.evolve(request, body=b""), {400})
    yield Refusal("malformed JSON", attrs.evolve(request, body=b'{"model": '), {400})
    yield Refusal("an array", attrs.evolve(request, body=b"[]"), {400})


def _bad_fields(
    runner: Runner, operation: Operation, shown: Example, refused: Collection[int]
) -> Iterator[Refusal]:
    schema = runner.spec.request_schema(operation)
    body, _ = runner.target.models.renamed(operation.id, shown.body)

    def changed(changes: dict[str, Any], without: str = "") -> Request:
        fields = {**body, **changes}
        fields.pop(without, None)
        return encoded(runner, operation, shown.parameters, fields, shown.media_type)

    for name in schema.get("required", ()):
        yield Refusal(f"no {name}", changed({}, without=name), refused)
    # In a form, every value is text.
    typed = properties_of(schema) if shown.media_type == "application/json" else {}
    for name, declared in typed.items():
        kind = runner.spec.document.resolved(declared).get("type")
        # Fields for old programs may no longer be read.
        if kind in _WRONG and not declared.get("deprecated"):
            wrong = changed({name: _WRONG[kind]})
            yield Refusal(f"{name} of another type", wrong, refused)
    unknown = runner.target.models.unknown()
    if 404 in refused and operation.id not in _NOT_FOUND_ELSEWHERE:
        for name in {"model", "source"} & body.keys():
            yield Refusal(f"unknown {name}", changed({name: unknown, "stream": False}), {404})
    if 413 in refused:
        yield Refusal("a large body", changed({"state": "x" * 70_000}), {413})


def _bad_digests(runner: Runner, operation: Operation) -> Iterator[Refusal]:
    media_type = "" if operation.method == "head" else "application/octet-stream"

    def with_digest(digest: str) -> Request:
        body = "other bytes" if media_type else None
        return encoded(runner, operation, {"digest": digest}, body, media_type)

    yield Refusal("no digest", with_digest("sha256:12"), {400})
    absent = 404 if operation.method == "head" else 400
    yield Refusal("the digest of something else", with_digest(_ABSENT), {absent})


def _without_account(runner: Runner, operation: Operation, shown: Example) -> Iterator[Refusal]:
    """Yield requests without the key or the account that they need."""
    request, _ = prepared(runner, operation, shown)
    if runner.target.is_cloud(operation):
        headers = {k: v for k, v in request.headers.items() if k != "Authorization"}
        yield Refusal("no key", attrs.evolve(request, headers=headers), {401})
    elif operation.id in (*_OF_ACCOUNT, *_EXPERIMENTAL) and runner.target.embedded is not None:
        yield Refusal("signed out", request, {401}, signed_in=False)
