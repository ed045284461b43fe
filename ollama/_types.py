"""The official names of the types: generated models under them, each loaded when asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._core.clash import demand_own_files
from ._methods.official import MODELS

if TYPE_CHECKING:
    from ollama_client._runtime.mixins import Attempt as Attempt
    from ollama_client._runtime.mixins import StatusResponse as StatusResponse
    from ollama_client._runtime.mixins import Usage as Usage
    from ollama_client._runtime.model import WireModel as SubscriptableBaseModel
    from ollama_client.errors import RequestError as RequestError
    from ollama_client.errors import ResponseError as ResponseError

    from ._core.images import Image as Image
    from ._methods.official import *

    BaseRequest = BaseStreamableRequest = BaseGenerateRequest = SubscriptableBaseModel
    BaseGenerateResponse = SubscriptableBaseModel

demand_own_files()

#: Where a name lives that is no generated model of the same name.
_ELSEWHERE = {
    **{
        name: ("ollama._core.bases", name)
        for name in (
            "BaseGenerateRequest",
            "BaseGenerateResponse",
            "BaseRequest",
            "BaseStreamableRequest",
        )
    },
    "SubscriptableBaseModel": ("ollama_client._runtime.model", "WireModel"),
    "Image": ("ollama._core.images", "Image"),
    "Attempt": ("ollama_client._runtime.mixins", "Attempt"),
    "RequestError": ("ollama_client.errors", "RequestError"),
    "ResponseError": ("ollama_client.errors", "ResponseError"),
    "StatusResponse": ("ollama_client._runtime.mixins", "StatusResponse"),
    "Usage": ("ollama_client._runtime.mixins", "Usage"),
}

_NAMES = sorted((*_ELSEWHERE, *MODELS))

if not TYPE_CHECKING:
    __all__ = _NAMES  # noqa: PLE0605 - a list


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _ELSEWHERE.get(name, ("ollama_client.models", name))
    value = globals()[name] = getattr(import_module(module), attribute)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_NAMES})
