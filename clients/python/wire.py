"""The driver of the three Python clients: lines of samples in, what their models made of them out.

Run in the environment of the generated package, whose name is the argument.
"""

import importlib
import json
import sys
import typing
from collections.abc import Callable
from typing import Any

RoundTrip = Callable[[str, Any], Any]


def openapi_python_client(package: str) -> RoundTrip:
    """Models with `from_dict` and `to_dict`; a union is no class, its members are tried."""
    models = importlib.import_module(f"{package}.models")

    def round_trip(schema: str, body: Any) -> Any:
        model = getattr(models, schema)
        members = typing.get_args(model) or (model,)
        for member in members:
            fields = getattr(member, "model_fields", {})
            tag = typing.get_args(fields["type"].annotation) if len(members) > 1 else ()
            if not tag or body["type"] in tag:
                return member.from_dict(body).to_dict()
        raise ValueError(f"no member of {schema} has the type {body['type']!r}")

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


def reader(package: str) -> RoundTrip:
    """Return the way of the generator that made the package."""
    module = importlib.import_module(package)
    if not hasattr(module, "__path__"):
        return datamodel_codegen(package)
    if hasattr(module, "ApiClient"):
        return openapi_generator(package)
    return openapi_python_client(package)


def main() -> None:
    """Answer each line of standard input."""
    round_trip = reader(sys.argv[1])
    for line in sys.stdin:
        sample = json.loads(line)
        try:
            answer = {"body": round_trip(sample["schema"], sample["body"])}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"[:300]}
        sys.stdout.write(json.dumps({"id": sample["id"], **answer}) + "\n")


main()
