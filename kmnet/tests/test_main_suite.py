"""What `python3 -m kmnet test` passes to pytest, and its verdict."""

import pytest

from conftest import asks_for_database
from kmnet.launch import suite, tools
from kmnet.launch.environment import ROOT
from kmnet.launch.suite import EMPTY, FAILED, NOT_RUN, PASSED, Result, verdict


def results(ruff=PASSED, sqlite=PASSED, postgres=PASSED, browser=PASSED):
    return [
        Result("ruff check", ruff, 0.2),
        Result("tests on SQLite", sqlite, 20, tests=True),
        Result("tests on PostgreSQL", postgres, 30, tests=True),
        Result("browser journeys", browser, 40, tests=True),
    ]


@pytest.mark.parametrize(
    ("found", "strict", "some_chosen", "closing", "code"),
    [
        (results(), True, False, "ผ่านทั้งหมด (PASSED)", 0),
        (results(ruff=FAILED, postgres=FAILED), False, False, "ไม่ผ่าน (FAILED): ruff check, tests on PostgreSQL", 1),
        (results(browser=NOT_RUN), False, False, "ผ่าน (PASSED) แต่ยังไม่ได้ตรวจ (not run): browser journeys", 0),
        (results(browser=NOT_RUN), True, False, "ไม่ผ่าน (FAILED): browser journeys", 1),
        (results(ruff=FAILED, browser=NOT_RUN), False, False, "ไม่ผ่าน (FAILED): ruff check", 1),
        (results(browser=EMPTY), False, False, "ไม่ผ่าน (FAILED): browser journeys", 1),
        (results(browser=EMPTY), True, True, "ผ่านทั้งหมด (PASSED)", 0),
        (results(sqlite=EMPTY, postgres=EMPTY), True, True, "ผ่านทั้งหมด (PASSED)", 0),
        (
            results(sqlite=EMPTY, postgres=EMPTY, browser=EMPTY),
            False,
            True,
            "ไม่ผ่าน (FAILED): tests on SQLite, tests on PostgreSQL, browser journeys",
            1,
        ),
    ],
)
def test_verdict_is_one_plain_line(found, strict, some_chosen, closing, code):
    lines, exit_code = verdict(found, strict=strict, some_chosen=some_chosen)

    assert lines[-2:] == ["", closing]
    assert exit_code == code


def test_verdict_lists_every_step_with_its_time():
    lines, _ = verdict(results(browser=NOT_RUN), strict=False, some_chosen=False)

    assert [line.split() for line in lines[:4]] == [
        ["passed", "ruff", "check", "0.2", "s"],
        ["passed", "tests", "on", "SQLite", "20.0", "s"],
        ["passed", "tests", "on", "PostgreSQL", "30.0", "s"],
        ["NOT", "RUN", "browser", "journeys", "40.0", "s"],
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ["-n", "auto", "-m", "not browser"]),
        (["-x", "kmnet"], ["-x", "kmnet", "-m", "not browser"]),
        (["-k", "thai", "--maxfail=2"], ["-k", "thai", "--maxfail=2", "-m", "not browser"]),
        (["-m", "slow or odd"], ["-m", "(slow or odd) and not browser"]),
    ],
)
def test_pytest_gets_the_callers_arguments_and_our_choice_by_mark(arguments, expected):
    assert suite.pytest("python", arguments, "not browser") == ["python", "-m", "pytest", *expected]


def test_suite_keeps_every_variable_of_the_settings_out():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    explained = {line[1:].split("=")[0] for line in example.splitlines() if line[:2] != "# " and "=" in line}

    assert set(suite.VARIABLES) == explained | {"DJANGO_SETTINGS_MODULE"}


def test_step_that_cannot_run_is_not_run():
    result = suite.step("browser journeys", ["python", "-m", "pytest"], {}, possible=False)

    assert result == Result("browser journeys", NOT_RUN, 0, tests=True)


def test_chromium_is_the_one_that_was_chosen(tmp_path, monkeypatch):
    chosen = tmp_path / "my-chromium"
    chosen.touch(mode=0o755)
    monkeypatch.setenv("CHROMIUM", str(chosen))

    assert tools.find_chromium() == str(chosen)


def test_chromium_is_looked_for_by_its_names(tmp_path, monkeypatch):
    (tmp_path / "google-chrome").touch(mode=0o755)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert tools.find_chromium() == str(tmp_path / "google-chrome")


@pytest.mark.django_db
def test_what_is_marked_for_a_database_asks_for_one(request):
    assert asks_for_database(request.node)


def test_what_has_a_row_asks_for_a_database(request, circle):
    assert asks_for_database(request.node)


def test_what_has_many_connections_asks_for_a_database(request, many_connections):
    assert asks_for_database(request.node)


def test_what_has_neither_asks_for_none(request, tmp_path):
    assert not asks_for_database(request.node)
