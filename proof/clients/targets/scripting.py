"""PHP and Ruby: OpenAPI Generator, with a syntax check of all files."""

from __future__ import annotations

from pathlib import Path

from .. import toolbox
from ..core import HERE, SOURCE, Job, Target

_RUBY_COMPILE = "ARGV.each { |file| RubyVM::InstructionSequence.compile_file(file) }"


def _generate_php(job: Job) -> None:
    toolbox.openapi_generator(job, "php")


def _generate_ruby(job: Job) -> None:
    toolbox.openapi_generator(job, "ruby")


def _compile_php(job: Job) -> str:
    for file in _files(job, "*.php"):
        job.run("php", "-l", file)
    return "php -l"


def _compile_ruby(job: Job) -> str:
    job.run("ruby", "-e", _RUBY_COMPILE, *_files(job, "*.rb"))
    return "syntax"


def _files(job: Job, pattern: str) -> list[Path]:
    return sorted((job.out / "lib").rglob(pattern))


def _wire_php(job: Job, lines: str) -> str:
    return job.run("php", HERE / "php" / "wire.php", stdin=lines)


def _wire_ruby(job: Job, lines: str) -> str:
    return job.run("ruby", "-I", "lib", HERE / "ruby" / "wire.rb", stdin=lines)


TARGETS = (
    Target(
        name="oag-php",
        tool="OpenAPI Generator, php",
        version=toolbox.OPENAPI_GENERATOR,
        language="PHP",
        generate=_generate_php,
        compile=_compile_php,
        wire=_wire_php,
        needs=("java", "php"),
        known_failures={
            SOURCE: "a line that is progress or an error becomes one class, with `status` twice"
        },
        official_compiles="yes",
    ),
    Target(
        name="oag-ruby",
        tool="OpenAPI Generator, ruby",
        version=toolbox.OPENAPI_GENERATOR,
        language="Ruby",
        generate=_generate_ruby,
        compile=_compile_ruby,
        wire=_wire_ruby,
        needs=("java", "ruby"),
        official_compiles="yes",
    ),
)
