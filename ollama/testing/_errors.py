"""The error a route raises to answer with a status and the native error body."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """Ends a request with ``status`` and the body ``{"error": message, **extra}``."""

    def __init__(self, status: int, message: str, **extra: Any) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.extra = extra

    def body(self) -> dict[str, Any]:
        """Return the JSON body of the answer."""
        return {"error": self.message, **self.extra}
