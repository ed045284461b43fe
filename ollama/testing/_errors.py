"""The errors that routes raise to answer with a status and an error body."""

from __future__ import annotations

import hashlib
from typing import Any

_OPENAI_TYPES = {400: "invalid_request_error", 404: "not_found_error"}
_ANTHROPIC_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
    503: "overloaded_error",
    529: "overloaded_error",
}
#: A route below /v1 whose errors look like those of the native routes.
_NATIVE = "/v1/systemone"


class ApiError(Exception):
    """Ends a request with an error.

    The OpenAI and Anthropic routes have their own error bodies, without ``extra``. The attribute
    ``is_bare`` marks errors of a running model, and errors that these routes get from native ones.
    They have no charset.

    Args:
        status: HTTP status.
        message: Text of the error.
        extra: Additional members of the body.
    """

    is_bare = False

    def __init__(self, status: int, message: str, **extra: Any) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.extra = extra

    def body(self, path: str = "") -> dict[str, Any]:
        """Return the JSON body of the answer, in the format of the route at ``path``."""
        if not path.startswith("/v1/") or path == _NATIVE:
            return {"error": self.message, **self.extra}
        return self._anthropic() if path == "/v1/messages" else self._openai()

    @property
    def content_type(self) -> str:
        """The media type of the answer."""
        return "application/json" if self.is_bare else "application/json; charset=utf-8"

    def _openai(self) -> dict[str, Any]:
        kind = _OPENAI_TYPES.get(self.status, "api_error")
        return {"error": {"message": self.message, "type": kind, "param": None, "code": None}}

    def _anthropic(self) -> dict[str, Any]:
        kind = _ANTHROPIC_TYPES.get(self.status, "api_error")
        number = hashlib.sha256(self.message.encode("utf-8", "replace")).hexdigest()[:24]
        return {
            "type": "error",
            "error": {"type": kind, "message": self.message},
            "request_id": f"req_{number}",
        }


class CloudError(ApiError):
    """An error of the cloud, or of reaching it. Its body is the native one on every route."""

    def body(self, path: str = "") -> dict[str, Any]:  # noqa: ARG002 - the same for all
        """Return the JSON body of the answer."""
        return super().body()

    @property
    def content_type(self) -> str:
        """The media type of the answer."""
        return ApiError(self.status, self.message).content_type
