"""Bundles a description in several files into one document. Every value keeps its file and line.

Paths and examples of the root may be references to other files. They are replaced by their targets.
The components of all documents become components of the bundle, so that references to them only
lose the name of the file.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import attrs

from .document import Document, is_list, is_mapping
from .problems import Line, Pointer, Problem, SpecError
from .vocabulary import KINDS, SECTIONS

#: Returns a file of a description by its path from the root's folder, or None if it does not exist.
Open = Callable[[str], "Document | None"]

#: Kinds of objects that replace references to them. All others stay components.
_PUT_IN_PLACE = ("path item", "example")


def bundle(root: Document, file: str, open_: Open) -> Document:
    """Return a description's files as one document.

    Args:
        root: The root document, which refers to the others.
        file: The name of its file.
        open_: Opens the other files.

    Raises:
        SpecError: A reference to another file is invalid, a component occurs in two files, or
            nothing refers to a part of another file. It has all of these problems.
    """
    return _Bundle(root, file, open_).result()


@attrs.frozen
class _Source:
    """A value in one of the files."""

    file: str
    document: Document
    pointer: Pointer
    value: Any

    def below(self, key: str | int, value: Any) -> _Source:
        return attrs.evolve(self, pointer=(*self.pointer, str(key)), value=value)

    def problem(self, message: str) -> Problem:
        return self.document.problem(self.pointer, message)


class _Bundle:
    def __init__(self, root: Document, file: str, open_: Open) -> None:
        self.root = root
        self.root_file = file
        self.files: dict[str, Document | None] = {file: root}
        self.origins: dict[Pointer, Line] = {}
        self.problems: list[Problem] = []
        self._open = open_
        self._owners: dict[tuple[str, str], str] = {}
        self._placed: set[tuple[str, Pointer]] = set()

    def result(self) -> Document:
        data = self._copy("document", _Source(self.root_file, self.root, (), self.root.data), ())
        # Components of one document may refer to another document, which is added at the end.
        done: set[str] = set()
        while waiting := [f for f in self.files if f not in done and f != self.root_file]:
            for file in waiting:
                done.add(file)
                document = self.files[file]
                if document is not None and "openapi" in document.data:
                    self._add(data, file, document)
        self._find_unused()
        if self.problems:
            raise SpecError(self.problems)
        sources: dict[str, str] = {}
        for document in self.files.values():
            sources |= document.sources if document else {}
        return Document(self.root.file, data, self.origins, sources)

    # -------------------------------------------------------------- whole files

    def _add(self, data: dict[str, Any], file: str, document: Document) -> None:
        """Add the components and tags of another document."""
        for key in ("openapi", "servers", "security"):
            if key in document.data and document.data[key] != data.get(key):
                message = f"differs from {self.root_file}; only the value there is used"
                self.problems.append(document.problem((key,), message))
        for section in KINDS["components"]:
            for name, value in self._components(document, section).items():
                self._add_component(
                    data,
                    section,
                    name,
                    _Source(file, document, ("components", section, name), value),
                )
        tags = data.setdefault("tags", [])
        known = [tag.get("name") for tag in tags if is_mapping(tag)]
        for index, tag in enumerate(document.data.get("tags", ())):
            if is_mapping(tag) and tag.get("name") not in known:
                source = _Source(file, document, ("tags", str(index)), tag)
                tags.append(self._copy("tag", source, ("tags", str(len(tags)))))

    def _add_component(
        self, data: dict[str, Any], section: str, name: str, source: _Source
    ) -> None:
        if self._is_same_elsewhere(section, name, source):
            return
        components = data.setdefault("components", {})
        held = components.setdefault(section, {}) if is_mapping(components) else None
        if not is_mapping(held):
            return  # The root has a wrong type here, which the rules report.
        if name in held:
            owner = self._owners.get((section, name), self.root_file)
            self.problems.append(source.problem(f"{owner} also has a component of this name"))
            return
        pointer = ("components", section, name)
        self._owners[section, name] = source.file
        held[name] = self._copy(KINDS["components"][section].strip("{}"), source, pointer)

    def _is_same_elsewhere(self, section: str, name: str, source: _Source) -> bool:
        """Return whether a component only refers to one with the same name in another file."""
        reference = source.value.get("$ref") if is_mapping(source.value) else None
        if not isinstance(reference, str) or reference.startswith("#"):
            return False
        target = self._target(reference, source)
        return target is not None and target.pointer == ("components", section, name)

    def _find_unused(self) -> None:
        for file, document in self.files.items():
            if document is not None and file != self.root_file:
                start = ("paths",) if "openapi" in document.data else ()
                for pointer in self._unused(file, document, start):
                    self.problems.append(document.problem(pointer, "nothing refers to this"))

    def _unused(self, file: str, document: Document, start: Pointer) -> Iterator[Pointer]:
        """Yield the outermost places in a file that nothing refers to."""
        used = {pointer for name, pointer in self._placed if name == file}

        def below(pointer: Pointer, value: Any) -> Iterator[Pointer]:
            if pointer in used:
                return
            if not any(it[: len(pointer)] == pointer for it in used) or not is_mapping(value):
                yield pointer
                return
            for key, item in value.items():
                yield from below((*pointer, key), item)

        value: Any = document.data
        for part in start:
            value = value.get(part, {})
        if value:
            yield from below(start, value)

    @staticmethod
    def _components(document: Document, section: str) -> dict[str, Any]:
        components = document.data.get("components")
        held = components.get(section) if is_mapping(components) else None
        return held if is_mapping(held) else {}

    # -------------------------------------------------------------- values

    def _copy(self, shape: str, source: _Source, to: Pointer) -> Any:
        """Copy a value to its place in the bundle. References are rewritten or replaced."""
        value = source.value
        if shape in KINDS and is_mapping(value):
            if isinstance(value.get("$ref"), str) and shape in (*SECTIONS, *_PUT_IN_PLACE):
                return self._reference(shape, source, to)
            shapes = KINDS[shape]
            return self._mapping(source, to, lambda key: shapes.get(key, "any"), shape)
        if shape.startswith("{") and is_mapping(value):
            return self._mapping(source, to, lambda _: shape[1:-1])
        self._note_origin(source, to)
        if is_list(value):
            inner = shape[1:-1] if shape.startswith("[") else "any"
            return [
                self._copy(inner, source.below(index, item), (*to, str(index)))
                for index, item in enumerate(value)
            ]
        if is_mapping(value):
            return self._mapping(source, to, lambda _: "any")
        return value

    def _mapping(
        self, source: _Source, to: Pointer, shape_of: Callable[[str], str], kind: str = ""
    ) -> dict[str, Any]:
        self._note_origin(source, to)
        copied: dict[str, Any] = {}
        for key, item in source.value.items():
            inner = source.below(key, item)
            if kind == "discriminator" and key == "mapping" and is_mapping(item):
                copied[key] = self._mapped(inner, (*to, key))
            else:
                shape = _fitting(shape_of(key), item)
                copied[key] = self._copy(shape, inner, (*to, key))
        return copied

    def _mapped(self, source: _Source, to: Pointer) -> dict[str, Any]:
        """Copy the mapping of a discriminator. Its values are references or component names."""
        copied = self._mapping(source, to, lambda _: "any")
        names = self._components(source.document, "schemas")
        for key, reference in copied.items():
            if isinstance(reference, str) and reference not in names:
                inner = source.below(key, reference)
                copied[key] = self._component("schema", reference, inner) or reference
        return copied

    def _note_origin(self, source: _Source, to: Pointer) -> None:
        self.origins[to] = source.document.origin(source.pointer)

    # -------------------------------------------------------------- references

    def _reference(self, kind: str, source: _Source, to: Pointer) -> Any:
        reference = str(source.value["$ref"])
        inner = source.below("$ref", reference)
        is_component = kind in SECTIONS
        if reference.startswith("#") and (is_component or source.file == self.root_file):
            return self._mapping(source, to, lambda _: "any")
        if kind in _PUT_IN_PLACE:
            target = self._target(reference, inner)
            if target is not None and target.pointer[:1] != ("components",):
                return self._put_in_place(kind, target, inner, to)
        rewritten = self._component(kind, reference, inner)
        copied = self._mapping(source, to, lambda _: "any")
        return {**copied, "$ref": rewritten or reference}

    def _put_in_place(self, kind: str, target: _Source, reference: _Source, to: Pointer) -> Any:
        holder = _at(reference.document, reference.pointer[:-1])
        if len(holder) > 1:
            self._note(reference, "a reference to another file cannot have other keys beside it")
        if is_mapping(target.value) and "$ref" in target.value:
            self._note(reference, f"the target of {reference.value!r} is a reference itself")
            return target.value
        self._placed.add((target.file, target.pointer))
        return self._copy(kind, target, to)

    def _component(self, kind: str, reference: str, source: _Source) -> str | None:
        """Return the bundle's reference to a component. If there is a problem, return None."""
        if reference.startswith("#"):
            return reference
        target = self._target(reference, source)
        if target is None:
            return None
        section = SECTIONS.get(kind, "paths")
        if target.pointer[:2] != ("components", section) or len(target.pointer) != 3:
            self._note(source, f"{reference!r} is not a component of components/{section}")
            return None
        return "#/" + reference.partition("#/")[2]

    def _target(self, reference: str, source: _Source) -> _Source | None:
        """Return the target of a reference to another file. If there is a problem, return None."""
        path, _, fragment = reference.partition("#")
        folder = posixpath.dirname(source.file)
        file = posixpath.normpath(posixpath.join(folder, unquote(path))) if path else source.file
        if file not in self.files:
            self.files[file] = self._open(file)
        document = self.files[file]
        if document is None:
            self._note(source, f"there is no file {file!r}")
            return None
        pointer = tuple(
            unquote(part).replace("~1", "/").replace("~0", "~")
            for part in fragment.removeprefix("/").split("/")
        )
        value = _at(document, pointer)
        if value is None:
            self._note(source, f"{reference!r} does not exist")
            return None
        return _Source(file, document, pointer, value)

    def _note(self, source: _Source, message: str) -> None:
        self.problems.append(source.problem(message))


def _at(document: Document, pointer: Pointer) -> Any:
    """Return the value at a place of a file, or None."""
    value: Any = document.data
    for part in pointer:
        if is_list(value) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            value = value.get(part) if is_mapping(value) else None
    return value


def _fitting(shape: str, value: Any) -> str:
    """Return the alternative of a shape that fits the type of a value."""
    options = shape.rstrip("!").split("|")
    for option in options:
        if is_mapping(value) and (option in KINDS or option.startswith("{")):
            return option
        if is_list(value) and option.startswith("["):
            return option
    return "any"
