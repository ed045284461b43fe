"""The routes about the server itself, the account, and the web search service."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote, urlsplit

from ollama.testing._app import App, Call, json_answer
from ollama.testing._errors import ApiError
from ollama.testing._http import Answer
from ollama.testing._readers import decode_body
from ollama.testing._wire import without_empty

#: How the server identifies itself, so that it is not mistaken for a real one.
ABOUT = "ollama.testing: a test server, not a real Ollama; its answers are made up"
_DEFAULT_RESULTS = 5
_MOST_RESULTS = 10
_RECOMMENDATIONS = [
    {
        "model": "gpt-oss:120b-cloud",
        "description": "Reasoning and agents, in the cloud",
        "context_length": 131_072,
        "max_output_tokens": 32_768,
        "required_plan": "free",
    },
    {
        "model": "qwen3",
        "description": "Reasoning and tools on one GPU",
        "context_length": 40_960,
        "vram_bytes": 7_516_192_768,
    },
    {"model": "nomic-embed-text", "description": "Embeddings for search"},
]
_MAPPINGS = {"gpt-oss:120b": {"model": "gpt-oss:120b-cloud", "required_plan": "free"}}


def root(_app: App, _call: Call) -> Answer:
    """Answer ``GET /``."""
    return Answer(200, b"Ollama is running", "text/plain; charset=utf-8")


def version(app: App, _call: Call) -> Answer:
    """Answer ``GET /api/version``.

    The version is a plain one that clients can compare. ``server`` says that this is a test server.
    """
    return json_answer({"version": app.version, "server": ABOUT})


def status(app: App, _call: Call) -> Answer:
    """Answer ``GET /api/status``."""
    disabled = app.account.cloud_disabled
    return json_answer(
        {"cloud": {"disabled": disabled, "source": "config" if disabled else "none"}}
    )


def me(app: App, _call: Call) -> Answer:
    """Answer ``POST /api/me``."""
    user = app.account.user
    if user is None:
        raise app.account.unauthorized()
    return json_answer(user_object(user))


def user_object(user: dict[str, Any]) -> dict[str, Any]:
    """Return the account in the API's format. Missing values are filled in."""
    name = str(user.get("name", "tester"))
    number = hashlib.sha256(name.encode()).hexdigest()
    uuid = f"{number[:8]}-{number[8:12]}-4{number[13:16]}-8{number[17:20]}-{number[20:32]}"
    known = {"id": uuid, "email": f"{name}@example.com", "name": name}
    return {**known, **without_empty({"plan": "free", **user})}


def signout(app: App, _call: Call) -> Answer:
    """Answer ``POST /api/signout`` and its deprecated alias."""
    if app.account.user is None:
        raise ApiError(401, "you are not currently signed in")
    app.account.user = None
    return json_answer(None)


def recommendations(app: App, _call: Call) -> Answer:
    """Answer ``GET /api/experimental/model-recommendations``."""
    mappings = {"mappings": _MAPPINGS} if app.since("0.34.0") else {}
    return json_answer({"recommendations": _RECOMMENDATIONS, **mappings})


def cloud_search(_app: App, call: Call) -> Answer:
    """Answer ``POST /api/web_search`` like the cloud service, which requires an API key."""
    require_bearer(call)
    return _search(call)


def cloud_fetch(_app: App, call: Call) -> Answer:
    """Answer ``POST /api/web_fetch`` like the cloud service, which requires an API key."""
    require_bearer(call)
    return _fetch(call)


def local_search(app: App, call: Call) -> Answer:
    """Answer ``POST /api/experimental/web_search``. Requires an account, not an API key."""
    if not call.body.strip():
        raise ApiError(400, "missing request body")
    app.require_cloud("web search is unavailable")
    return _search(call)


def local_fetch(app: App, call: Call) -> Answer:
    """Answer ``POST /api/experimental/web_fetch``. Requires an account, not an API key."""
    if not call.body.strip():
        raise ApiError(400, "missing request body")
    app.require_cloud("web fetch is unavailable")
    return _fetch(call)


def require_bearer(call: Call) -> None:
    """Raise ApiError 401 if a request has no API key."""
    scheme, _, key = call.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise ApiError(401, "unauthorized")


def _search(call: Call) -> Answer:
    request = decode_body(call.body, "WebSearchRequest")
    query = request.get("query", "").strip()
    if not query:
        raise ApiError(400, "query is required")
    wanted = request.get("max_results", 0) or _DEFAULT_RESULTS
    if not 1 <= wanted <= _MOST_RESULTS:
        raise ApiError(400, f"max_results must be between 1 and {_MOST_RESULTS}")
    return json_answer({"results": search_results(query, wanted)})


def search_results(query: str, count: int = _DEFAULT_RESULTS) -> list[dict[str, str]]:
    """Return ``count`` made-up pages about ``query``."""
    return [
        {
            "title": f"{query}: result {number}",
            "url": f"https://example.com/{quote(query, safe='')}/{number}",
            "content": f"Page {number} about {query}.",
        }
        for number in range(1, count + 1)
    ]


def _fetch(call: Call) -> Answer:
    request = decode_body(call.body, "WebFetchRequest")
    url = request.get("url", "").strip()
    if not url:
        raise ApiError(400, "url is required")
    try:
        host = urlsplit(url if "//" in url else f"https://{url}").hostname or url
    except ValueError:
        raise ApiError(400, "invalid url") from None
    content = f"The page at {url}."
    return json_answer(
        {"title": f"{host} page", "content": content, "links": [f"https://{host}/about"]}
    )
