# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ErrorBody, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
    unset,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ErrorBody(WireModel, wire={"http_status_code": "StatusCode", "http_status": "Status"}):
    """The body of a failed call, or the last line of a stream that failed after it began (the HTTP
    status of such a stream is 200).
    """

    error: str = unset()
    """Message for people. Programs should not depend on its text."""
    signin_url: str | None = None
    """URL where the owner of this server can sign in to ollama.com. Sent with the status 401 by
    paths that need the cloud.
    """
    http_status_code: int | None = None
    """HTTP status of the upstream server. Only sent if a model on another server (`remote_host`)
    failed there. Wire name: `StatusCode`.
    """
    http_status: str | None = None
    """HTTP status line for `StatusCode`. Only sent together with it. Wire name: `Status`."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            error: str | None = None,
            signin_url: str | None = None,
            http_status_code: int | None = None,
            StatusCode: int | None = None,
            http_status: str | None = None,
            Status: str | None = None,
        ) -> None: ...

    @property
    def StatusCode(self) -> int | None:
        """The same as `http_status_code`, under its wire name."""
        return self.http_status_code

    @property
    def Status(self) -> str | None:
        """The same as `http_status`, under its wire name."""
        return self.http_status

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.error = get("error")
        self.signin_url = get("signin_url")
        self.http_status_code = get("StatusCode")
        self.http_status = get("Status")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "error": self.error,
                "signin_url": self.signin_url,
                "StatusCode": self.http_status_code,
                "Status": self.http_status,
            }
        )
