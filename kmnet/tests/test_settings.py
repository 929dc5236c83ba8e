"""An installation that has no secret yet."""

import os
import subprocess
import sys

import pytest

from kmnet.launch import environment


@pytest.fixture
def without_secret(tmp_path):
    """Run Python without SECRET_KEY, and without a folder that holds one: (exit code, last line of what it printed)."""

    def without_secret(*command):
        variables = {"PATH": os.environ["PATH"], "KMNET_DATA": str(tmp_path), "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, *command], cwd=environment.ROOT, env=variables, capture_output=True, encoding="utf-8"
        )
        return done.returncode, (done.stdout + done.stderr).strip().splitlines()[-1]

    return without_secret


def test_what_signs_nothing_works_without_a_secret(without_secret):
    code, said = without_secret("manage.py", "makemigrations", "--check", "--dry-run")

    assert (code, said) == (0, "No changes detected")


def test_site_does_not_start_without_a_secret(without_secret, tmp_path):
    code, said = without_secret("-c", "import kmnet.wsgi")

    assert code == 1
    assert said.endswith(
        "SECRET_KEY is not set. Set it to 50 random characters or more, or start once with "
        f"`python3 -m kmnet run`, which makes one in {tmp_path}."
    )


def test_nothing_is_signed_without_a_secret(without_secret):
    signing = "import django; django.setup(); from django.core.signing import dumps; print(dumps('x'))"
    code, said = without_secret("-c", f"import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'kmnet.settings'; {signing}")

    assert (code, "The SECRET_KEY setting must not be empty." in said) == (1, True)
