"""The run, its table and its goals, with small programs as targets."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import attrs
import pytest

from proof.clients import table
from proof.clients.__main__ import main
from proof.clients.core import FLAVOURS, PORTABLE, SOURCE, Job, Target, ToolError, run
from proof.clients.fidelity import Outcome
from proof.clients.matrix import Result, Run
from proof.clients.samples import SPEC
from proof.clients.server import EXPECTED, scripted_server
from proof.clients.targets import TARGETS
from proof.clients.targets.scanned import CSHARP, KOTLIN, SWIFT, Language, findings
from tests.patience import PATIENCE

#: A driver that returns what it reads, but refuses lists of models.
_ECHO = """
import json, sys
for line in sys.stdin:
    sample = json.loads(line)
    listed = sample.pop("schema") == "ListResponse"
    sample = {"id": sample["id"], "error": "no lists"} if listed else sample
    print(json.dumps(sample))
"""

#: Each creates and compiles clients in its own environment.
pytestmark = pytest.mark.slow


def generate(job: Job) -> None:
    (job.out / "client.py").write_text("fine = True\n", encoding="utf-8")


def compile_python(job: Job) -> str:
    job.run(sys.executable, "-m", "py_compile", "client.py")
    return "py_compile"


def broken(job: Job) -> str:
    job.run(sys.executable, "-c", "raise SystemExit('no such type: Think')")
    return "never"


GOOD = Target(
    name="good",
    tool="Good",
    version="1.0",
    language="Python",
    generate=generate,
    compile=compile_python,
    wire=lambda job, lines: job.run(sys.executable, "-c", _ECHO, stdin=lines),
    program=lambda job, url: EXPECTED,
)
BROKEN = attrs.evolve(GOOD, name="broken", compile=broken)
KNOWN = attrs.evolve(BROKEN, name="known", known_failures={SOURCE: "types are missing"})
ABSENT = attrs.evolve(GOOD, name="absent", needs=("no-such-program",))


def results_of(folder: Path, *targets: Target, flavours: tuple[str, ...] = (SOURCE,)):
    specs = dict.fromkeys(flavours, SPEC)
    return Run(specs, folder / "out", folder / "cache", 2).results(targets, lambda _: None)


def test_a_target_that_works(tmp_path: Path):
    (result,) = results_of(tmp_path, GOOD)
    lists = [outcome for outcome in result.outcomes if not outcome.kept]
    assert result.generated and result.compiled == "py_compile" and not result.trouble
    assert {outcome.sample.partition(":")[0] for outcome in lists} == {"ListResponse"}
    assert result.kept == len(result.outcomes) - len(lists) > 40


def test_slow_targets_start_first_and_keep_their_place(tmp_path: Path):
    reported: list[str] = []
    targets = [attrs.evolve(BROKEN, name=name, slow=name == "slow") for name in ("a", "slow", "b")]
    run = Run({SOURCE: SPEC}, tmp_path / "out", tmp_path / "cache", 1)
    results = run.results(targets, lambda result: reported.append(result.target.name))
    assert reported == ["slow", "a", "b"]
    assert [result.target.name for result in results] == ["a", "slow", "b"]


def test_the_program_runs_on_the_portable_flavour_only(tmp_path: Path):
    portable, source = results_of(tmp_path, GOOD, flavours=(PORTABLE, SOURCE))
    assert (portable.program, source.program) == ("runs", "")


def test_a_program_that_prints_something_else(tmp_path: Path):
    target = attrs.evolve(GOOD, program=lambda job, url: "chat: nothing\n")
    (result,) = results_of(tmp_path, target, flavours=(PORTABLE,))
    assert "instead of" in result.trouble


def test_what_does_not_compile_keeps_nothing(tmp_path: Path):
    (result,) = results_of(tmp_path, BROKEN)
    assert result.generated and not result.compiled
    assert result.kept == 0 and len(result.outcomes) > 40
    assert "no such type: Think" in result.trouble
    assert "no such type: Think" in table.line(result)


def test_goals(tmp_path: Path):
    good, bad, known = results_of(tmp_path, GOOD, BROKEN, KNOWN)
    assert list(table.failures([good], complete=True)) == []
    assert any("broken (3.1)" in failure for failure in table.failures([bad], complete=True))
    goals = list(table.failures([known], complete=True))
    assert goals == [f"wire (3.1): 0 of {len(known.outcomes)} kept, the goal is 80%"]


def test_a_known_failure_that_works_is_told(tmp_path: Path):
    (result,) = results_of(tmp_path, attrs.evolve(KNOWN, compile=compile_python))
    (failure,) = table.failures([result], complete=False)
    assert failure == "known (3.1): works, but is listed as a known failure: types are missing"


def test_a_missing_toolchain_is_named_and_skipped_but_not_in_ci(tmp_path: Path):
    (result,) = results_of(tmp_path, ABSENT)
    assert table.line(result) == "absent (3.1): skipped, no no-such-program here"
    assert list(table.failures([result], complete=False)) == []
    assert list(table.failures([result], complete=True)) == [
        "absent (3.1): no-such-program is missing"
    ]
    other = Result(attrs.evolve(ABSENT, language="Swift"), SOURCE, missing=["swift"])
    assert list(table.failures([other], complete=True)) == []


def test_the_wire_goal_counts_samples_of_all_clients():
    def result(kept: int, of: int) -> Result:
        outcomes = [Outcome(str(n), "" if n < kept else "lost") for n in range(of)]
        return Result(GOOD, PORTABLE, True, "yes", outcomes)

    assert list(table.failures([result(100, 100), result(98, 100)], complete=False)) == []
    (failure,) = table.failures([result(100, 100), result(97, 100)], complete=False)
    assert failure == "wire (portable): 197 of 200 kept, the goal is 99%"


def test_the_tables(tmp_path: Path):
    results = results_of(tmp_path, GOOD, ABSENT)
    rows = table.markdown(results).splitlines()
    cells = len(rows[0].split("|"))
    assert all(len(row.split("|")) == cells for row in rows)
    assert rows[2].startswith("| Good | 1.0 | Python | 3.1 | yes | py_compile | ")
    assert "skipped: no no-such-program" in rows[3]
    assert len(table.text(results).splitlines()) == 3
    (total,) = table.summary(results)
    assert total.startswith("3.1: 1/1 generate, 1/1 compile, wire ")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ((sys.executable, "-c", "import sys; sys.exit('reason')"), "exit status 1\nreason"),
        (("no-such-program",), "no-such-program: No such file"),
    ],
)
def test_a_program_that_fails(command: tuple[str, ...], words: str, tmp_path: Path):
    with pytest.raises(ToolError, match=words):
        run(*command, cwd=tmp_path)


def test_settings_of_the_caller_do_not_reach_programs(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "somewhere")
    monkeypatch.setenv("OLLAMA_HOST", "somewhere")
    show = "import os; print(os.environ.get('PYTHONPATH'), os.environ.get('OLLAMA_HOST'))"
    assert run(sys.executable, "-c", show, cwd=tmp_path) == "None None\n"


def test_every_target_has_a_name_a_pin_and_what_it_needs():
    names = [target.name for target in TARGETS]
    assert len(names) == len(set(names))
    assert all(target.version for target in TARGETS)
    assert {"TypeScript", "Python"} <= {target.language for target in TARGETS}


def test_the_command_line_refuses_what_it_does_not_know(capsys):
    with pytest.raises(SystemExit, match="no target nothing; there are openapi-typescript"):
        main(["nothing"])
    with pytest.raises(SystemExit):
        main(["--file", "4.0=missing.json"])
    assert "FLAVOUR=FILE with one of portable, 3.1" in capsys.readouterr().err


def test_flavours_are_files_of_the_tree():
    assert {file.name for file in FLAVOURS.values()} == {
        "openapi-3.0-portable.json",
        "openapi-3.1.json",
    }


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        (KOTLIN, "    val size: kotlin.Int? = null,", "32 bits"),
        (KOTLIN, "    val context: kotlin.collections.List<kotlin.Int>? = null", "32 bits"),
        (KOTLIN, "class Think (\n\n) {\n\n\n}", "no content"),
        (CSHARP, "        public int? Total { get; set; }", "32 bits"),
        (CSHARP, "        public List<int> Context { get; set; }", "32 bits"),
        (CSHARP, "    public partial class Think\n    {\n    }", "no content"),
        (SWIFT, "    public var total: Int32?", "32 bits"),
        (SWIFT, "public struct Think: Codable {\n}", "no content"),
        (KOTLIN, "    val size: kotlin.Long? = null,", ""),
        (KOTLIN, "data class VersionResponse (\n    val version: kotlin.String\n) {\n}", ""),
        (CSHARP, "        public long? Total { get; set; }", ""),
        (CSHARP, "            int currentDepth = utf8JsonReader.CurrentDepth;", ""),
        (SWIFT, "    public var total: Int64?", ""),
    ],
)
def test_the_scan(language: Language, text: str, wanted: str, tmp_path: Path):
    file = tmp_path / "Model"
    file.write_text(text, encoding="utf-8")
    found = " ".join(findings(language, [file]))
    assert wanted in found and bool(wanted) == bool(found)


def test_the_scripted_server_says_what_the_programs_print():
    import hashlib

    import httpx

    with scripted_server() as url, httpx.Client(base_url=url, timeout=PATIENCE) as http:

        def chat(*messages, **more):
            body = {"model": "llama3.2", "messages": messages, "stream": False, **more}
            return http.post("/api/chat", json=body).json()["message"]

        asked = {"role": "user", "content": "What is the weather in Lisbon?"}
        answer = chat({"role": "user", "content": "Why is the sky blue?"})["content"]
        request = {"role": "user", "content": "Count to three."}
        body = {"model": "llama3.2", "messages": [request]}
        lines = [json.loads(line) for line in http.post("/api/chat", json=body).iter_lines()]
        counted = "".join(f"[{line['message']['content']}]" for line in lines)
        (call,) = chat(asked, tools=[{"function": {"name": "get_weather"}}])["tool_calls"]
        arguments = json.dumps(call["function"]["arguments"], separators=(",", ":"))
        last = chat(asked, {"role": "tool", "tool_name": "get_weather", "content": "22"})
        digest = f"sha256:{hashlib.sha256(b'hi!' + bytes([10])).hexdigest()}"
        uploaded = http.post(f"/api/blobs/{digest}", content=b"hi!\n")
        failed = http.post("/api/show", json={"model": "nope"})
    assert (
        f"chat: {answer}\n"
        f"stream: {counted}\n"
        f"tool: get_weather({arguments}) -> {last['content']}\n"
        f"blob: {digest} {uploaded.status_code}\n"
        f"error: {failed.status_code} {failed.json()['error']}\n"
    ) == EXPECTED
