"""Kotlin, C# and Swift: OpenAPI Generator, and a scan of its models for possible data loss.

No compilers are needed for these. The scan looks for problems that made compiling clients useless:
32-bit integers, which are too small for a model's size, and unions that became empty classes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from .. import toolbox
from ..core import SOURCE, Job, Target, ToolError


@attrs.frozen
class Language:
    """Patterns of a language: the models' files, a narrow field, and an empty class."""

    models: str
    narrow: re.Pattern[str]
    empty: re.Pattern[str]


KOTLIN = Language(
    "src/main/**/models/*.kt",
    narrow=re.compile(r"va[lr] \w+: kotlin\.(?:collections\.\w+<.*)?Int\b"),
    empty=re.compile(r"^class \w+ \(\s*\) ?\{\s*\}", re.MULTILINE),
)
CSHARP = Language(
    "src/**/Model/*.cs",
    narrow=re.compile(r"public (?:\w+<)*int\b[?>]* \w+ \{"),
    empty=re.compile(r"class \w+[^{]*\{\s*\}"),
)
SWIFT = Language(
    "Sources/**/Models/*.swift",
    narrow=re.compile(r"(?:var|let) \w+: \[?Int32\b"),
    empty=re.compile(r"(?:struct|class|enum) \w+[^{]*\{\s*\}"),
)


def findings(language: Language, files: list[Path]) -> Iterator[str]:
    """Yield the parts of the models that would lose data, with file and text."""
    for file in files:
        text = file.read_text(encoding="utf-8")
        for pattern, what in ((language.narrow, "32 bits"), (language.empty, "no content")):
            for found in pattern.finditer(text):
                yield f"{file.name}: {what}: {' '.join(found[0].split())}"


def _generate(generator: str) -> Callable[[Job], None]:
    return lambda job: toolbox.openapi_generator(job, generator)


def _scan(language: Language) -> Callable[[Job], str]:
    def scan(job: Job) -> str:
        files = sorted(job.out.glob(language.models))
        if not files:
            raise ToolError(f"no models in {language.models}")
        if found := list(findings(language, files)):
            raise ToolError("\n".join(found))
        return "scan"

    return scan


TARGETS = (
    Target(
        name="oag-kotlin",
        tool="OpenAPI Generator, kotlin",
        version=toolbox.OPENAPI_GENERATOR,
        language="Kotlin",
        generate=_generate("kotlin"),
        compile=_scan(KOTLIN),
        needs=("java",),
        known_failures={SOURCE: "unions are classes without content"},
        official_compiles="scan: no",
    ),
    Target(
        name="oag-csharp",
        tool="OpenAPI Generator, csharp",
        version=toolbox.OPENAPI_GENERATOR,
        language="C#",
        generate=_generate("csharp"),
        compile=_scan(CSHARP),
        needs=("java",),
        official_compiles="scan: no",
    ),
    Target(
        name="oag-swift6",
        tool="OpenAPI Generator, swift6",
        version=toolbox.OPENAPI_GENERATOR,
        language="Swift",
        generate=_generate("swift6"),
        compile=_scan(SWIFT),
        needs=("java",),
        official_compiles="scan: yes",
    ),
)
