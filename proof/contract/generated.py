"""Sends the requests that schemathesis generates, and converts failures to deviations."""

# Some generics in schemathesis' annotations have no arguments.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeAlias, cast

import attrs
import schemathesis
from schemathesis import hooks
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import AcceptedNegativeData, CustomFailure, Failure
from schemathesis.core.transport import Response
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import Interaction, ScenarioRecorder
from schemathesis.openapi.checks import JsonSchemaError, UnsupportedMethodResponse

from generator.document import STREAMS, Operation, is_list, is_mapping

from .exchange import Request
from .judge import Answer, Finding, shortened, without_numbers
from .leniency import lenient
from .models import NEW, OWN, as_json_object, economical
from .report import Report
from .runner import Runner
from .spec import Spec
from .streams import read_stream
from .targets import Target

#: Generic over an operation's type, which does not matter here.
Case: TypeAlias = "schemathesis.Case[Any]"

#: Operations that answer invalid requests with 500 according to the spec, and for which fault.
FAULTS_ANSWERED_WITH_500 = {
    "generateChat": "an option of the wrong type, or a format that is not a schema",
    "generateText": "an option of the wrong type, a format that is not a schema, a bad template",
    "generateEmbeddings": "an option of the wrong type",
    "generateLegacyEmbedding": "any failure",
    "pullModel": "a model that the registry does not have",
    "pushModel": "a model that is not here, or that the registry refuses",
    "createModel": "a blob that was not uploaded",
}

#: Operations that may answer without reading the body, and when.
BODY_UNREAD = {"uploadBlob": "when the server has the file already"}

#: docs/contract.md explains for each check why it applies or not.
_CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "valid_data_is_decoded",
)

#: The beginning of the message of Go's decoder about a value of the wrong type.
_NOT_DECODED = ("json: cannot unmarshal", "invalid character", "illegal base64")


def run_generated(
    runner: Runner, operations: Sequence[Operation], max_examples: int, seed: int
) -> None:
    """Call operations with generated requests, and report deviations.

    With the embedded server, the same seed gives the same requests.
    """
    runner.target.sign_in(True)
    # The real cloud has limits, and its key is only for it. The examples must be enough.
    here = [one for one in operations if runner.target.base_url(one) == runner.target.url]
    if not here:
        return
    run = _Run(runner, {operation.id: operation for operation in here})
    config = SchemathesisConfig.from_dict(run.settings(max_examples, seed))
    data = _readable(runner.spec.document.data, run.operations)
    schema = schemathesis.openapi.from_dict(data, config=config)
    schema.hooks.register_hook_with_name(_stays_on_its_path, "filter_path_parameters")

    def filter_failure(
        _context: schemathesis.HookContext,
        failure: Failure,
        case: Case,
        _response: Response,
    ) -> bool:
        return run.counts(failure, case)

    def before_call(
        _context: schemathesis.HookContext, case: Case, _kwargs: dict[str, Any]
    ) -> None:
        run.prepare(case)

    schema.hooks.register_hook_with_name(filter_failure, "filter_failure")
    schemathesis.hook("before_call")(before_call)
    try:
        for event in from_schema(schema).execute():
            run.note(event)
    finally:
        # The only hook that does not belong to the schema would outlive the run.
        hooks.unregister(before_call)
    run.tell()


# ---------------------------------------------------------------------- the spec, for schemathesis


def _readable(data: dict[str, Any], operations: Collection[str]) -> dict[str, Any]:
    """Return the spec with only these operations, described as the deserializers below return them.

    For NDJSON, this is the list of the lines. Servers of operations are left out, because the run
    determines where requests are sent.
    """
    changed = copy.deepcopy(data)
    for path in changed["paths"].values():
        for method, value in list(path.items()):
            if is_mapping(value) and value.get("operationId") not in operations:
                # They are removed and not only filtered, so that they cannot be called.
                del path[method]
    for value in _objects(changed):
        media_type = value.get("application/x-ndjson")
        if is_mapping(media_type) and "schema" in media_type:
            media_type["schema"] = {"type": "array", "items": media_type["schema"]}
        if "operationId" in value:
            value.pop("servers", None)
    return changed


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if is_mapping(value):
        yield value
        value = list(value.values())
    if is_list(value):
        for item in value:
            yield from _objects(item)


@schemathesis.deserializer(*STREAMS)
def _stream_items(context: schemathesis.DeserializationContext, response: Response) -> list[Any]:
    """Return the items of a streamed answer. Raises ValueError if it is broken."""
    answer = _answer(response)
    facts = _stream_facts(context.operation, answer)
    reading = read_stream(answer.media_type, answer.body, facts)
    if reading.problems:
        raise ValueError("; ".join(reading.problems))
    return [item.value for item in reading.items]


def _stream_facts(operation: Any, answer: Answer) -> dict[str, Any]:
    raw = cast("dict[str, Any]", operation.definition.raw)
    content = raw["responses"][str(answer.status)].get("content", {})
    return cast("dict[str, Any]", content[answer.media_type]["x-stream"])


def _answer(response: Response) -> Answer:
    kinds = response.headers.get("content-type", [""])
    return Answer(response.status_code, kinds[0], response.content)


# ---------------------------------------------------------------------- what is a failure


@schemathesis.check
def valid_data_is_decoded(ctx: schemathesis.CheckContext, response: Response, case: Case) -> None:
    """A request that matches its schema may be refused, but not because of the type of a value."""
    del ctx
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    text = _error_text(response)
    if response.status_code == 400 and text.startswith(_NOT_DECODED):
        raise AssertionError(f"a body that matches its schema was not decoded: {text}")


def _error_text(response: Response) -> str:
    error = (as_json_object(response.content) or {}).get("error", "")
    if is_mapping(error):
        error = error.get("message", "")
    return str(error)


def _stays_on_its_path(_context: schemathesis.HookContext, values: dict[str, Any] | None) -> bool:
    """Return whether the path with its parameters still belongs to the operation."""
    texts = [str(value) for value in (values or {}).values()]
    return all(text.strip(".") and "/" not in text for text in texts)


# ---------------------------------------------------------------------- one run


@attrs.frozen
class _Failed:
    """Failures of one kind: the last one, and their number."""

    case: str
    failure: Failure
    request: Request
    times: int


class _Run:
    """The settings and findings of one run of schemathesis."""

    def __init__(self, runner: Runner, operations: dict[str, Operation]) -> None:
        self.operations = operations
        self._spec = runner.spec
        self._lenient = Spec(lenient(runner.spec.document))
        self._target: Target = runner.target
        self._report: Report = runner.report
        self._failures: dict[tuple[str, str, str], _Failed] = {}
        self._errors: list[str] = []
        #: Phase and operation of completed calls, because a worker that dies loses the rest.
        self._finished: set[tuple[str, str]] = set()
        models = runner.target.models
        self._new = models.new()

    def settings(self, max_examples: int, seed: int) -> dict[str, Any]:
        """Return the configuration, as in schemathesis.toml."""
        embedded = self._target.embedded is not None
        checks: dict[str, Any] = {name: {"enabled": True} for name in _CHECKS}
        generation = {
            "mode": "all",
            "max-examples": max_examples,
            "deterministic": embedded,
            "database": "none",
            "with-security-parameters": False,
            "no-shrink": not embedded,
        }
        return {
            "base-url": self._target.url,
            "seed": seed,
            "workers": 1,
            "continue-on-failure": True,
            "request-timeout": 300,
            "max-stream-events": 1_000_000,
            "suppress-health-check": ["all"],
            "cache": {"enabled": False},
            "analysis": {"constants": {"enabled": False}},
            "warnings": False,
            "output": {"truncation": {"max-recorded-payload-size": 0}},
            "checks": {"enabled": False, **checks},
            "generation": generation,
            "phases": {
                "examples": {"enabled": True},
                # One case for each boundary of each field would be too much for a model.
                "coverage": {"enabled": embedded},
                "fuzzing": {"enabled": True},
                # The spec has no links. Dependencies are in the order of the examples.
                "stateful": {"enabled": False},
            },
            "operations": [
                {
                    "include-operation-id": name,
                    "headers": self._target.headers(operation),
                    "checks": self._checks_of(name),
                }
                for name, operation in self.operations.items()
            ],
        }

    def _checks_of(self, operation: str) -> dict[str, Any]:
        expected = self._expected_errors(operation)
        if not expected:
            return {}
        statuses = ["2xx", "3xx", "4xx", *map(str, expected)]
        return {"not_a_server_error": {"enabled": True, "expected-statuses": statuses}}

    def _expected_errors(self, operation: str) -> list[int]:
        """Return the statuses of server errors that do not count as failures."""
        if self._target.embedded is None:
            # Declared ones depend on the machine, the model or the cloud.
            declared = self._spec.statuses(self.operations[operation])
            return [status for status in declared if status >= 500]
        return [500] if operation in FAULTS_ANSWERED_WITH_500 else []

    # -- while it runs ---------------------------------------------------------------------------

    def prepare(self, case: Case) -> None:
        """Replace the models in a request by models of this run, just before it is sent."""
        operation = _operation_id(case)
        if operation not in self.operations:
            raise RuntimeError(f"{operation} must not be called")
        self._target.sign_in(True)
        models = self._target.models
        # JSON has one kind of number, and programs write whole numbers without a fraction.
        case.body = _without_empty_fractions(case.body)
        if is_mapping(case.body):
            own = models.make() if operation in ("deleteModel", "pushModel") else self._new
            names = {NEW: self._new, OWN: own}
            case.body, _ = models.renamed(operation, case.body, names)
            if self._target.embedded is None:
                kept = {key: one for key, one in case.body.items() if key != "keep_alive"}
                case.body = economical(operation, kept)
        if "model" in (case.path_parameters or {}):
            case.path_parameters["model"], _ = models.given()
        models.guard(operation, case.body)

    def counts(self, failure: Failure, case: Case) -> bool:
        """Return whether a failure violates the spec."""
        if isinstance(failure, UnsupportedMethodResponse):
            # The spec requires a 405, but not the Allow header.
            if failure.failure_reason == "missing_allow_header":
                return False
            # The path may have operations that are not part of this run.
            return case.method.lower() not in self._spec.document.data["paths"][case.path]
        if isinstance(failure, AcceptedNegativeData):
            return not self._may_be_accepted(case)
        if isinstance(failure, CustomFailure):
            # The schema allows unknown keys, and the decoder accepts those of its structs.
            return self._fits_decoder(case)
        return True

    def _may_be_accepted(self, case: Case) -> bool:
        """Return whether a body only violates its schema in places that servers do not check."""
        return _operation_id(case) in BODY_UNREAD or self._fits_decoder(case)

    def _fits_decoder(self, case: Case) -> bool:
        """Return whether a server's decoder accepts a body."""
        operation = self.operations[_operation_id(case)]
        if case.media_type is None or not is_mapping(case.body):
            return False
        return self._lenient.accepts(operation, case.media_type, _read_part(case.body))

    def note(self, event: events.EngineEvent) -> None:
        """Record an event of the engine."""
        if isinstance(event, events.ScenarioFinished):
            if self._target.embedded is None:
                self._report.progress(f"{event.phase.value}: {event.recorder.label}")
            self._finished.add((event.phase.value, event.recorder.label))
            self._note_scenario(event.recorder, event.phase.value)
        elif isinstance(event, events.NonFatalError):
            self._errors.append(f"{event.label}: {event.info.title}: {event.value}")
        elif isinstance(event, events.Interrupted):
            raise KeyboardInterrupt
        elif isinstance(event, events.FatalError):
            raise event.exception

    def _note_scenario(self, recorder: ScenarioRecorder, phase: str) -> None:
        for case_id, interaction in recorder.interactions.items():
            node = recorder.cases.get(case_id)
            if node is None or interaction.response is None:
                continue
            operation = _operation_id(node.value)
            checks = recorder.checks.get(case_id, ())
            answer = _answer(interaction.response)
            self._report.sent(operation, answer, "generated", len(checks))
            for check in checks:
                if check.status is Status.FAILURE and check.failure_info is not None:
                    failure = check.failure_info.failure
                    # The last failure of a kind is the smallest.
                    case = f"{phase}, {check.name}"
                    at = recorder.interactions[failure.case_id or case_id]
                    key = (operation, check.name, _kind(failure))
                    times = self._failures[key].times + 1 if key in self._failures else 1
                    self._failures[key] = _Failed(case, failure, _request(at), times)

    def tell(self) -> None:
        """Add the findings to the report."""
        for (operation, check, kind), one in self._failures.items():
            finding = Finding(check, "", _text(one.failure), kind)
            self._report.deviation(operation, one.case, one.request, [finding], one.times)
        if self._errors or self._unfinished():
            problems = "; ".join((*self._errors, *self._unfinished()))
            raise RuntimeError(f"schemathesis stopped short: {problems}")

    def _unfinished(self) -> list[str]:
        """Return the phases and operations that were not completed."""
        phases = ("fuzzing",) if self._target.embedded is None else ("coverage", "fuzzing")
        labels = [f"{one.method.upper()} {one.path}" for one in self.operations.values()]
        return [
            f"{label}: no {phase}"
            for phase in phases
            for label in labels
            if (phase, label) not in self._finished
        ]


def _operation_id(case: Case) -> str:
    return str(case.operation.definition.raw["operationId"])


def _text(failure: Failure) -> str:
    if isinstance(failure, AcceptedNegativeData):
        return shortened(f"{failure.status_code} for a bad request: {_broken(failure)}")
    return shortened(f"{failure.title}: {failure.message}")


def _kind(failure: Failure) -> str:
    """Return a key for failures of one check and operation that only differ in values."""
    if isinstance(failure, AcceptedNegativeData):
        # Several failures are a list, in a random combination.
        lines = _broken(failure).splitlines()
        first = next((line for line in lines if line.startswith("  - ")), lines[0])
        return without_numbers(first.partition(" (was ")[0].strip(" -"))
    if isinstance(failure, JsonSchemaError):
        place = "/".join("#" if isinstance(step, int) else step for step in failure.instance_path)
        rule = str(failure.schema_path[-1])
        return f"{place} {failure.validation_message if rule == 'required' else rule}"
    if failure.title.startswith(CustomFailure.kind_title):
        return without_numbers(failure.message)
    return failure.title


def _broken(failure: AcceptedNegativeData) -> str:
    return failure.message.rpartition("Invalid component:")[2].strip("\n")


def _read_part(body: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of a body that are read. The format is not, if the model is only loaded."""
    loads_only = not body.get("prompt") and not body.get("messages")
    return {key: value for key, value in body.items() if key != "format" or not loads_only}


def _without_empty_fractions(value: Any) -> Any:
    if is_list(value):
        return [_without_empty_fractions(item) for item in value]
    if is_mapping(value):
        return {key: _without_empty_fractions(item) for key, item in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _request(interaction: Interaction) -> Request:
    sent = interaction.request
    headers = {name: ", ".join(values) for name, values in sent.headers.items()}
    return Request(sent.method, sent.uri, headers, sent.body or b"")
