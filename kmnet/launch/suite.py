"""`python3 -m kmnet test`: every check, one after the other, and one verdict."""

import argparse
import os
import secrets
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from kmnet.launch import environment, postgres, tools
from kmnet.launch.terminal import say

# What settings.py and the tests read: the caller's values stay outside, every run starts alike.
VARIABLES = (
    "ADMINS",
    "ALLOWED_HOSTS",
    "BEHIND_PROXY",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "DEBUG",
    "DJANGO_SETTINGS_MODULE",
    "KMNET_DATA",
    "ONE_TAP_SIGN_IN",
    "PLAIN_HTTP",
    "SECRET_KEY",
    "STATIC_ROOT",
)

PASSED, FAILED, NOT_RUN, EMPTY = "passed", "FAILED", "NOT RUN", "no test chosen"
NO_TESTS_COLLECTED = 5  # pytest's exit code


@dataclass
class Result:
    """What became of one step."""

    name: str
    outcome: str
    seconds: float = 0
    tests: bool = False


def main(arguments):
    python = environment.prepare("test", "requirements.txt", "requirements-dev.txt")
    chromium = tools.chromium()
    tools.gettext()
    tools.java()
    tools.poppler()
    with tempfile.TemporaryDirectory(prefix="kmnet-test-", ignore_cleanup_errors=True) as folder:
        results = run_all(python, chromium, Path(folder), arguments)
    strict = os.environ.get("CI", "").lower() in ("true", "1", "yes")
    lines, code = verdict(results, strict=strict, some_chosen=bool(arguments))
    say("", *lines)
    return code


def run_all(python, chromium, folder, arguments):
    """The results of all steps, in order; a failed step does not stop the next.

    Of the tests on PostgreSQL, conftest.py leaves out those that ask for no database: they ran on SQLite.
    """
    (folder / "data").mkdir()
    variables = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    variables |= {"KMNET_DATA": str(folder / "data"), "PYTHONUTF8": "1"}
    plain = variables | {"SECRET_KEY": secrets.token_urlsafe(50), "PLAIN_HTTP": "true"}
    production = variables | {"SECRET_KEY": secrets.token_urlsafe(50), "ALLOWED_HOSTS": "kmnet.example.org"}
    manage = [python, "manage.py"]
    results = [
        step("ruff check", [python, "-m", "ruff", "check", "."], variables),
        step("ruff format", [python, "-m", "ruff", "format", "--check", "."], variables),
        step("makemigrations --check", [*manage, "makemigrations", "--check", "--dry-run"], plain),
        step("check --deploy", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
        step("tests on SQLite", pytest(python, arguments, "not browser"), variables),
    ]
    with postgres.start(python, folder / "postgres", environment.ROOT) as url:
        on_postgres = variables | {"DATABASE_URL": url or ""}
        command = pytest(python, arguments, "not browser")
        results.append(step("tests on PostgreSQL", command, on_postgres, possible=bool(url)))
    in_browser = variables | {"DJANGO_ALLOW_ASYNC_UNSAFE": "1", "CHROMIUM": chromium or ""}
    command = pytest(python, arguments, "browser")
    results.append(step("browser journeys", command, in_browser, possible=bool(chromium)))
    return results


def step(name, command, variables, possible=True):
    """Run a command under a heading."""
    tests = "pytest" in command
    say("", f"──── {name}")
    if not possible:
        say(NOT_RUN)
        return Result(name, NOT_RUN, tests=tests)
    began = time.monotonic()
    code = subprocess.run([str(part) for part in command], cwd=environment.ROOT, env=variables).returncode
    outcome = PASSED if code == 0 else EMPTY if tests and code == NO_TESTS_COLLECTED else FAILED
    return Result(name, outcome, time.monotonic() - began, tests)


def pytest(python, arguments, marked):
    """A pytest command with the caller's arguments; our choice by mark is added to theirs.

    The whole suite runs on all processors; of a chosen part one wants to see the lines as they come.
    """
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("-m", dest="marked")
    theirs, rest = parser.parse_known_args(arguments)
    expression = f"({theirs.marked}) and {marked}" if theirs.marked else marked
    workers = [] if arguments else ["-n", "auto"]
    return [python, "-m", "pytest", *rest, *workers, "-m", expression]


def verdict(results, strict, some_chosen):
    """The closing lines and the exit code.

    A browser or a PostgreSQL that is not there is told and passes, except when `strict` (CI). A run without any
    test passes only where the caller chose the tests (`some_chosen`) and another run had some of them.
    """
    one_ran = any(result.tests and result.outcome in (PASSED, FAILED) for result in results)
    bad = {FAILED} | ({NOT_RUN} if strict else set()) | (set() if some_chosen and one_ran else {EMPTY})
    table = [f"{result.outcome:15} {result.name:25} {result.seconds:6.1f} s" for result in results]
    failed = [result.name for result in results if result.outcome in bad]
    missing = [result.name for result in results if result.outcome == NOT_RUN and NOT_RUN not in bad]
    if failed:
        closing = f"ไม่ผ่าน (FAILED): {', '.join(failed)}"
    elif missing:
        closing = f"ผ่าน (PASSED) แต่ยังไม่ได้ตรวจ (not run): {', '.join(missing)}"
    else:
        closing = "ผ่านทั้งหมด (PASSED)"
    return [*table, "", closing], 1 if failed else 0
