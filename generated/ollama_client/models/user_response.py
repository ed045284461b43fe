# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""UserResponse, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

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
class UserResponse(WireModel):
    """The account this server is signed in with."""

    id: str = unset()
    """Identifies the account."""
    email: str = unset()
    """Email address of the account."""
    name: str = unset()
    """User name."""
    bio: str | None = None
    """The user's description of themselves."""
    avatarurl: str | None = None
    """URL of the user's picture."""
    firstname: str | None = None
    """First name."""
    lastname: str | None = None
    """Last name."""
    plan: Literal["free", "pro", "max"] | str | None = None
    """Plan of the account. `free` by default."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            email: str | None = None,
            name: str | None = None,
            bio: str | None = None,
            avatarurl: str | None = None,
            firstname: str | None = None,
            lastname: str | None = None,
            plan: Literal["free", "pro", "max"] | str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.id = get("id")
        self.email = get("email")
        self.name = get("name")
        self.bio = get("bio")
        self.avatarurl = get("avatarurl")
        self.firstname = get("firstname")
        self.lastname = get("lastname")
        self.plan = get("plan")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "email": self.email,
                "name": self.name,
                "bio": self.bio,
                "avatarurl": self.avatarurl,
                "firstname": self.firstname,
                "lastname": self.lastname,
                "plan": self.plan,
            }
        )
