"""`python3 -m kmnet run`: prepares everything that Django needs, then hands over to kmnet/serve.py."""

import argparse
import os
import secrets
import subprocess
import tempfile
from pathlib import Path

from kmnet.launch import environment
from kmnet.launch.addresses import EVERYWHERE, HERE, lan_addresses, listen
from kmnet.launch.terminal import PYTHON, Stop, say


def main(arguments):
    options = read(arguments)
    host = EVERYWHERE if options.lan else HERE
    others = (f' --data "{options.data}"' if options.data else "") + (" --lan" if options.lan else "")
    listen(host, options.port, others).close()  # a taken port is said at once, not after minutes of installing
    data = Path(options.data or os.environ.get("KMNET_DATA") or environment.ROOT / "var").expanduser().resolve()
    open_data_folder(data)
    make_secret_key(data)
    python = environment.prepare("run", "requirements.txt")
    lan = lan_addresses() if options.lan else []
    if options.lan and not lan:
        say("ยังไม่พบเครือข่ายของเครื่องนี้ โทรศัพท์จะเข้าไม่ได้ ต่อ Wi-Fi แล้วเปิดใหม่")
    variables = server_variables(os.environ, data, lan, options.lan)
    address = lan[0] if lan else HERE
    return hand_over([python, "-m", "kmnet.serve", host, options.port, address], variables)


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Stop(f"ไม่เข้าใจคำสั่งนี้ ที่ใช้ได้คือ: {PYTHON} -m kmnet run [--port 8000] [--data โฟลเดอร์] [--lan]")


def read(arguments):
    parser = Parser(prog=f"{PYTHON} -m kmnet run", add_help=False, allow_abbrev=False)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data")
    parser.add_argument("--lan", action="store_true")
    options = parser.parse_args(arguments)
    if not 0 <= options.port <= 65535:
        raise Stop(f"พอร์ตต้องเป็นเลข 1 ถึง 65535 เช่น {PYTHON} -m kmnet run --port 8000")
    return options


def open_data_folder(folder):
    """Make the data folder, for its owner only, and try that it can be written to."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        raise Stop(
            f"เขียนลงโฟลเดอร์ข้อมูล {folder} ไม่ได้ (ไม่มีสิทธิ์ หรือดิสก์เต็ม) "
            f'เลือกโฟลเดอร์อื่น เช่น {PYTHON} -m kmnet run --data "{Path.home() / "kmnet-data"}"'
        ) from None


def make_secret_key(folder):
    """The installation's secret, made once and never readable by others, not even while it is written."""
    path = folder / "secret_key"
    if path.is_file() and path.stat().st_size:
        path.chmod(0o600)
        return
    draft = folder / f"secret_key.{os.getpid()}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    draft.replace(path)


def server_variables(given, data, lan, open_to_lan):
    """The server's environment: the caller's, with what this way of starting decides put in its place."""
    return dict(given) | {
        "DJANGO_SETTINGS_MODULE": "kmnet.settings",
        "KMNET_DATA": str(data),
        "PLAIN_HTTP": "true",
        "DEBUG": "false",
        "BEHIND_PROXY": "false",
        "ALLOWED_HOSTS": ",".join([*lan, HERE, "localhost"]),
        # Whoever sits at this computer may enter as anyone; nobody else may.
        "ONE_TAP_SIGN_IN": "false" if open_to_lan else "true",
        "PYTHONUTF8": "1",
    }


def hand_over(command, variables):
    """Become the server; on Windows, which cannot, wait for it."""
    command = [str(part) for part in command]
    os.chdir(environment.ROOT)
    os.umask(0o077)  # the database and the uploads are for the owner's eyes
    if os.name != "nt":
        os.execve(command[0], command, variables)  # noqa: S606 - no shell is wanted
    server = subprocess.Popen(command, env=variables)
    while True:
        try:
            return server.wait()
        except KeyboardInterrupt:  # the server got the same Ctrl-C and is closing
            continue
