"""The server process of `python3 -m kmnet run`, under the venv's Python: prepare in one go, then serve.

Django is imported inside the functions: a taken port is reported before anything slow is loaded.
"""

import hashlib
import logging
import os
import sys

from kmnet.launch.addresses import EVERYWHERE, HERE, listen
from kmnet.launch.terminal import Stop, run_plainly, say

# Waitress reads requests and writes answers without holding a thread, so slow phones cost a connection, not
# a thread (bench/slow_clients.py). docs/production.md gives the same numbers to waitress-serve.
LIMITS = {
    "threads": 12,
    "connection_limit": 400,
    "channel_timeout": 60,
    "max_request_header_size": 32 * 1024,
    "max_request_body_size": 100 * 1024 * 1024,  # kept in a file; the site itself refuses from 60 MB on, in words
    "inbuf_overflow": 512 * 1024,
    "asyncore_use_poll": True,  # select() would fail past 1024 files
    "ident": None,
}


def main(arguments):
    host, port, address = arguments[0], int(arguments[1]), arguments[2]
    listener = listen(host, port)

    import django
    from django.db import Error

    django.setup()
    try:
        prepare_database()
    except Error as error:
        raise Stop(
            f"ใช้ฐานข้อมูลไม่ได้ ({str(error).strip().splitlines()[0]}) ตรวจโฟลเดอร์ข้อมูลหรือ DATABASE_URL แล้วเปิดใหม่"
        ) from None
    prepare_static_files()
    serve(listener, f"http://{address}:{listener.getsockname()[1]}/", with_qr=host == EVERYWHERE)
    return 0


def prepare_database():
    """Migrate if something is to migrate; then networks, where there is none, and templates that come with the site."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("กำลังเตรียมฐานข้อมูล ...")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("load_shipped")
    call_command("load_templates")


def prepare_static_files():
    """Collect, hash and compress the static files when one of them has changed."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = settings.DATA_DIR / "static.collected"
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    wanted = static_fingerprint()
    if manifest.is_file() and stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    stamp.unlink(missing_ok=True)
    say("กำลังเตรียมไฟล์หน้าเว็บ ...")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted, encoding="ascii")


def static_fingerprint():
    """A hash of names, sizes and times of all static files and of where they are collected."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    lines = [str(settings.STATIC_ROOT)]
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = os.stat(storage.path(name))
            lines.append(f"{name} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def serve(listener, address, with_qr):
    from waitress import create_server

    from kmnet.wsgi import application

    # It warns whenever all threads are busy for a moment: nothing that the person at the screen can act on.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = create_server(application, sockets=[listener], **LIMITS)
    server.channel_class = channel_with_pages()
    say("", f"kmnet พร้อมใช้แล้ว เปิดที่  {address}")
    if with_qr and HERE not in address:
        say("โทรศัพท์ที่ต่อ Wi-Fi เดียวกัน ส่องรหัสนี้ได้", "", qr_code(address), "เข้าด้วยชื่อผู้ใช้และรหัสผ่าน หรือใบเข้าใช้จากผู้ประสานงาน")
    say("เลิกใช้เมื่อไร กด Ctrl+C เพื่อปิด", "")
    server.run()  # returns after Ctrl-C
    say("", "ปิดแล้ว ข้อมูลเก็บไว้เรียบร้อย")


def channel_with_pages():
    """Waitress's channel, but what it refuses unread is answered with a page in Thai."""
    from django.template.loader import render_to_string
    from waitress.channel import HTTPChannel
    from waitress.task import ErrorTask

    class Refusal(ErrorTask):
        def execute(self):
            error = self.request.error
            page = render_to_string("400.html", {"is_too_large": error.code == 413}).encode()
            self.status = f"{error.code} {error.reason}"
            self.response_headers.append(("Content-Type", "text/html; charset=utf-8"))
            self.set_close_on_finish()
            self.content_length = len(page)
            self.write(page)

    class Channel(HTTPChannel):
        error_task_class = Refusal

    return Channel


def qr_code(address):
    """A QR code of text blocks; on a terminal in white on black, whatever its own colours are."""
    import io

    import segno

    drawing = io.StringIO()
    segno.make(address, micro=False).terminal(drawing, border=4, compact=True)
    if not sys.stdout.isatty() or os.name == "nt":
        return drawing.getvalue()
    return "".join(f"\033[97;40m{line}\033[0m\n" for line in drawing.getvalue().splitlines())


if __name__ == "__main__":
    sys.exit(run_plainly(main, sys.argv[1:]))
