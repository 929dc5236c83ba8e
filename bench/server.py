"""A kmnet started as people start it, for the measurements in this folder."""

import contextlib
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]


@contextlib.contextmanager
def running(data, python=sys.executable, root=ROOT, variables=None):
    """Yield the address, the process and the seconds until the first page of `python3 -m kmnet run`."""
    began = time.monotonic()
    command = [python, "-m", "kmnet", "run", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(command, cwd=root, env=variables, stdout=subprocess.PIPE, encoding="utf-8")
    try:
        address = next((word for line in process.stdout for word in line.split() if word.startswith("http://")), None)
        if address is None:
            raise SystemExit("the server did not start")
        get(address, sign_in_page(address))
        yield address, process, time.monotonic() - began
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def sign_in_page(address):
    """The path that an unknown visitor of the front page is sent to."""
    connection = connect(address)
    connection.request("GET", "/")
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.headers["Location"]


def get(address, path):
    """The body of a page, which must be there."""
    connection = connect(address)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise SystemExit(f"{path}: status {response.status}")
    return body


def connect(address):
    return HTTPConnection(urlsplit(address).netloc, timeout=30)


def memory(pid):
    """Resident megabytes of a process, now and at its highest (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    values = dict(line.split(":", 1) for line in lines)
    return tuple(int(values[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
