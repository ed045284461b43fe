"""Owns `Modelfile`, the values of a Modelfile."""

from __future__ import annotations

import difflib
import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
from ollama_client._runtime.model import is_list, to_wire
from ollama_client.models import Message, Options

from ollama._modelfile.text import ROLES, ModelfileError, commands, decoded, quoted

__all__ = ["Modelfile"]

_VERSION = re.compile(r"\d+(\.\d+(\.\d+(-[\w.-]+)?(\+[\w.-]+)?)?)?", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_BOOLEANS = {
    **dict.fromkeys(("1", "t", "T", "true", "TRUE", "True"), True),
    **dict.fromkeys(("0", "f", "F", "false", "FALSE", "False"), False),
}
_READERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "int": ("a whole number", lambda text: int(text) if _INTEGER.fullmatch(text) else None),
    "float": ("a number", lambda text: None if "_" in text else float(text)),
    "bool": ("true or false", _BOOLEANS.get),
    "list[str]": ("text", lambda text: [text]),
}


def _texts(value: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[str]:
    if isinstance(value, (str, os.PathLike)):
        value = [value]
    return [os.fspath(item) for item in value]


def _text_or_none(value: str | os.PathLike[str] | None) -> str | None:
    return None if value is None else os.fspath(value)


def _messages(value: Iterable[Any]) -> list[Message]:
    return [it if isinstance(it, Message) else Message(**it) for it in value]


def _parameters(value: Mapping[str, Any] | Options) -> dict[str, Any]:
    given: dict[str, Any] = to_wire(value) if isinstance(value, Options) else dict(value)
    return {
        name: [item] if name == "stop" and isinstance(item, str) else item
        for name, item in given.items()
        if item is not None
    }


def _version(value: str | None) -> str | None:
    return value and value.removeprefix("v")


@attrs.define
class Modelfile:
    """The values of a Modelfile, which describes how to create a model.

    Raises:
        ValueError: `from_` is empty, or a value is not valid in a Modelfile.
    """

    from_: list[str] = attrs.field(converter=_texts)
    """The base model: a name such as `"llama3.2"`, a file, or a folder of safetensors. Several
    files are possible, such as weights and a projector.
    """
    template: str | None = attrs.field(default=None, kw_only=True)
    """Prompt template in Go syntax. Default: that of the base model."""
    system: str | None = attrs.field(default=None, kw_only=True)
    """System prompt. Default: that of the base model."""
    parameters: dict[str, Any] = attrs.field(
        factory=dict[str, Any], converter=_parameters, kw_only=True
    )
    """Options to store, such as `{"temperature": 0.2, "stop": ["<|end|>"]}`."""
    messages: list[Message] = attrs.field(factory=list[Message], converter=_messages, kw_only=True)
    """Messages at the start of every chat. Text only, with the role system, user or assistant."""
    license: list[str] = attrs.field(factory=list[str], converter=_texts, kw_only=True)
    """License texts."""
    renderer: str | None = attrs.field(default=None, kw_only=True)
    """Name of a built-in prompt renderer."""
    parser: str | None = attrs.field(default=None, kw_only=True)
    """Name of a built-in answer parser."""
    requires: str | None = attrs.field(default=None, converter=_version, kw_only=True)
    """Oldest Ollama version that can run the model, such as `"0.14.0"`."""
    adapter: str | None = attrs.field(default=None, converter=_text_or_none, kw_only=True)
    """File or folder of a LoRA adapter. Ollama 0.34 and later refuse adapters."""
    draft: list[str] = attrs.field(factory=list[str], converter=_texts, kw_only=True)
    """Files or folders of a draft model for speculative decoding."""
    folder: Path = attrs.field(default=Path(), converter=Path, kw_only=True, eq=False, repr=False)
    """Base folder of relative paths. Default: the current folder. `read` sets the file's folder."""

    def __attrs_post_init__(self) -> None:
        if not self.from_:
            raise ModelfileError("there is no FROM: expected a model, a file or a folder")
        if self.requires is not None and not _VERSION.fullmatch(self.requires):
            raise ModelfileError(
                f"requires: expected a version such as 0.14.0, got {self.requires!r}"
            )
        for message in self.messages:
            if message.role not in ROLES:
                raise ModelfileError(f"messages: expected one of {ROLES}, got {message.role!r}")
        for name in self.parameters:
            _type_of(name)

    @classmethod
    def parse(cls, text: str | bytes) -> Modelfile:
        """Parse the text of a Modelfile.

        Args:
            text: The text, such as the output of `ollama show --modelfile`. Bytes are UTF-8, or
                UTF-16 with a byte order mark.

        Raises:
            ModelfileError: The text is invalid. The message has the line number.
        """
        values: dict[str, Any] = {
            "from_": [], "draft": [], "license": [], "messages": [], "parameters": {},
        }  # fmt: skip
        for line, name, key, value in commands(decoded(text) if isinstance(text, bytes) else text):
            try:
                if name == "from":
                    values["from_"].append(value)
                elif name in ("draft", "license"):
                    values[name].append(value)
                elif name == "message":
                    values["messages"].append(Message(role=key, content=value))
                elif name == "parameter":
                    _add_parameter(values["parameters"], key, value)
                else:
                    values[name] = value
                    if name == "requires":
                        cls("model", requires=value)
            except ModelfileError as error:
                raise ModelfileError(str(error), line) from None
        return cls(**values)

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Modelfile:
        """Read a Modelfile. Its relative paths are relative to its folder.

        Args:
            path: The file, in UTF-8, or in UTF-16 with a byte order mark.

        Raises:
            FileNotFoundError: There is no such file.
            ModelfileError: The text is invalid. The message has the line number.
        """
        self = cls.parse(Path(path).read_bytes())
        self.folder = Path(path).parent
        return self

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the text to a file, in UTF-8.

        Args:
            path: The file. An existing one is replaced.

        Raises:
            OSError: The file cannot be written.
            ValueError: A value cannot be written in a Modelfile.
        """
        Path(path).write_text(str(self), encoding="utf-8", newline="\n")

    def __str__(self) -> str:
        """Return the text. `Modelfile.parse` reads it into an equal Modelfile.

        Raises:
            ValueError: A value cannot be written in a Modelfile, because one of its lines, except
                the last one, ends with three quotes.
        """
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        for name in ("from_", "draft", "adapter", "template", "system"):
            yield from (f"{name.strip('_').upper()} {quoted(it)}" for it in self._values(name))
        for name, value in self.parameters.items():
            for item in value if is_list(value) else [value]:
                shown = str(item).lower() if isinstance(item, bool) else str(item)
                yield f"PARAMETER {name} {quoted(shown)}"
        for name in ("renderer", "parser", "requires"):
            yield from (f"{name.upper()} {quoted(it)}" for it in self._values(name))
        for message in self.messages:
            yield f"MESSAGE {message.role} {quoted(message.content or '')}"
        yield from (f"LICENSE {quoted(it)}" for it in self.license)

    def _values(self, name: str) -> list[str]:
        value = getattr(self, name)
        return value if is_list(value) else [] if value is None else [value]

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of `create`, without `from_` and local files.

        Parameters that the server no longer supports are left out, with a warning.
        """
        fields = Options.model_fields
        gone = {name for name in self.parameters if fields[name].deprecated}
        if gone:
            text = f"Modelfile: Ollama no longer has these parameters: {', '.join(sorted(gone))}"
            warnings.warn(text, stacklevel=2)
        named = {name: getattr(self, name) for name in ("template", "system", "renderer", "parser")}
        return {
            **named,
            "requires": self.requires,
            "parameters": {k: v for k, v in self.parameters.items() if k not in gone} or None,
            "messages": self.messages or None,
            "license": self.license or None,
        }


# ---------------------------------------------------------------------- parameters


def _type_of(name: str) -> str:
    """Return the type of a parameter, from its annotation.

    Raises:
        ModelfileError: There is no such parameter.
    """
    annotation = Options.__annotations__.get(name)
    if annotation is None:
        near = difflib.get_close_matches(name, Options.__annotations__, 1)
        hint = f": did you mean {near[0]!r}?" if near else ""
        raise ModelfileError(f"unknown parameter {name!r}{hint}")
    return str(annotation).removesuffix(" | None")


def _add_parameter(parameters: dict[str, Any], name: str, text: str) -> None:
    expected, read = _READERS[_type_of(name)]
    try:
        value = read(text)
    except ValueError:
        value = None
    if value is None:
        raise ModelfileError(f"parameter {name}: expected {expected}, got {text!r}")
    parameters[name] = [*parameters.get(name, ()), *value] if is_list(value) else value
