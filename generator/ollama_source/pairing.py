"""Matches structs of the source with components of the description."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..diff import reading
from ..diff.shapes import Schema, Shape, shape_of
from ..document import Document
from .facts import Facts

#: Prefixes of component names, by package.
_PREFIXES = {"api": ("",), "openai": ("", "Openai"), "anthropic": ("Anthropic",)}


class Pairs:
    """The pairs of structs and components: found in the same place, given, or found by name.

    Args:
        facts: The structs.
        ours: The description.
        given: Components by structs, for those with different names.
    """

    def __init__(self, facts: Facts, ours: Document, given: Mapping[str, str]) -> None:
        self._facts = facts
        self._ours = ours
        self._given = given
        self._met: dict[str, list[str]] = {}

    def note(self, struct: str, components: Iterable[str]) -> None:
        """Record that a struct and components are in the same place."""
        met = self._met.setdefault(struct, [])
        met += [component for component in components if component not in met]

    def components(self, struct: str) -> list[str]:
        """Return the components that were in the same place as a struct."""
        return self._met.get(struct, [])

    def by_name(self, struct: str) -> str | None:
        """Return the component that was given for a struct, or that has its name, or None."""
        if struct in self._given:
            return self._given[struct]
        return next((name for name in self._names(struct) if name in self._ours.schemas), None)

    def component(self, struct: str) -> str:
        """Return the component of a struct. If it has none, return the name for a new one."""
        met = self.components(struct)
        return met[0] if met else self.by_name(struct) or self._names(struct)[0]

    def _names(self, struct: str) -> list[str]:
        """Return the possible names of a struct's component.

        A name without a prefix belongs to Ollama's own struct, if there is one.
        """
        package, _, name = struct.partition(".")
        prefixes = _PREFIXES.get(package, ("",))
        taken = package != "api" and f"api.{name}" in self._facts.structs
        return [f"{prefix}{name}" for prefix in prefixes if prefix or not taken]

    def alike(self, theirs: Schema, mine: list[Schema], name: str) -> Schema | None:
        """Return the member of a union for a struct, by its constant or otherwise by its fields.

        Returns:
            None if the struct has a constant that no member has.
        """
        words = {word for word, struct in self._words() if struct == name}
        named = [one for one in mine if _word(one) in words]
        if named or (words and any(_word(one) for one in mine)):
            return named[0] if named else None
        return max(mine, key=lambda one: _likeness(theirs, one))

    def _words(self) -> list[tuple[str, str]]:
        return [
            (word, struct)
            for schema in self._facts.types.values()
            for word, struct in reading.mapping(
                reading.mapping(schema.get("discriminator")).get("mapping")
            ).items()
        ]


def best(shape: Shape, answers: list[Schema], ours: Document) -> Schema | None:
    """Return the schema that is most similar to a shape, or None if none of them is an object."""
    ranked: list[tuple[int, Schema]] = []
    for answer in answers:
        other = shape_of(ours, answer)
        likeness = [
            _likeness(one, another)
            for one in shape.options.get("object", [])
            for another in other.options.get("object", [])
        ]
        if likeness:
            same_name = str(other.name).endswith(str(shape.name).rpartition(".")[2])
            ranked.append((max(likeness) + same_name, answer))
    return max(ranked, key=lambda item: item[0])[1] if ranked else None


def _likeness(one: Schema, other: Schema) -> int:
    left, right = (reading.mapping(schema.get("properties")).keys() for schema in (one, other))
    return 2 * len(left & right) - len(left ^ right)


def _word(schema: Schema) -> object:
    kind = reading.mapping(reading.mapping(schema.get("properties")).get("type"))
    return kind.get("const")
