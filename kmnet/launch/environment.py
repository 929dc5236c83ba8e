"""The project's own `.venv`: made once, filled again only when a requirements file changed."""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from kmnet.launch.terminal import PYTHON, Stop, say

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"

# What pip writes when it cannot reach the package index.
OFFLINE = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "SSLError",
    "Failed to establish a new connection",
    "Connection reset",
)


def prepare(command, *requirements):
    """The path of the venv's python, once these requirements files are installed in it."""
    if not made_for_this_python():
        make(command)
    for name in requirements:
        install(command, name)
    return python()


def python():
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def made_for_this_python():
    """Whether the venv is there and for this Python's minor version: packages of another are not found."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    values = dict(line.replace(" ", "").split("=", 1) for line in lines if "=" in line)
    mine = f"{sys.version_info.major}.{sys.version_info.minor}."
    return python().is_file() and values.get("version", "").startswith(mine)


def make(command):
    say("กำลังเตรียมที่ติดตั้ง (.venv) ...")
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Stop(no_venv_module(command))
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], **QUIETLY)
    if done.returncode:
        raise Stop(no_venv_module(command) if "ensurepip" in done.stdout else no_venv_folder(command, done))


def no_venv_module(command):
    """For a Debian or Ubuntu without the package python3-venv: the module is missing or says so itself."""
    install = "sudo apt install python3-venv"
    return f"Python ของเครื่องนี้ยังขาดส่วน venv ติดตั้งก่อน: {install} แล้วสั่งอีกครั้ง: {PYTHON} -m kmnet {command}"


def no_venv_folder(command, done):
    return (
        f"สร้างโฟลเดอร์ {VENV} ไม่ได้ ({last_line(done)}) ตรวจสิทธิ์เขียนและที่ว่างในดิสก์ แล้วสั่งอีกครั้ง: {PYTHON} -m kmnet {command}"
    )


def install(command, name):
    """Install a requirements file unless its stamp says that this very text is installed."""
    wanted = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    stamp = VENV / f"{name}.installed"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    # Gone before the work and back after it: an interrupted installation starts over.
    stamp.unlink(missing_ok=True)
    if pip("--version").returncode:  # making the venv was interrupted before it had pip
        make(command)
    say(f"กำลังติดตั้งส่วนประกอบ ({name}) ครั้งแรกอาจใช้เวลาสองสามนาที ...")
    done = pip("install", "--quiet", "--disable-pip-version-check", "--no-input", "-r", ROOT / name)
    if done.returncode:
        raise Stop(why_not_installed(done, command))
    stamp.write_text(wanted, encoding="ascii")


def pip(*arguments):
    return subprocess.run([python(), "-m", "pip", *arguments], cwd=ROOT, **QUIETLY)


def why_not_installed(done, command):
    again = f"แล้วสั่งอีกครั้ง: {PYTHON} -m kmnet {command}"
    if any(sign in done.stdout for sign in OFFLINE):
        return f"ติดตั้งส่วนประกอบไม่ได้เพราะต่ออินเทอร์เน็ตไม่ได้ (ใช้เฉพาะครั้งแรก) ต่ออินเทอร์เน็ต {again}"
    return f"ติดตั้งส่วนประกอบไม่สำเร็จ ({last_line(done)}) แก้ตามที่บอก {again}"


def last_line(done):
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    return (errors or lines or [f"รหัส {done.returncode}"])[-1]


QUIETLY = {
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
    "encoding": "utf-8",
    "errors": "replace",
    "env": os.environ | {"PYTHONUTF8": "1"},
}
