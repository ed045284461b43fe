"""A Python client for Ollama, compatible with the official `ollama` package.

`chat`, `generate`, `embed` and the other functions of this module are methods of one shared
`Client`, which reads the environment (`OLLAMA_HOST`, `OLLAMA_API_KEY`) on first use. Importing this
module only loads the list of its names. Each name is loaded on first use.
"""

from __future__ import annotations

import atexit
import sys

from ._methods.public import FUNCTIONS as _FUNCTIONS
from ._methods.public import MODULES as _MODULES
from ._methods.public import STAR as _STAR
from ._methods.public import TYPE_CHECKING
from ._version import __version__ as __version__

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType
    from typing import Any

    from ollama._client import Client as _Client
    from ollama._methods.public import *  # noqa: F403 - all that is public, from its one list

    _client: _Client
else:
    ModuleType = type(sys)
    __all__ = _STAR  # noqa: PLE0605 - a list


def __getattr__(name: str) -> Any:
    if name in _FUNCTIONS:
        return getattr(_adopt_shared_client(), name)
    if name in _MODULES:
        value = globals()[name] = getattr(_load(_MODULES[name]), name)
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> Iterable[str]:
    return sorted({*globals(), *_MODULES, *_FUNCTIONS, "_client"})


def _load(module: str) -> ModuleType:
    """Import a module of this package, after checking that no other package has replaced it."""
    from importlib import import_module

    import_module("._core.clash", __name__).demand_own_files()
    return import_module(module, __name__)


def _adopt_shared_client() -> _Client:
    """Create the shared client once, and make its methods functions of this module."""
    module = sys.modules[__name__].__dict__
    if "_shared_client" not in module:
        # Importing the submodule calls the setter below, which calls this function again. Other
        # threads may do so, too. A lock cannot be held during an import, so the first client wins.
        made = _load("._client").Client.lazily()
        client = module.setdefault("_shared_client", made)
        if client is made:
            atexit.register(made._close_if_open)
        for name in _FUNCTIONS:
            module.setdefault(name, getattr(client, name))
    shared: _Client = module["_shared_client"]
    return shared


class _Package(ModuleType):
    """The class of this module. It makes `ollama._client` the shared client.

    A submodule has the same name, and programs use both: the attribute for the client, and
    `from ollama._client import ...` for the submodule. The import system sets the attribute to the
    submodule, which this class ignores.
    """

    def __reduce__(self) -> tuple[Any, ...]:
        # Pickled by name like other modules, which cloudpickle recognizes by their exact type.
        from importlib import import_module

        return import_module, (self.__name__,)

    @property
    def _client(self) -> _Client:
        return _adopt_shared_client()

    @_client.setter
    def _client(self, value: Any) -> None:
        if isinstance(value, ModuleType):
            _adopt_shared_client()
        else:
            self.__dict__["_shared_client"] = value


sys.modules[__name__].__class__ = _Package
