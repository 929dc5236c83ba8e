"""The server process itself, twice on one data folder."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from http.client import HTTPConnection
from urllib.request import urlopen

from waitress import create_server

from kmnet import serve
from kmnet.launch import environment, run


def start_and_stop(data):
    """What the server printed until it was ready, its health, and how it ended after Ctrl-C."""
    variables = run.server_variables({"PATH": os.environ["PATH"]}, data, [], open_to_lan=False)
    command = [sys.executable, "-m", "kmnet.serve", "127.0.0.1", "0", "127.0.0.1"]
    with subprocess.Popen(
        command, cwd=environment.ROOT, env=variables, stdout=subprocess.PIPE, encoding="utf-8"
    ) as server:
        try:
            printed = [line.strip() for line in iter(server.stdout.readline, "\n")]
            address = server.stdout.readline().split()[-1]
            with urlopen(address + "healthz", timeout=20) as answer:
                health = answer.status
            server.send_signal(signal.SIGINT)
            last = server.communicate(timeout=20)[0].strip().splitlines()[-1]
        finally:
            server.kill()
    return printed, health, last, server.returncode


def test_server_prepares_once_serves_and_ends_tidily(tmp_path):
    run.make_secret_key(tmp_path)

    first = start_and_stop(tmp_path)
    second = start_and_stop(tmp_path)

    prepared = [
        "กำลังเตรียมฐานข้อมูล ...",
        "ใส่เครือข่ายจริงและเครือข่ายตัวอย่าง (ข้อมูลสมมติ) ให้แล้ว",
        "กำลังเตรียมไฟล์หน้าเว็บ ...",
    ]
    assert first == (prepared, 200, "ปิดแล้ว ข้อมูลเก็บไว้เรียบร้อย", 0)
    assert second == ([], 200, "ปิดแล้ว ข้อมูลเก็บไว้เรียบร้อย", 0)
    with closing(sqlite3.connect(tmp_path / "kmnet.sqlite3")) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert database.execute("SELECT count(*) FROM facilitators_network").fetchone() == (2,)


def test_what_waitress_itself_refuses_is_told_in_thai():
    server = create_server(lambda environ, start: [], listen="127.0.0.1:0", **serve.LIMITS)
    server.channel_class = serve.channel_with_pages()
    threading.Thread(target=server.run, daemon=True).start()

    with closing(HTTPConnection("127.0.0.1", server.effective_port, timeout=20)) as connection:
        connection.putrequest("POST", "/")
        connection.putheader("Content-Length", "200000000")
        connection.endheaders()
        answer = connection.getresponse()
        page = answer.read().decode()
    server.close()

    assert (answer.status, answer.headers["Content-Type"]) == (413, "text/html; charset=utf-8")
    assert "<h1>ส่งมาครั้งเดียวมากเกินไป</h1>" in page
