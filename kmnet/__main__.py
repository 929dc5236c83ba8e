"""`python3 -m kmnet run` and `python3 -m kmnet test`; the commands themselves are in kmnet/launch.

This first file is written so that an old Python can still read it and say what is wrong.
"""

import sys

OLDEST = (3, 11)


def main():
    if sys.version_info < OLDEST:
        found = ".".join(str(number) for number in sys.version_info[:2])
        again = " ".join(["python3 -m kmnet", *sys.argv[1:]])
        sentence = (
            "kmnet ต้องใช้ Python 3.11 ขึ้นไป แต่เครื่องนี้เป็น " + found + " "
            "ติดตั้งรุ่นใหม่จาก https://www.python.org/downloads/ แล้วสั่งอีกครั้ง: " + again + "\n"
        )
        sys.stderr.buffer.write(sentence.encode("utf-8"))
        return 1
    from kmnet.launch.commands import main as command

    return command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
