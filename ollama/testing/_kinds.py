"""What different kinds of models and servers refuse, and with which messages.

A model uses a Go template, or the chat template in its file. For a model with a chat template, the
server compiles a grammar from the tools of a request. For every model, it compiles one from the
format.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ollama.testing._app import App
from ollama.testing._errors import ApiError
from ollama.testing._store import Model
from ollama.testing._wire import as_array, as_object, json_text

_TYPES = frozenset(("object", "array", "string", "number", "integer", "boolean", "null"))
#: Since this release, models without a Go template use the chat template in their file.
_CHAT_TEMPLATES = "0.30.0"


def process_error(status: int, message: str, kind: str = "invalid_request_error") -> ApiError:
    """Return an error of the process that runs a model. Its JSON is passed on as a string."""
    said = {"error": {"code": status, "message": message, "type": kind}}
    return ApiError(status, json_text(said))


def check_format(app: App, schema: Any) -> None:
    """Raise ApiError if no grammar can be compiled from ``schema``: 400, or 500 before 0.30."""
    wrong = next(_refusals(schema), None) if as_object(schema) is not None else None
    if wrong is not None:
        failed = f"Field 'json_schema': \"json_schema\": JSON schema conversion failed:\n{wrong}"
        raise process_error(400 if app.since(_CHAT_TEMPLATES) else 500, failed)


def check_template(template: str, status: int, prefix: str = "") -> None:
    """Raise ApiError with ``status`` if a Go template cannot be parsed."""
    if template.count("{{") != template.count("}}"):
        raise ApiError(status, f"{prefix}template: :1: unclosed action")


def check_images(model: Model, count: int) -> None:
    """Raise ApiError if a model with a chat template gets images but has no vision.

    Models with a Go template accept images in any case, so that tests need no vision model.
    """
    if count and model.chat_template and "vision" not in model.capabilities:
        hint = "hint: if this is unexpected, you may need to provide the mmproj"
        raise process_error(500, f"image input is not supported - {hint}", "server_error")


def check_tools(model: Model, request: dict[str, Any]) -> None:
    """Raise ApiError if a chat template refuses the tools. A Go template accepts all tools."""
    tools: list[dict[str, Any]] = request.get("tools") or []
    if not model.chat_template or not tools:
        return
    if request.get("logprobs"):
        raise process_error(400, "logprobs is not supported with tools + stream")
    for tool in tools:
        parameters: dict[str, Any] = tool.get("function", {}).get("parameters") or {}
        wrong = f"Unrecognized schema: {json_text(parameters)}"
        if parameters.get("type") == "object":
            wrong = next(_refusals(parameters), "")
        if wrong:
            failed = "Automatic parser generation failed: JSON schema conversion failed:"
            reason = f"Unable to generate parser for this template. {failed}\n{wrong}"
            raise process_error(400, reason)


def _refusals(schema: Any) -> Iterator[str]:
    """Yield the reasons why a server cannot compile a grammar from a schema."""
    node = as_object(schema)
    if node is None:
        yield f"Unrecognized schema: {json_text(schema)}"
        return
    if "$ref" in node:
        if not str(node["$ref"]).startswith("#/"):
            yield f"Unsupported ref: {node['$ref']}"
        return
    yield from _own_refusals(node)
    for part in _parts(node):
        yield from _refusals(part)


def _own_refusals(node: dict[str, Any]) -> Iterator[str]:
    kinds = as_array(node.get("type")) or [node.get("type", "object")]
    if not any("anyOf" in node or "oneOf" in node or str(kind) in _TYPES for kind in kinds):
        yield f"Unrecognized schema: {json_text(node)}"
    # Imported here, because only a schema with a type needs it.
    from ollama._schemas.grammar import is_expressible

    pattern = node.get("pattern")
    if isinstance(pattern, str) and not is_expressible(pattern):
        anchored = pattern.startswith("^") and pattern.endswith("$")
        yield (
            "failed to parse grammar"
            if anchored
            else "Pattern must start with '^' and end with '$'"
        )


def _parts(node: dict[str, Any]) -> Iterator[Any]:
    for key in ("properties", "$defs"):
        yield from (as_object(node.get(key)) or {}).values()
    for key in ("anyOf", "oneOf"):
        yield from as_array(node.get(key)) or []
    if "items" in node:
        yield node["items"]
    else:
        yield from as_array(node.get("prefixItems")) or []
    if as_object(node.get("additionalProperties")) is not None:
        yield node["additionalProperties"]
