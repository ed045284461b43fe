"""The official names of the types. Each is loaded on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._core.clash import demand_own_files
from ._methods.official import MODELS

if TYPE_CHECKING:
    from ollama_client._runtime.images import Image as Image
    from ollama_client._runtime.mixins import StatusResponse as StatusResponse
    from ollama_client._runtime.model import WireModel as SubscriptableBaseModel
    from ollama_client._runtime.usage import Attempt as Attempt
    from ollama_client._runtime.usage import Usage as Usage
    from ollama_client.errors import RequestError as RequestError
    from ollama_client.errors import ResponseError as ResponseError

    from ._methods.official import *

    BaseRequest = BaseStreamableRequest = BaseGenerateRequest = SubscriptableBaseModel
    BaseGenerateResponse = SubscriptableBaseModel

demand_own_files()

#: The modules of the names.
_MODULES = {
    "ollama._core.bases": (
        *("BaseGenerateRequest", "BaseGenerateResponse", "BaseRequest", "BaseStreamableRequest"),
        "SubscriptableBaseModel",
    ),
    "ollama_client._runtime.images": ("Image",),
    "ollama_client._runtime.mixins": ("StatusResponse",),
    "ollama_client._runtime.usage": ("Attempt", "Usage"),
    "ollama_client.errors": ("RequestError", "ResponseError"),
    "ollama_client.models": MODELS,
}

_HOMES = {name: module for module, names in _MODULES.items() for name in names}

if not TYPE_CHECKING:
    __all__ = sorted(_HOMES)  # noqa: PLE0605 - a list


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
