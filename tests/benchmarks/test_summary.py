"""Statistics, tables and growth of the benchmark, with given numbers."""

from __future__ import annotations

import re

import pytest

from proof.benchmarks import report
from proof.benchmarks.compare import Peak, compare, same_stack, sides_of
from proof.benchmarks.full import Clock
from proof.benchmarks.rows import GROWTH, MORE, QUICK, TARGETS, Row, growing
from proof.benchmarks.summary import Result, flat, grown, quartiles, shown, spread


def result(row: Row, **samples: list[float]) -> Result:
    return Result(row, {name.replace("_", "-"): found for name, found in samples.items()})


def test_spread_is_the_distance_of_the_quartiles_by_the_median() -> None:
    assert quartiles([1, 2, 3, 4, 5]) == (2, 4)
    assert spread([1, 2, 3, 4, 5]) == pytest.approx(2 / 3)
    assert spread([7]) == 0
    assert spread([0, 0]) == 0


def test_ratio_is_best_by_best_and_its_range_is_of_the_rounds() -> None:
    found = result(Row("a", "x", target=0.5), official=[10, 12, 20], ours=[5, 8, 4])
    assert found.ratio() == 0.4
    assert found.ratios() == quartiles([5 / 10, 8 / 12, 4 / 20])
    assert found.median("ours") == 5
    assert found.met() is True


@pytest.mark.parametrize(
    ("row", "samples", "met"),
    [
        (Row("a", "x", target=0.5), {"official": [10.0], "ours": [5.0]}, True),
        (Row("a", "x", target=0.5), {"official": [10.0], "ours": [5.1]}, False),
        (Row("a", "x", limit=7), {"ours": [7.0]}, True),
        (Row("a", "x", limit=7), {"ours": [7.5]}, False),
        (Row("a", "x", limit=7), {"official": [0.0], "ours": [6.0]}, True),
        (Row("a", "x", target=0.5), {"ours": [5.0]}, None),
        (Row("a", "x"), {"official": [10.0], "ours": [5.0]}, None),
    ],
)
def test_a_target_is_met_or_not(row: Row, samples: dict[str, list[float]], met: object) -> None:
    assert Result(row, samples).met() is met


def test_an_extra_has_a_target_of_its_own() -> None:
    row = Row("a", "x", target=0.7, extra="arrays", extra_target=0.2)
    found = result(row, official=[10], ours=[6], ours_arrays=[3])
    assert found.met() is True
    assert found.met("ours-arrays") is False
    assert report.missed([found]) == [(row, "ours-arrays")]


def test_growth_is_the_time_of_a_unit_by_the_time_of_a_unit() -> None:
    small, large = result(Row("a", "x"), ours=[4, 3]), result(Row("a", "x"), ours=[6, 9])
    assert grown(small, large, "ours") == 2
    assert grown(small, large, "official") is None
    whole = result(Row("a", "x", size=4), ours=[24])  # Not for one of the four.
    assert grown(small, whole, "ours") == 2
    assert [flat(growth) for growth in (2, 1.2, None)] == [False, True, None]


def test_each_growth_has_a_row_of_either_size() -> None:
    rows = growing()
    assert len(rows) == 2 * len(GROWTH)
    for growth, small, large in zip(GROWTH, rows[::2], rows[1::2], strict=True):
        assert (small.does, large.does) == (growth.does, growth.does)
        assert large.size == large.per == 10 * small.size == 10 * small.per


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (12, "ns", "12 ns"),
        (1500, "ns", "1.5 us"),
        (123_456, "ns", "123 us"),
        (2.5e6, "ns", "2.5 ms"),
        (1.25e9, "ns", "1.25 s"),
        (900, "B", "900 B"),
        (20 * 1024, "B", "20 KiB"),
        (300 << 20, "B", "300 MiB"),
    ],
)
def test_figures_have_three_digits_and_a_unit(value: float, unit: str, text: str) -> None:
    assert shown(value, unit) == text


class Fixed:
    """Returns given figures, one for each call."""

    def __init__(self, **figures: list[float]) -> None:
        self._figures = {name: iter(found) for name, found in figures.items()}

    def measured(self, row: Row) -> float:
        return next(self._figures[row.does])


def test_the_first_round_warms_up_and_long_rows_have_fewer_rounds() -> None:
    rows = [Row("a", "a"), Row("b", "b", rounds=3), Row("c", "c", clients=("ours",))]
    sides = {
        "official": Fixed(a=[99, 1, 2, 3, 4], b=[99, 3, 4, 5]),
        "ours": Fixed(a=[98, 4, 5, 6, 7], b=[98, 6, 7, 8], c=[97, 7, 8, 9, 10]),
        "openai": Fixed(a=[1, 2], b=[3, 4]),
    }
    found = compare(rows, sides, 4)
    assert [one.samples for one in found] == [
        {"official": [1, 2, 3, 4], "ours": [4, 5, 6, 7], "openai": [1, 2]},
        {"official": [3, 4, 5], "ours": [6, 7, 8], "openai": [3, 4]},
        {"ours": [7, 8, 9, 10]},
    ]


def test_a_refused_round_is_the_end() -> None:
    sides = {"ours": Fixed(a=[98, 4, 5])}
    found = compare([Row("a", "a")], sides, 7, again=lambda number: number < 3)
    assert found[0].samples == {"ours": [4, 5]}


def test_no_round_begins_after_the_time_but_the_first_three(
    capsys: pytest.CaptureFixture[str],
) -> None:
    times = iter([0, 61, 65])
    clock = Clock(rounds=7, minutes=1, now=lambda: next(times))
    assert [clock.again(number) for number in range(5)] == [True, True, True, True, False]
    assert clock.done == 3
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "round 3 of 7",
        "there was only time for 3 rounds",
    ]


def test_what_is_done_once_or_twice_is_not_warmed_up() -> None:
    row = Row("a", "a", "peak", rounds=1)
    sides = {"official": Fixed(a=[1]), "ours": Fixed(a=[4])}
    assert compare([row], sides, 2)[0].samples == {"official": [1], "ours": [4]}


def test_a_program_costs_what_is_above_another() -> None:
    row = Row("a", "import", "program", clients=("ours",))
    sides = {"ours": Fixed(**{"import": [99, 30, 32], "nothing": [99, 11, 10]})}
    assert compare([row], sides, 2)[0].samples == {"ours": [20, 22]}


def test_only_sides_that_can_measure_a_row() -> None:
    row = Row("a", "x", extra="arrays", clients=("official", "ours"))
    present = ["official", "ours", "ours-arrays", "ours-aiohttp", "openai"]
    assert sides_of(row, present) == ["official", "ours", "ours-arrays"]


def test_what_is_taken_off_is_measured_only_where_it_is_needed() -> None:
    row = Row("a", "import", "program", clients=("ours",), less="httpx and attrs")
    sides = {
        "official": Fixed(),
        "ours": Fixed(**{"import": [99, 30], "httpx and attrs": [99, 11]}),
    }
    assert compare([row], sides, 1)[0].samples == {"ours": [19]}


def test_clients_on_different_stacks_are_refused() -> None:
    versions = {"official": {"python": "3.11", "httpx": "1"}, "ours": {"python": "3.11"}}
    with pytest.raises(RuntimeError, match="httpx"):
        same_stack(versions)
    same_stack({**versions, "ours": versions["official"], "openai": {"httpx": "2"}})


@pytest.fixture
def run() -> report.Run:
    chat = Row("chat", "chat", target=0.5)
    array = Row("array", "x", extra="arrays", extra_target=0.3, clients=("official",))
    limited = Row("held", "x", "held", limit=1 << 20)
    missing = Row("later", "x", target=0.9, extra="aiohttp", extra_target=0.2)
    growth = [
        result(row, official=[1000.0], ours=[100.0])
        if number % 2
        else result(row, official=[1000.0], ours=[50.0], openai=[9.0])
        for number, row in enumerate(growing())
    ]
    return report.Run(
        conditions={"date": "2026-11-29", "machine": "2 cores"},
        versions={"official": {"python": "3.11.7", "ollama": "0.6.3"}},
        targets=[
            result(chat, official=[1000.0, 1200.0], ours=[800.0, 700.0], openai=[3000.0, 3000.0]),
            result(array, official=[100.0], ours_arrays=[20.0]),
            result(limited, official=[0.0], ours=[2048.0]),
            result(missing, official=[100.0], ours=[80.0]),
        ],
        more=[result(Row("show", "show"), official=[9.0], ours=[3.0])],
        growing=growth,
        peaks=[Peak(chat, {"official": 11 << 20, "ours": 2048.0})],
        profiles={"chat": {"httpcore": 0.5, "h11": 0.3, "ollama": 0.01}},
    )


def cells(page: str, name: str) -> list[list[str]]:
    lines = [line for line in page.splitlines() if line.startswith(f"| {name} ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_page_has_each_target_and_whether_it_is_met(run: report.Run) -> None:
    page = report.page(run)
    ratios = "(0.6{}-0.7{})"
    assert cells(page, "chat")[0][:8] == [
        *("chat", "1 us", "700 ns", "0.700", "0.682"),
        ratios.format("37", "46"),
        *("0.50", "no"),
    ]
    assert cells(page, "array")[0][8:] == ["arrays: 20 ns", "0.200", "0.30", "yes"]
    assert cells(page, "held")[0][1:8] == ["0 B", "2048 B", "", "", "", "1024 KiB", "yes"]
    assert cells(page, "later")[0][7:] == ["yes", "aiohttp: no such extra", "", "0.20", "no"]
    assert "3 of 5 targets are met." in page


def test_the_page_has_spread_peaks_growth_and_reasons(run: report.Run) -> None:
    page = report.page(run)
    target, reason, everyone, peak = cells(page, "chat")
    assert target[0] == "chat"
    assert reason == ["chat", "httpcore 50%, h11 30%"]
    assert everyone == [
        *("chat", "1 us (1.1 us) ±9%", "700 ns (750 ns) ±7%", "3 us (3 us) ±0%", "")
    ]
    assert peak == ["chat", "11 MiB", "2048 B"]
    assert cells(page, GROWTH[0].name)[1][1:] == [
        *("ours", "50 ns at 1,000", "100 ns at 10,000"),
        *("2.00", "grows"),
    ]
    for part in ("- date: 2026-11-29", "- official: python 3.11.7, ollama 0.6.3"):
        assert part in page


def test_the_data_holds_everything_of_the_page(run: report.Run) -> None:
    assert report.page(report.from_json(report.to_json(run))) == report.page(run)


def test_the_documentation_explains_each_row() -> None:
    page = (report.HERE.parents[1] / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    explained = " ".join(line.split(" | ")[0] for line in page.splitlines() if line[:2] == "| ")
    for row in (*TARGETS, *MORE, *QUICK):
        for part in row.name.split(", "):
            assert re.sub(r"^\d+ (?=\w+ at once)", "", part) in explained, row.name


def test_the_page_of_the_repository_is_written_from_its_data() -> None:
    run = report.from_json(report.DATA.read_text(encoding="utf-8"))
    assert report.PAGE.read_text(encoding="utf-8") == report.page(run)
