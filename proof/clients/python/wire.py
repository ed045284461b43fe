"""The driver of the three Python clients: lines of samples in, what their models made of them out.

Run in the environment of the generated package. The arguments are its name and the description.
"""

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

RoundTrip = Callable[[str, Any], Any]
Schemas = dict[str, dict[str, Any]]


def openapi_python_client(package: str, schemas: Schemas) -> RoundTrip:
    """Models with `from_dict` and `to_dict`; of objects in a union, the one that `type` names.

    A union is an alias at most, and nothing where no complete answer has one, as of events.
    """
    models = importlib.import_module(f"{package}.models")

    def round_trip(schema: str, body: Any) -> Any:
        if discriminator := schemas[schema].get("discriminator"):
            schema = discriminator["mapping"][body["type"]].rpartition("/")[2]
        return getattr(models, schema).from_dict(body).to_dict()

    return round_trip


def openapi_generator(package: str) -> RoundTrip:
    """The same names, but `to_dict` leaves Python objects to `to_json`."""
    models = importlib.import_module(f"{package}.models")

    def round_trip(schema: str, body: Any) -> Any:
        return json.loads(getattr(models, schema).from_json(json.dumps(body)).to_json())

    return round_trip


def datamodel_codegen(package: str) -> RoundTrip:
    """Plain pydantic models. Nothing is written that was not read."""
    models = importlib.import_module(package)

    def round_trip(schema: str, body: Any) -> Any:
        model = getattr(models, schema).model_validate(body)
        return model.model_dump(mode="json", by_alias=True, exclude_unset=True)

    return round_trip


def reader(package: str, schemas: Schemas) -> RoundTrip:
    """Return the way of the generator that made the package."""
    module = importlib.import_module(package)
    if not hasattr(module, "__path__"):
        return datamodel_codegen(package)
    if hasattr(module, "ApiClient"):
        return openapi_generator(package)
    return openapi_python_client(package, schemas)


def main() -> None:
    """Answer each line of standard input."""
    package, spec = sys.argv[1:]
    description = json.loads(Path(spec).read_text(encoding="utf-8"))
    round_trip = reader(package, description["components"]["schemas"])
    for line in sys.stdin:
        sample = json.loads(line)
        try:
            answer = {"body": round_trip(sample["schema"], sample["body"])}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"[:300]}
        sys.stdout.write(json.dumps({"id": sample["id"], **answer}) + "\n")


main()
