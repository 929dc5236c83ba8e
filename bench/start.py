"""How long starting takes and what the server weighs. `python3 bench/start.py [--fresh]`

Beside Django's own start (`django.setup()` and the system checks, measured in the same run): the first start on an
empty data folder and the second one. With --fresh also a new clone without .venv, its packages downloaded before.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from server import ROOT, connect, memory, running, sign_in_page

SECOND_START_LIMIT = 3  # seconds beside Django's own start
FRESH_START_LIMIT = 60  # seconds beside downloading
MEMORY_LIMIT = 120  # megabytes
PAGES = 200
CIRCLE = 9

DJANGO_ONLY = "import django; django.setup(); from django.core.management import call_command; call_command('check')"


def main():
    over = []
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with running(data) as (_address, _process, seconds):
            print(f"first start, empty data folder, to the first page   {seconds:6.2f} s")
        django = statistics.median(django_start(data) for _ in range(3))
        print(f"Django's own start                                  {django:6.2f} s")
        second = statistics.median(second_start(data) for _ in range(3))
        print(f"second start, to the first page                     {second:6.2f} s")
        report(over, "second start beside Django's", second - django, SECOND_START_LIMIT, "s")
        report(over, "memory of the web process", weight(data), MEMORY_LIMIT, "MB")
        if "--fresh" in sys.argv:
            report(over, "fresh clone to the first page", fresh_start(Path(folder)), FRESH_START_LIMIT, "s")
    return 1 if over else 0


def report(over, name, value, limit, unit):
    print(f"{name:51} {value:6.2f} {unit} (limit {limit})")
    if value > limit:
        over.append(name)


def django_start(data):
    variables = os.environ | {"DJANGO_SETTINGS_MODULE": "kmnet.settings", "KMNET_DATA": str(data)}
    variables |= {"PLAIN_HTTP": "true"}
    began = time.monotonic()
    subprocess.run(
        [venv_python(ROOT), "-c", DJANGO_ONLY], cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL
    )
    return time.monotonic() - began


def second_start(data):
    with running(data) as (_address, _process, seconds):
        return seconds


def weight(data):
    """Highest resident megabytes of the server after PAGES pages and a circle that signs in at once."""
    with running(data) as (address, process, _seconds):
        path = sign_in_page(address)
        connection = connect(address)
        for _ in range(PAGES):
            connection.request("GET", path)
            connection.getresponse().read()
        with ThreadPoolExecutor(CIRCLE) as circle:
            list(circle.map(lambda number: try_password(address, f"nobody{number}"), range(CIRCLE)))
        return memory(process.pid)[1]


def try_password(address, username):
    """A password sign-in that fails, which costs as much hashing as one that succeeds."""
    browser = build_opener(HTTPCookieProcessor())
    page = address + sign_in_page(address).split("?")[0].lstrip("/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.open(page).read().decode())[1]
    form = {"csrfmiddlewaretoken": token, "username": username, "password": "not the password"}
    browser.open(page, urlencode(form).encode()).read()


def fresh_start(folder):
    """Seconds from a clone without .venv to the first page, its packages already on this disk."""
    clone, wheels = folder / "clone", folder / "wheels"
    subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
    began = time.monotonic()
    download = [venv_python(ROOT), "-m", "pip", "download", "-q", "-d", wheels, "-r", ROOT / "requirements.txt"]
    subprocess.run(download, check=True)
    print(f"downloading the packages                            {time.monotonic() - began:6.2f} s")
    offline = os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}
    with running(folder / "fresh-data", root=clone, variables=offline) as (_address, _process, seconds):
        return seconds


def venv_python(root):
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


if __name__ == "__main__":
    sys.exit(main())
