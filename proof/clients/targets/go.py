"""Go: OpenAPI Generator, oapi-codegen and ogen, each as the package `ollama` of a module."""

from __future__ import annotations

import re
import shutil

import attrs

from .. import toolbox
from ..core import HERE, PORTABLE, SOURCE, Job, Target
from ..fidelity import schemas

_MODULE = HERE / "go"
_PACKAGE = "ollama"
_TYPE = re.compile(r"^type (\w+) ", re.MULTILINE)
_PROGRAMS = ("wire", "program")
_OGEN = "ogen"


def _unpack(job: Job) -> None:
    """Create the module. Its go.mod pins the generators and dependencies. Programs are left out."""
    shutil.copytree(
        _MODULE, job.out, ignore=shutil.ignore_patterns(*_PROGRAMS, _OGEN), dirs_exist_ok=True
    )
    (job.out / _PACKAGE).mkdir(exist_ok=True)


def _openapi_generator(job: Job) -> None:
    _unpack(job)
    package = attrs.evolve(job, out=job.out / _PACKAGE)
    toolbox.openapi_generator(
        package,
        "go",
        packageName=_PACKAGE,
        withGoMod="false",
        useOneOfDiscriminatorLookup="true",
        # Otherwise, objects that are not explicitly open refuse the fields of newer servers.
        disallowAdditionalPropertiesIfNotPresent="false",
    )


def _oapi_codegen(job: Job) -> None:
    _unpack(job)
    job.run(
        *(
            "go",
            "tool",
            "oapi-codegen",
            "-generate",
            "types,client,skip-prune",
            "-package",
            _PACKAGE,
        ),
        *("-o", f"{_PACKAGE}/ollama.gen.go", job.spec),
    )


def _ogen(job: Job) -> None:
    """Generate in a separate module, because ogen needs other versions than the others."""
    shutil.copytree(_MODULE / _OGEN, job.out, dirs_exist_ok=True)
    (job.out / _PACKAGE).mkdir()
    command = ("go", "tool", "ogen", "--target", _PACKAGE, "--package", _PACKAGE, "--clean")
    job.run(*command, job.spec)


def _compile(job: Job) -> str:
    job.run("go", "vet", f"./{_PACKAGE}")
    return "go vet"


def _wire(job: Job, lines: str) -> str:
    shutil.copytree(_MODULE / "wire", job.out / "wire", dirs_exist_ok=True)
    (job.out / "wire" / "models.go").write_text(
        _models(schemas(lines) & _types(job)), encoding="utf-8"
    )
    return job.run("go", "run", "./wire", stdin=lines)


def _types(job: Job) -> set[str]:
    files = (job.out / _PACKAGE).glob("*.go")
    return {name for file in files for name in _TYPE.findall(file.read_text(encoding="utf-8"))}


def _models(names: set[str]) -> str:
    """Return the driver's table, because Go cannot look up a type by its name."""
    entries = "".join(
        f'\t"{name}": func() any {{ return new({_PACKAGE}.{name}) }},\n' for name in sorted(names)
    )
    return (
        f'package main\n\nimport "ollama.example/clients/{_PACKAGE}"\n\n'
        f"var models = map[string]func() any{{\n{entries}}}\n"
    )


def _program(job: Job, url: str) -> str:
    shutil.copytree(_MODULE / "program", job.out / "program", dirs_exist_ok=True)
    job.run("go", "vet", "./program")
    return job.run("go", "run", "./program", env={"OLLAMA_HOST": url})


TARGETS = (
    Target(
        name="oag-go",
        tool="OpenAPI Generator, go",
        version="7.26.0",
        language="Go",
        generate=_openapi_generator,
        compile=_compile,
        wire=_wire,
        needs=("go", "java"),
        official_compiles="yes",
        official_wire="10",
    ),
    Target(
        name="oapi-codegen",
        tool="oapi-codegen",
        version="2.8.2",
        language="Go",
        generate=_oapi_codegen,
        compile=_compile,
        wire=_wire,
        program=_program,
        needs=("go",),
        quick=(PORTABLE,),
    ),
    Target(
        name="ogen",
        tool="ogen",
        version="1.25.0",
        language="Go",
        generate=_ogen,
        compile=_compile,
        wire=_wire,
        needs=("go",),
        wire_limit="it truncates times to seconds, and has only types that operations refer to",
        known_failures={SOURCE: "it cannot generate streams of events"},
    ),
)
