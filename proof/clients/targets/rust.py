"""Rust: OpenAPI Generator and progenitor, each as the crate `ollama` beside the programs' crate."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

from .. import toolbox
from ..core import HERE, PORTABLE, Job, Target
from ..fidelity import schemas

_HERE = HERE / "rust"
_CRATE = "ollama"
_TYPE = re.compile(r"^\s*pub (?:struct|enum) (\w+)", re.MULTILINE)
_PROGENITOR = "0.15.1"


def _settings(job: Job) -> dict[str, str]:
    """Return cargo's settings: dependencies are built once for all, and without debug symbols."""
    return {
        "CARGO_BUILD_BUILD_DIR": str(job.cache / "rust" / "build"),
        "CARGO_TARGET_DIR": str(job.out / "target"),
        "CARGO_PROFILE_DEV_DEBUG": "0",
        "CARGO_INCREMENTAL": "0",
        "CARGO_TERM_QUIET": "true",
    }


def _openapi_generator(job: Job) -> None:
    crate = attrs.evolve(job, out=job.out / _CRATE)
    crate.out.mkdir()
    crate = attrs.evolve(crate, spec=_rewritten(job, _without_discriminators))
    toolbox.openapi_generator(crate, "rust", packageName=_CRATE)


def _progenitor(job: Job) -> None:
    """Lay out a crate whose code progenitor makes while it is compiled."""
    spec = _rewritten(job, _without_forms)
    shutil.copytree(_HERE / "progenitor", job.out / _CRATE)
    source = f'progenitor::generate_api!(spec = "../{spec.name}", interface = Builder);\n'
    (job.out / _CRATE / "src").mkdir()
    (job.out / _CRATE / "src" / "lib.rs").write_text(source, encoding="utf-8")


def _rewritten(job: Job, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Path:
    """Write a changed copy of the description beside the client, and return where it is."""
    copy = job.out / job.spec.name
    document = change(json.loads(job.spec.read_text(encoding="utf-8")))
    copy.write_text(json.dumps(document), encoding="utf-8")
    return copy


def _without_discriminators(document: dict[str, Any]) -> dict[str, Any]:
    """Leave out what makes enums of serde that take the tag away from members that demand it."""
    components = document["components"]
    schemas = {
        name: {key: value for key, value in schema.items() if key != "discriminator"}
        for name, schema in components["schemas"].items()
    }
    return {**document, "components": {**components, "schemas": schemas}}


def _without_forms(document: dict[str, Any]) -> dict[str, Any]:
    """Leave out the paths that take a form, which progenitor refuses."""
    paths = document["paths"]
    forms = [path for path in paths if "multipart/form-data" in json.dumps(paths[path])]
    return {**document, "paths": {path: paths[path] for path in paths if path not in forms}}


def _compile(job: Job) -> str:
    shutil.copy(_HERE / "Cargo.toml", job.out)
    programs = job.out / "src" / "bin"
    programs.mkdir(parents=True)
    # A package has to have something of its own, and the crate is built with the pins of this one.
    (job.out / "src" / "lib.rs").touch()
    job.run("cargo", "build", "--package", _CRATE, env=_settings(job))
    return "cargo build"


def _wire(module: str, types: Callable[[Job], set[str]]) -> Callable[[Job, str], str]:
    """Return the driver for a crate that keeps the models that `types` names in `module`."""

    def wire(job: Job, lines: str) -> str:
        table = _models(f"{_CRATE}::{module}", schemas(lines) & types(job))
        folder = job.out / "src" / "bin"
        shutil.copy(_HERE / "src" / "bin" / "wire.rs", folder)
        (folder / "models").mkdir()
        (folder / "models" / "mod.rs").write_text(table, encoding="utf-8")
        return job.run("cargo", "run", "--bin", "wire", env=_settings(job), stdin=lines)

    return wire


def _written_types(job: Job) -> set[str]:
    files = (job.out / _CRATE / "src").rglob("*.rs")
    return {name for file in files for name in _TYPE.findall(file.read_text(encoding="utf-8"))}


def _described_types(job: Job) -> set[str]:
    return set(json.loads(job.spec.read_text(encoding="utf-8"))["components"]["schemas"])


def _models(module: str, names: set[str]) -> str:
    """Return the driver's table: a type cannot be looked up by its name in Rust."""
    arms = "".join(
        f'        "{name}" => crate::through::<{module}::{name}>(body),\n' for name in sorted(names)
    )
    return (
        "pub fn round_trip(schema: &str, body: &str) -> serde_json::Result<String> {\n"
        f"    match schema {{\n{arms}"
        '        _ => Err(serde::de::Error::custom("the client has no such type")),\n    }\n}\n'
    )


def _program(job: Job, url: str) -> str:
    shutil.copy(_HERE / "src" / "bin" / "program.rs", job.out / "src" / "bin")
    settings = {**_settings(job), "OLLAMA_HOST": url}
    return job.run("cargo", "run", "--bin", "program", env=settings)


TARGETS = (
    Target(
        name="oag-rust",
        tool="OpenAPI Generator, rust",
        version="7.26.0",
        language="Rust",
        generate=_openapi_generator,
        compile=_compile,
        wire=_wire("models", _written_types),
        needs=("cargo", "java"),
        official_compiles="yes",
        official_wire="9",
    ),
    Target(
        name="progenitor",
        tool="progenitor",
        version=_PROGENITOR,
        language="Rust",
        generate=_progenitor,
        compile=_compile,
        wire=_wire("types", _described_types),
        program=_program,
        needs=("cargo",),
        flavours=(PORTABLE,),  # It reads OpenAPI 3.0 only.
        slow=True,  # Builds what both crates need, and progenitor itself.
        quick=(PORTABLE,),
    ),
)
