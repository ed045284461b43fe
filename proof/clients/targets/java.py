"""Java: OpenAPI Generator's libraries `native` (of the JDK), `feign` and `okhttp-gson`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from .. import toolbox
from ..core import HERE, PORTABLE, SOURCE, Job, Target

_HERE = HERE / "java"
_CLASSPATH = Path("target", "classpath")


def _generator(library: str) -> Callable[[Job], None]:
    def generate(job: Job) -> None:
        toolbox.openapi_generator(
            job,
            "java",
            # The 3.1 file has fields with these names, which Java does not allow.
            fields={"true": "whenTrue", "false": "whenFalse"},
            library=library,
            invokerPackage="ollama",
            apiPackage="ollama.api",
            modelPackage="ollama.model",
            # Optional fields are plain values, not JsonNullable, and missing lists are null.
            containerDefaultToNull="true",
            openApiNullable="false",
            # Otherwise, objects that are not explicitly open refuse the fields of newer servers.
            disallowAdditionalPropertiesIfNotPresent="false",
            hideGenerationTimestamp="true",
        )

    return generate


def _compile(job: Job) -> str:
    job.run(
        *("mvn", "--quiet", "--batch-mode", "compile"),
        *("dependency:build-classpath", f"-Dmdep.outputFile={_CLASSPATH}"),
    )
    return "mvn compile"


def _run(job: Job, file: str, stdin: str = "", **variables: str) -> str:
    """Run a source file with the compiled client. The JDK compiles it in memory."""
    jars = (job.out / _CLASSPATH).read_text(encoding="utf-8").strip()
    path = os.pathsep.join((str(job.out / "target" / "classes"), jars))
    return job.run("java", _HERE / file, stdin=stdin, env={"CLASSPATH": path, **variables})


def _wire(file: str) -> Callable[[Job, str], str]:
    return lambda job, lines: _run(job, file, stdin=lines)


def _program(job: Job, url: str) -> str:
    return _run(job, "Program.java", OLLAMA_HOST=url)


TARGETS = (
    Target(
        name="oag-java-native",
        tool="OpenAPI Generator, java, native",
        version="7.26.0",
        language="Java",
        generate=_generator("native"),
        compile=_compile,
        wire=_wire("WireJackson.java"),
        needs=("java", "javac", "mvn"),
        known_failures={SOURCE: "unions with a list among their members do not compile"},
        official_compiles="no, 144 errors",
        official_wire="0",
    ),
    Target(
        name="oag-java-okhttp-gson",
        tool="OpenAPI Generator, java, okhttp-gson",
        version="7.26.0",
        language="Java",
        generate=_generator("okhttp-gson"),
        compile=_compile,
        wire=_wire("WireGson.java"),
        program=_program,
        needs=("java", "javac", "mvn"),
        quick=(PORTABLE,),
    ),
    Target(
        name="oag-java-feign",
        tool="OpenAPI Generator, java, feign",
        version="7.26.0",
        language="Java",
        generate=_generator("feign"),
        compile=_compile,
        wire=_wire("WireJackson.java"),
        needs=("java", "javac", "mvn"),
        known_failures={SOURCE: "unions with a list among their members do not compile"},
    ),
)
