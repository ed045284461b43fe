"""The driver of the three Python clients: reads lines of samples, and writes what models keep.

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
    """Models with `from_dict` and `to_dict`. In a union of objects, `type` selects the class.

    A union is only an alias, or does not exist if no complete answer has it, as for events.
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
    """Plain pydantic models. Only fields that were read are written."""
    models = importlib.import_module(package)

    def round_trip(schema: str, body: Any) -> Any:
        model = getattr(models, schema).model_validate(body)
        return model.model_dump(mode="json", by_alias=True, exclude_unset=True)

    return round_trip


def reader(package: str, schemas: Schemas) -> RoundTrip:
    """Return the functions for the generator that created the package."""
    module = importlib.import_module(package)
    if not hasattr(module, "__path__"):
        return datamodel_codegen(package)
    if hasattr(module, "ApiClient"):
        return openapi_generator(package)
    return openapi_python_client(package, schemas)


def main() -> None:
    """Answer each line of the standard input."""
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
