"""Python: the stock openapi-python-client, datamodel-code-generator, OpenAPI Generator."""

from __future__ import annotations

import sys
from pathlib import Path

from ollama import __version__

from .. import toolbox
from ..core import HERE, PORTABLE, ROOT, SOURCE, Job, Target
from ..samples import SPEC

_DRIVER = HERE / "python" / "wire.py"
_IMPORT_ALL = HERE / "python" / "import_all.py"
_PACKAGE = "ollama_generated"
_OURS = "ollama_client"


def _tool(job: Job, name: str) -> Path:
    return toolbox.python(job.cache).with_name(name)


def _openapi_python_client(job: Job) -> None:
    settings = job.out / "config.yaml"
    settings.write_text(f"package_name_override: {_PACKAGE}\npost_hooks: []\n", encoding="utf-8")
    job.run(
        *(_tool(job, "openapi-python-client"), "generate", "--path", job.spec),
        *("--meta", "none", "--config", settings, "--output-path", job.out / _PACKAGE),
    )


def _datamodel_codegen(job: Job) -> None:
    job.run(
        *(_tool(job, "datamodel-codegen"), "--input", job.spec, "--input-file-type", "openapi"),
        *("--output-model-type", "pydantic_v2.BaseModel", "--output", f"{_PACKAGE}.py"),
        *("--use-annotated", "--strict-nullable", "--target-python-version", "3.11"),
        # Its own type for base64 only accepts text, not images.
        *("--type-mappings", "byte=string", "--disable-timestamp"),
    )


def _openapi_generator(job: Job) -> None:
    toolbox.openapi_generator(job, "python", packageName=_PACKAGE)


def _ours(job: Job) -> None:
    """Render our own client from the original description: flavours are derived from it."""
    package = job.out / _OURS
    job.run(
        *(sys.executable, "-m", "generator", "--spec", SPEC, "--out", package),
        env={"PYTHONPATH": str(ROOT)},
    )


def _import(interpreter: Path, package: str, job: Job) -> str:
    job.run(interpreter, _IMPORT_ALL, package, env={"PYTHONPATH": str(job.out)})
    return "import of every module"


def _drive(interpreter: Path, package: str, job: Job, lines: str) -> str:
    environment = {"PYTHONPATH": str(job.out), "PYTHONIOENCODING": "utf-8"}
    return job.run(interpreter, _DRIVER, package, job.spec, env=environment, stdin=lines)


def _compile(job: Job) -> str:
    return _import(toolbox.python(job.cache), _PACKAGE, job)


def _wire(job: Job, lines: str) -> str:
    return _drive(toolbox.python(job.cache), _PACKAGE, job, lines)


TARGETS = (
    Target(
        name="ours",
        tool="this repository's generator",
        version=__version__,
        language="Python",
        generate=_ours,
        compile=lambda job: _import(Path(sys.executable), _OURS, job),
        wire=lambda job, lines: _drive(Path(sys.executable), _OURS, job, lines),
        flavours=(SOURCE,),
        quick=(SOURCE,),
    ),
    Target(
        name="openapi-python-client",
        tool="openapi-python-client",
        version="0.29.1",
        language="Python",
        generate=_openapi_python_client,
        compile=_compile,
        wire=_wire,
        official_compiles="yes",
        official_wire="25",
        quick=(PORTABLE,),
    ),
    Target(
        name="datamodel-codegen",
        tool="datamodel-code-generator, pydantic v2",
        version="0.89.0",
        language="Python",
        generate=_datamodel_codegen,
        compile=_compile,
        wire=_wire,
        official_compiles="yes",
        official_wire="16",
        quick=(PORTABLE,),
    ),
    Target(
        name="oag-python",
        tool="OpenAPI Generator, python",
        version=toolbox.OPENAPI_GENERATOR,
        language="Python",
        generate=_openapi_generator,
        compile=_compile,
        wire=_wire,
        needs=("java",),
        official_compiles="yes",
        official_wire="16",
    ),
)
