"""Owns which model was probably meant by a name that the server does not have."""

from __future__ import annotations

from typing import Any

from ollama_client._runtime import codec, spelling
from ollama_client._runtime.environment import is_switched_off
from ollama_client._runtime.failures import missing_model
from ollama_client._runtime.transport import came_directly
from ollama_client.errors import ResponseError

#: Seconds for the look at the names. An error should not wait for its explanation.
LOOK_SECONDS = 1.0

LOOK: dict[str, Any] = {"method": "GET", "url": "/api/tags", "headers": [spelling.EXPLAINING]}


def may_look(http: Any, error: ResponseError) -> bool:
    """Return whether to ask the server for the names of its models.

    Nobody should meet a request that is not expected: none is made where an answer was recorded or
    made up, where the program watches requests, or where the server names itself, which Ollama does
    not, but servers of tests and reverse proxies do.
    """
    response = error.response
    return (
        response is not None
        and not response.history
        and missing_model(error) is not None
        and "server" not in response.headers
        and came_directly(response)
        and not any(http.event_hooks.values())
        and all(_is_of_httpx(getattr(http, name)) for name in ("request", "send"))
        and not is_switched_off(spelling.SETTING)
    )


def _is_of_httpx(method: Any) -> bool:
    names = getattr(getattr(method, "__func__", None), "__globals__", {})
    return str(names.get("__name__")).startswith("httpx.")


def explain(error: ResponseError, listed: bytes) -> None:
    """Name the model that was probably meant, if it is in the body of `GET /api/tags`."""
    asked = str(missing_model(error)).removesuffix(":latest")
    names: list[str] = [str(model["name"]) for model in codec.loads(listed)["models"]]
    known = {name.partition(":")[0]: name for name in reversed(names)}
    known.update({name.removesuffix(":latest"): name for name in names})
    near = spelling.nearest(asked, known)
    if near is not None:
        error.hint += f", or did you mean {known[near].removesuffix(':latest')!r}?"
