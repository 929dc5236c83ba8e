"""The .venv and its stamps, with real venvs that have a pretended pip."""

import hashlib
import subprocess
import sys

import pytest

from kmnet.launch import environment
from kmnet.launch.terminal import Stop

PIP = """
import os, pathlib, sys
here = pathlib.Path(__file__).parent
if "install" in sys.argv:
    with (here / "calls").open("a") as calls:
        calls.write(pathlib.Path(sys.argv[-1]).read_text())
    print((here / "answer").read_text() if (here / "answer").exists() else "")
    sys.exit(1 if (here / "answer").exists() else 0)
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project folder with a venv whose pip writes down what it is asked, or answers with an error."""
    root = tmp_path / "โครงการ ของเรา"
    root.mkdir()
    (root / "requirements.txt").write_text("one")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / ".venv"], check=True)
    monkeypatch.setattr(environment, "ROOT", root)
    monkeypatch.setattr(environment, "VENV", root / ".venv")
    site = next((root / ".venv").glob("[lL]ib/**/site-packages"))
    (site / "pip").mkdir()
    (site / "pip/__init__.py").touch()
    (site / "pip/__main__.py").write_text(PIP)
    return root, site / "pip"


def test_requirements_are_installed_once_and_again_after_a_change(project):
    root, pip = project

    environment.prepare("run", "requirements.txt")
    environment.prepare("run", "requirements.txt")
    (root / "requirements.txt").write_text("two")
    environment.prepare("run", "requirements.txt")

    assert (pip / "calls").read_text() == "onetwo"
    stamp = root / ".venv/requirements.txt.installed"
    assert stamp.read_text() == hashlib.sha256(b"two").hexdigest()


def test_failed_installation_leaves_no_stamp_not_even_the_old_one(project):
    root, pip = project
    environment.prepare("run", "requirements.txt")
    (root / "requirements.txt").write_text("two")
    (pip / "answer").write_text("ERROR: No matching distribution found for two")

    with pytest.raises(Stop) as stop:
        environment.prepare("run", "requirements.txt")

    assert list((root / ".venv").glob("*.installed")) == []
    assert str(stop.value) == (
        "ติดตั้งส่วนประกอบไม่สำเร็จ (ERROR: No matching distribution found for two) "
        "แก้ตามที่บอก แล้วสั่งอีกครั้ง: python3 -m kmnet run"
    )


def test_installing_without_network_says_so(project):
    _root, pip = project
    (pip / "answer").write_text(
        "WARNING: Retrying: NewConnectionError('Failed to establish a new connection')\nERROR: No matching distribution"
    )

    with pytest.raises(Stop) as stop:
        environment.prepare("test", "requirements.txt")

    assert str(stop.value) == (
        "ติดตั้งส่วนประกอบไม่ได้เพราะต่ออินเทอร์เน็ตไม่ได้ (ใช้เฉพาะครั้งแรก) ต่ออินเทอร์เน็ต แล้วสั่งอีกครั้ง: python3 -m kmnet test"
    )


def test_venv_of_another_python_is_not_used(project):
    root, _pip = project
    config = root / ".venv/pyvenv.cfg"

    before = environment.made_for_this_python()
    config.write_text(config.read_text().replace(f"version = 3.{sys.version_info.minor}.", "version = 3.5."))

    assert before is True
    assert environment.made_for_this_python() is False


def test_missing_venv_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")

    assert environment.made_for_this_python() is False
