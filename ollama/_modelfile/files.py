"""Owns local files for `create`: which files of a folder are the model, and their names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeGuard

import attrs
from ollama_client._runtime.wire_object import is_list, is_tuple
from ollama_client.errors import InvalidRequestError

from ollama._core.requests import unexpected
from ollama._modelfile.modelfile import Modelfile

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Patterns for the weights in a folder. The first one that matches is used. The bytes are the start
#: of such a file. Files that start differently, such as Git LFS pointers, are ignored.
_WEIGHTS: tuple[tuple[tuple[str, ...], bytes], ...] = (
    (("model*.safetensors", "*/model*.safetensors"), b""),
    (("consolidated*.safetensors",), b""),
    (("pytorch_model*.bin",), b"PK"),
    (("consolidated*.pth",), b"PK"),
    (("*.gguf",), b"GGUF"),
    (("*.bin",), b""),
)
_CONFIGURATION = ("*.json", "*/*.json", "chat_template.jinja")
_VOCABULARY = ("tokenizer.model", "*/tokenizer.model")
_BLOB = re.compile(r"sha256[-:][0-9a-f]{64}")
_ENDINGS = (".gguf", ".bin", ".safetensors")

#: The arguments of `create` that are files.
KINDS = ("files", "draft_files", "adapters")


@attrs.frozen
class LocalFiles:
    """The local files of a call of `create`, and its other arguments."""

    arguments: dict[str, Any]
    """The arguments that do not depend on uploads."""
    kinds: dict[str, dict[str, Path]]
    """The files for each argument, by the names that are sent."""

    @property
    def paths(self) -> list[Path]:
        """All files, without duplicates."""
        return list(dict.fromkeys(path for named in self.kinds.values() for path in named.values()))

    def with_digests(self, digests: Mapping[Path, str]) -> dict[str, Any]:
        """Return the arguments of `create`, with the digests of the uploaded files."""
        out = dict(self.arguments)
        for kind, files in self.kinds.items():
            if files:
                named = {name: digests[path] for name, path in files.items()}
                out[kind] = {**(out.get(kind) or {}), **named}
        return out


def local_files(given: Mapping[str, Any], modelfile: Any) -> LocalFiles:
    """Return the local files of a call of `create`, and its other arguments.

    Arguments of the call override those of the Modelfile. Parameters are merged.

    Raises:
        InvalidRequestError: An argument has the wrong type.
        ModelfileError: The Modelfile is invalid.
        FileNotFoundError: A file is missing, or a folder has no model.
    """
    arguments = {name: value for name, value in given.items() if value is not None}
    kinds: dict[str, dict[str, Path]] = {kind: {} for kind in KINDS}
    for kind in KINDS:
        paths: Any = arguments.get(kind)
        paths = [paths] if _is_path(paths) else paths
        if is_list(paths) or is_tuple(paths):
            del arguments[kind]
            kinds[kind] = _named(_all_files(paths, Path()))
    if modelfile is not None:
        source = _modelfile(modelfile)
        own = source.arguments()
        if "parameters" in arguments and own["parameters"]:
            merged = {**own["parameters"], **dict(arguments["parameters"])}
            arguments["parameters"] = merged
        arguments = {**{k: v for k, v in own.items() if v is not None}, **arguments}
        _add_sources(source, arguments, kinds)
    return LocalFiles(arguments, kinds)


def _modelfile(value: Any) -> Modelfile:
    if isinstance(value, Modelfile):
        return value
    if isinstance(value, (str, bytes)):
        return Modelfile.parse(value)
    if _is_path(value):
        return Modelfile.read(value)
    expected = "a Modelfile, its text, or the Path of one"
    raise InvalidRequestError(unexpected("modelfile", expected, value))


def _add_sources(source: Modelfile, arguments: dict[str, Any], kinds: dict[str, Any]) -> None:
    """Add the sources of a Modelfile: a model, local files, or files on the server."""
    files: list[Path] = []
    for text in source.from_:
        path = _expanded(text, source.folder)
        if path.exists():
            files += _all_files([path], source.folder)
        elif _BLOB.fullmatch(path.name):  # a path on the server, as `ollama show` prints it
            digest = path.name.replace("-", ":")
            arguments["files"] = {**arguments.get("files", {}), path.name: digest}
        elif text.startswith((".", "/", "~")) or text.endswith(_ENDINGS):
            raise FileNotFoundError(f"FROM {text}: no such file or folder: {path}")
        else:
            arguments.setdefault("from_", text)
    drafts = _all_files(source.draft, source.folder)
    for kind, found in (("files", files), ("draft_files", drafts)):
        kinds[kind] = {**_named(found), **kinds[kind]}
    if both := {it.resolve() for it in files} & {it.resolve() for it in drafts}:
        raise InvalidRequestError(f"DRAFT: this file is also used in FROM: {min(both)}")
    if source.adapter is not None:
        adapter = _all_files([source.adapter], source.folder)
        kinds["adapters"] = {**_named(adapter), **kinds["adapters"]}


def _is_path(value: Any) -> TypeGuard[str | os.PathLike[str]]:
    return isinstance(value, (str, os.PathLike))


def _expanded(path: str | os.PathLike[str], folder: Path) -> Path:
    return Path(os.path.abspath(folder / Path(path).expanduser()))  # noqa: PTH100 - keeps links


def _all_files(paths: Iterable[Any], folder: Path) -> list[Path]:
    """Return the files that paths refer to. For a folder, return the files of its model.

    Raises:
        InvalidRequestError: An item is not a path.
        FileNotFoundError: There is no such file, or the folder has no model.
    """
    found: list[Path] = []
    for item in paths:
        if not _is_path(item):
            raise InvalidRequestError(unexpected("files", "a path", item))
        path = _expanded(item, folder)
        if path.is_dir():
            found += _files_of_model(path)
        elif path.is_file():
            found.append(path)
        else:
            raise FileNotFoundError(f"no such file or folder: {path}")
    return found


def _files_of_model(folder: Path) -> list[Path]:
    for patterns, beginning in _WEIGHTS:
        if weights := [it for it in _matching(folder, patterns[:1]) if _begins(it, beginning)]:
            others = _matching(folder, (*patterns[1:], *_CONFIGURATION))
            words = [list(_matching(folder, [pattern])) for pattern in _VOCABULARY]
            return list(dict.fromkeys([*weights, *others, *(words[0] or words[1])]))
    kinds = ", ".join(patterns[0] for patterns, _ in _WEIGHTS)
    raise FileNotFoundError(f"no model in the folder {folder}: expected one of {kinds}")


def _matching(folder: Path, patterns: Sequence[str]) -> Iterator[Path]:
    for pattern in patterns:
        yield from (it for it in sorted(folder.glob(pattern)) if it.is_file())


def _begins(path: Path, beginning: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(beginning)) == beginning


def _named(paths: Sequence[Path]) -> dict[str, Path]:
    """Return files by the names that are sent: paths relative to their common folder."""
    paths = list(dict.fromkeys(paths))
    if len(paths) < 2:
        return {path.name: path for path in paths}
    try:
        root = os.path.commonpath([path.parent for path in paths])
    except ValueError:  # they are on different drives
        return {path.name: path for path in paths}
    return {str(PurePosixPath(path.relative_to(root).as_posix())): path for path in paths}
