"""TypeScript: five generators, each compiled by `tsc --strict`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from .. import toolbox
from ..core import HERE, Job, Target

_DRIVER = HERE / "typescript" / "wire.mjs"
_PROGRAMS = (HERE / "typescript" / "program.ts", HERE / "typescript" / "first_call.ts")
#: CommonJS takes the imports without file extensions that some generators write.
_COMMON_JS = {"module": "commonjs", "moduleResolution": "node10"}
_NODE = {"module": "nodenext", "moduleResolution": "nodenext"}


def _node_program(job: Job, package: str, script: str, *arguments: str | Path) -> str:
    """Run a program of an installed npm package; nothing is fetched."""
    modules = job.out / "node_modules"
    if not modules.exists():
        modules.symlink_to(toolbox.node(job.cache) / "node_modules")
    return job.run("node", modules / package / script, *arguments)


def _openapi_typescript(job: Job) -> None:
    # Without the switch every field with a default is demanded of the caller.
    arguments = (job.spec, "--output", "ollama.ts", "--default-non-nullable=false")
    _node_program(job, "openapi-typescript", "bin/cli.js", *arguments)


def _hey_api(job: Job) -> None:
    arguments = ("--input", job.spec, "--output", "ollama", "--no-log-file")
    _node_program(job, "@hey-api/openapi-ts", "bin/run.js", *arguments)


def _orval(job: Job) -> None:
    arguments = ("--input", job.spec, "--output", "ollama/client.ts", "--client", "fetch")
    _node_program(job, "orval", "dist/bin/orval.js", *arguments)


def _zod(job: Job) -> None:
    arguments = (job.spec, "--output", "ollama.ts", "--export-schemas", "--with-alias")
    _node_program(job, "openapi-zod-client", "bin.js", *arguments)


def _openapi_generator(job: Job) -> None:
    # Fields named as on the wire; with names of its own it sends the open objects twice over.
    toolbox.openapi_generator(
        job,
        "typescript-fetch",
        # Else it looks into the lists of unions with functions that it does not write.
        switches=["--generate-alias-as-model"],
        modelPropertyNaming="original",
    )


def _strict(settings: dict[str, str]) -> Callable[[Job], str]:
    """Return a check by `tsc --strict` that leaves JavaScript in the folder `js`."""

    def compile(job: Job) -> str:
        options = {
            "strict": True,
            "skipLibCheck": True,
            "target": "es2022",
            "lib": ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
            "types": ["node"],
            "rootDir": ".",
            "outDir": "js",
            **settings,
        }
        config = {"compilerOptions": options, "exclude": ["js", "node_modules"]}
        (job.out / "tsconfig.json").write_text(json.dumps(config), encoding="utf-8")
        _node_program(job, "typescript", "bin/tsc")
        return "tsc --strict"

    return compile


def _program(job: Job, url: str) -> str:
    for program in _PROGRAMS:
        shutil.copy(program, job.out)
    # Modules with top-level await, as NodeNext wants them marked.
    (job.out / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    _strict(_NODE)(job)
    return job.run("node", "js/program.js", env={"OLLAMA_HOST": url})


def _wire(*kind_and_entry: str) -> Callable[[Job, str], str]:
    def wire(job: Job, lines: str) -> str:
        return job.run("node", _DRIVER, *kind_and_entry, stdin=lines)

    return wire


TARGETS = (
    Target(
        name="openapi-typescript",
        tool="openapi-typescript, openapi-fetch",
        version="7.13.0",
        language="TypeScript",
        generate=_openapi_typescript,
        compile=_strict(_NODE),
        program=_program,
        needs=("node", "npm"),
        official_compiles="yes",
    ),
    Target(
        name="hey-api",
        tool="@hey-api/openapi-ts",
        version="0.95.0",
        language="TypeScript",
        generate=_hey_api,
        compile=_strict(_COMMON_JS),
        needs=("node", "npm"),
        official_compiles="yes",
    ),
    Target(
        name="orval",
        tool="orval, fetch",
        version="7.13.2",
        language="TypeScript",
        generate=_orval,
        compile=_strict(_COMMON_JS),
        needs=("node", "npm"),
        official_compiles="yes",
    ),
    Target(
        name="openapi-zod-client",
        tool="openapi-zod-client",
        version="1.18.3",
        language="TypeScript",
        generate=_zod,
        compile=_strict(_COMMON_JS),
        wire=_wire("zod", "js/ollama.js"),
        needs=("node", "npm"),
        official_compiles="yes",
        official_wire="22",
    ),
    Target(
        name="oag-typescript-fetch",
        tool="OpenAPI Generator, typescript-fetch",
        version=toolbox.OPENAPI_GENERATOR,
        language="TypeScript",
        generate=_openapi_generator,
        compile=_strict(_COMMON_JS),
        wire=_wire("openapi-generator", "js/index.js"),
        needs=("node", "npm", "java"),
        official_compiles="yes",
        official_wire="17",
    ),
)
