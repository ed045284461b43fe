"""What is loaded by an import, and what is not."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import ollama_client
import pytest
from ollama_client import api, errors, models

from tests.client import spec

ROOT = Path(__file__).parents[2]
TAGS = [tag["name"] for tag in spec.DOCUMENT["tags"]]


def loaded_after(code: str) -> set[str]:
    """Return the modules that a new interpreter has loaded after running some code."""
    script = f"{code}\nimport sys; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        env={"PYTHONPATH": str(ROOT / "generated")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return set(done.stdout.splitlines()[-1].split())


def ours(modules: set[str]) -> set[str]:
    return {
        name.removeprefix("ollama_client.") for name in modules if name.startswith("ollama_client.")
    }


def test_the_package_alone_loads_nothing() -> None:
    modules = loaded_after("import ollama_client; ollama_client.API_VERSION; dir(ollama_client)")
    assert ours(modules) == set()
    assert not modules & {"httpx", "attrs", "attr", "msgspec", "json", "ssl", "asyncio", "pydantic"}


def test_errors_and_client_load_no_model() -> None:
    modules = loaded_after("from ollama_client import Client, errors; Client()")
    connecting = ("limits", "proxies", "redirects", "semantics", "bounds", "retries", "stopping")
    own = ("client", "codec", "connection", "errors", "forks", "log", "replies")
    parts = (*own, *connecting)
    runtime = {"_runtime", *(f"_runtime.{name}" for name in parts)}
    assert ours(modules) == {"client", "errors"} | runtime
    assert "pydantic" not in modules


def test_the_tables_of_the_api_load_no_operation() -> None:
    modules = loaded_after(
        "from ollama_client import api; dir(api); from ollama_client.api import models"
    )
    assert ours(modules) == {"api", "api.models", "_runtime", "_runtime.registry"}
    assert "httpx" not in modules


def test_one_operation_loads_itself_and_not_what_carries_it_out() -> None:
    modules = loaded_after("from ollama_client.api.generation import generate_chat")
    itself = {"api", "api.generation", "api.generation.generate_chat"}
    runtime = {"_runtime", "_runtime.operation", "_runtime.registry"}
    assert ours(modules) == itself | runtime
    heavy = {"httpx", "msgspec", "pydantic", "jinja2", "yaml", "typing_extensions"}
    assert not modules & (heavy - loaded_after("import attrs"))


def test_no_operation_loads_a_model() -> None:
    lines = [f"import {operation.module.__name__}" for operation in spec.OPERATIONS]
    modules = ours(loaded_after("\n".join(lines)))
    assert not [name for name in modules if name == "models" or name.startswith("models.")]
    assert {
        operation.module.__name__.removeprefix("ollama_client.") for operation in spec.OPERATIONS
    } <= modules


def test_one_model_loads_only_what_it_is_made_of() -> None:
    modules = loaded_after("from ollama_client.models import CopyRequest")
    assert {it for it in ours(modules) if it.startswith("models")} == {
        "models",
        "models.copy_request",
    }
    assert "pydantic" not in modules


def test_a_call_loads_only_the_models_of_its_answer() -> None:
    modules = loaded_after(
        "import httpx\n"
        "from ollama_client import Client\n"
        "from ollama_client.api.server import get_version\n"
        "reply = httpx.MockTransport(lambda _: httpx.Response(200, json={'version': '1'}))\n"
        "assert get_version.sync(client=Client(transport=reply)).version == '1'\n"
    )
    assert {it for it in ours(modules) if it.startswith("models")} == {
        "models",
        "models.version_response",
    }


def test_nothing_ever_loads_pydantic() -> None:
    modules = loaded_after(
        "from ollama_client import Client, models, types\n"
        "for name in models.__all__: getattr(models, name)\n"
        "message = models.Message(role='user', content='x')\n"
        "message.model_dump_json(), models.Message.model_validate({'role': 'user'})\n"
        "models.Message.model_construct(role='user').model_copy(deep=True)\n"
    )
    assert not {name for name in modules if name.partition(".")[0].startswith("pydantic")}
    assert not {name for name in modules if name.partition(".")[0] in ("ollama", "generator")}


# ---------------------------------------------------------------------- names


@pytest.mark.parametrize("tag", TAGS)
def test_each_tag_is_a_package_of_its_operations(tag: str) -> None:
    package = getattr(api, tag)
    operations = [it for it in spec.OPERATIONS if it.definition["tags"] == [tag]]
    assert package.__all__ == sorted(spec.snake(it.id) for it in operations)
    assert {it.name for it in pkgutil.iter_modules(package.__path__)} == set(package.__all__)
    for name in package.__all__:
        assert getattr(package, name) is import_module(f"{package.__name__}.{name}")


def test_api_names_its_tags() -> None:
    assert set(api.__all__) == {"OPERATIONS", "operation", *TAGS}
    assert {it.name for it in pkgutil.iter_modules(api.__path__)} == set(TAGS)


def test_models_name_every_component() -> None:
    assert models.__all__ == sorted(models.__all__)
    assert set(models.__all__) == {spec.class_name(name) for name in spec.SCHEMAS}
    for name in models.__all__:
        assert getattr(models, name) is not None
    for name in spec.OBJECTS:
        assert isinstance(spec.model_class(name), type)


def test_the_package_names_its_parts() -> None:
    assert ollama_client.__all__ == sorted(ollama_client.__all__)
    for name in ollama_client.__all__:
        assert getattr(ollama_client, name) is not None
    assert spec.DOCUMENT["info"]["version"] == ollama_client.API_VERSION


@pytest.mark.parametrize(
    "module", [ollama_client, api, models, api.generation], ids=lambda it: it.__name__
)
def test_names_are_listed_and_others_refused(module: object) -> None:
    assert set(module.__all__) <= set(dir(module))
    with pytest.raises(AttributeError, match="no_such_name"):
        module.no_such_name  # noqa: B018


def test_each_error_status_has_a_class() -> None:
    for kind in spec.ERROR_CLASSES.values():
        assert issubclass(kind, errors.ResponseError)
        assert kind.__doc__
    assert len(set(spec.ERROR_CLASSES.values())) == len(spec.ERROR_CLASSES)
