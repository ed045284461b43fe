"""Sends what schemathesis makes of the spec, and turns its failures into deviations."""

# Some generics of schemathesis' own annotations are bare.
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

#: Generic over an operation's type, which nothing here depends on.
Case: TypeAlias = "schemathesis.Case[Any]"

#: Operations whose spec says that a faulty request is answered with 500, and for which fault.
FAULTS_ANSWERED_WITH_500 = {
    "generateChat": "an option of the wrong type, or a format that is not a schema",
    "generateText": "an option of the wrong type, a format that is not a schema, a bad template",
    "generateEmbeddings": "an option of the wrong type",
    "generateLegacyEmbedding": "any failure",
    "pullModel": "a model that the registry does not have",
    "pushModel": "a model that is not here, or that the registry refuses",
    "createModel": "a blob that was not uploaded",
}

#: Operations that answer without reading the body, and when.
BODY_UNREAD = {"uploadBlob": "when the server has the file already"}

#: docs/contract.md says of each check why it applies or does not.
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

#: Go's decoder begins so when a value has a type that the field has not.
_NOT_DECODED = ("json: cannot unmarshal", "invalid character", "illegal base64")


def run_generated(
    runner: Runner, operations: Sequence[Operation], max_examples: int, seed: int
) -> None:
    """Call operations with generated requests; what is wrong goes into the report.

    The same seed against the embedded server gives the same requests.
    """
    runner.target.sign_in(True)
    # Of the cloud, a real one has limits, and its key is for it alone: the examples must do.
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
        # The only hook that is not the schema's own would outlive the run.
        hooks.unregister(before_call)
    run.tell()


# ---------------------------------------------------------------------- the spec, for schemathesis


def _readable(data: dict[str, Any], operations: Collection[str]) -> dict[str, Any]:
    """Return the spec with these operations only, saying what the deserializers below return.

    That of NDJSON returns the list of the lines. Servers of operations are left out: the run
    decides where requests go.
    """
    changed = copy.deepcopy(data)
    for path in changed["paths"].values():
        for method, value in list(path.items()):
            if is_mapping(value) and value.get("operationId") not in operations:
                # Out of the document, not merely filtered: what is not there is not called.
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
    """Return the items of a streamed answer; raises ValueError for one that is broken."""
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
    """A request that fits its schema may be refused, but not because of the type of a value."""
    del ctx
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    text = _error_text(response)
    if response.status_code == 400 and text.startswith(_NOT_DECODED):
        raise AssertionError(f"a body that fits its schema was not decoded: {text}")


def _error_text(response: Response) -> str:
    error = (as_json_object(response.content) or {}).get("error", "")
    if is_mapping(error):
        error = error.get("message", "")
    return str(error)


def _stays_on_its_path(_context: schemathesis.HookContext, values: dict[str, Any] | None) -> bool:
    """Return whether path parameters leave the path that of their operation."""
    texts = [str(value) for value in (values or {}).values()]
    return all(text.strip(".") and "/" not in text for text in texts)


# ---------------------------------------------------------------------- one run


@attrs.frozen
class _Failed:
    """Failures of one kind: the last of them, and how many there were."""

    case: str
    failure: Failure
    request: Request
    times: int


class _Run:
    """What one run of schemathesis needs to know, and what it found."""

    def __init__(self, runner: Runner, operations: dict[str, Operation]) -> None:
        self.operations = operations
        self._spec = runner.spec
        self._lenient = Spec(lenient(runner.spec.document))
        self._target: Target = runner.target
        self._report: Report = runner.report
        self._failures: dict[tuple[str, str, str], _Failed] = {}
        self._errors: list[str] = []
        #: Phase and operation of what was called, for a worker that dies takes the rest along.
        self._finished: set[tuple[str, str]] = set()
        models = runner.target.models
        self._new = models.new()

    def settings(self, max_examples: int, seed: int) -> dict[str, Any]:
        """Return the configuration, as schemathesis.toml would have it."""
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
                # One case for each boundary of each field: too much for a model.
                "coverage": {"enabled": embedded},
                "fuzzing": {"enabled": True},
                # The spec has no links; what depends on what is in the examples' order.
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
        """Return the statuses of server errors that are not failures."""
        if self._target.embedded is None:
            # What is declared tells of the machine, the model or the cloud.
            declared = self._spec.statuses(self.operations[operation])
            return [status for status in declared if status >= 500]
        return [500] if operation in FAULTS_ANSWERED_WITH_500 else []

    # -- while it runs ---------------------------------------------------------------------------

    def prepare(self, case: Case) -> None:
        """Let a request name models of this run only, just before it goes out."""
        operation = _operation_id(case)
        if operation not in self.operations:
            raise RuntimeError(f"{operation} was not to be called")
        self._target.sign_in(True)
        models = self._target.models
        # JSON has one kind of number, and no program writes a whole one with a fraction.
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
        """Return whether a failure breaks what the spec promises."""
        if isinstance(failure, UnsupportedMethodResponse):
            # The spec promises a 405; the Allow header it does not.
            if failure.failure_reason == "missing_allow_header":
                return False
            # The path may have operations that this run leaves out.
            return case.method.lower() not in self._spec.document.data["paths"][case.path]
        if isinstance(failure, AcceptedNegativeData):
            return not self._may_be_accepted(case)
        if isinstance(failure, CustomFailure):
            # The schema allows keys that it does not name, the decoder those of its structs.
            return self._fits_decoder(case)
        return True

    def _may_be_accepted(self, case: Case) -> bool:
        """Return whether a body that breaks its schema does so only where servers do not look."""
        return _operation_id(case) in BODY_UNREAD or self._fits_decoder(case)

    def _fits_decoder(self, case: Case) -> bool:
        """Return whether a body is one that a server's decoder takes."""
        operation = self.operations[_operation_id(case)]
        if case.media_type is None or not is_mapping(case.body):
            return False
        return self._lenient.accepts(operation, case.media_type, _read_part(case.body))

    def note(self, event: events.EngineEvent) -> None:
        """Take up what an event of the engine tells."""
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
                    # The last one of a kind is the smallest.
                    case = f"{phase}, {check.name}"
                    at = recorder.interactions[failure.case_id or case_id]
                    key = (operation, check.name, _kind(failure))
                    times = self._failures[key].times + 1 if key in self._failures else 1
                    self._failures[key] = _Failed(case, failure, _request(at), times)

    def tell(self) -> None:
        """Put what was found into the report."""
        for (operation, check, kind), one in self._failures.items():
            finding = Finding(check, "", _text(one.failure), kind)
            self._report.deviation(operation, one.case, one.request, [finding], one.times)
        if self._errors or self._unfinished():
            problems = "; ".join((*self._errors, *self._unfinished()))
            raise RuntimeError(f"schemathesis stopped short: {problems}")

    def _unfinished(self) -> list[str]:
        """Return what should have been called and was not."""
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
    """Return what failures of one check and operation have in common but for the values."""
    if isinstance(failure, AcceptedNegativeData):
        # Where several things are broken they are a list; which ones come together is random.
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
    """Return what is read of a body: not the format, when the model is only loaded."""
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
