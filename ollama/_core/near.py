"""Owns the suggestion of a similar name if a model is missing."""

from __future__ import annotations

from typing import Any

from ollama_client._runtime import codec, spelling
from ollama_client._runtime.environment import is_switched_off
from ollama_client._runtime.failures import missing_model
from ollama_client._runtime.transport import came_directly
from ollama_client.errors import ResponseError

#: Seconds that listing the models may take, so that the error is not delayed.
LOOK_SECONDS = 1.0

LOOK: dict[str, Any] = {"method": "GET", "url": "/api/tags", "headers": [spelling.EXPLAINING]}


def may_look(http: Any, error: ResponseError) -> bool:
    """Return whether to request the names of the server's models.

    This additional request must not surprise anyone. It is not made if answers are recorded or
    mocked, if the program has event hooks, or if there is a Server header, which test servers and
    reverse proxies send and Ollama does not.
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
    """Add the most similar name in the body of `GET /api/tags` to an error, if there is one."""
    asked = str(missing_model(error)).removesuffix(":latest")
    names: list[str] = [str(model["name"]) for model in codec.loads(listed)["models"]]
    known = {name.partition(":")[0]: name for name in reversed(names)}
    known.update({name.removesuffix(":latest"): name for name in names})
    near = spelling.nearest(asked, known)
    if near is not None:
        error.hint += f", or did you mean {known[near].removesuffix(':latest')!r}?"
