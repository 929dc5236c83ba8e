"""Chooses between the two commands."""

from kmnet.launch import run, suite
from kmnet.launch.terminal import PYTHON, Stop, run_plainly, say

USAGE = f"""kmnet มีสองคำสั่ง

{PYTHON} -m kmnet run [--port 8000] [--data โฟลเดอร์] [--lan]
    เปิดใช้งานบนเครื่องนี้
    --port   พอร์ตที่เปิด (ปกติ 8000)
    --data   โฟลเดอร์ที่เก็บข้อมูล (ปกติ var)
    --lan    ให้โทรศัพท์ในวง Wi-Fi เดียวกันเข้าได้ด้วย ทุกคนเข้าด้วยรหัส

{PYTHON} -m kmnet test [ตัวเลือกของ pytest]
    ตรวจโปรแกรมทั้งหมด
"""
COMMANDS = {"run": run.main, "test": suite.main}


def main(arguments):
    return run_plainly(choose, arguments)


def choose(arguments):
    if arguments and arguments[0] in COMMANDS and not {"-h", "--help"} & set(arguments[1:]):
        return COMMANDS[arguments[0]](arguments[1:])
    if not arguments or {"-h", "--help"} & set(arguments):
        say(USAGE)
        return 0
    raise Stop(f"ไม่มีคำสั่ง {arguments[0]} ที่มีคือ: {PYTHON} -m kmnet run และ {PYTHON} -m kmnet test")
