"""How the commands talk: plain Thai on any console, and one sentence instead of a traceback."""

import os
import signal
import sys

PYTHON = "py" if os.name == "nt" else "python3"


class Stop(Exception):
    """Ends a command; its text is one sentence that says what to do."""


def say(*lines):
    for line in lines:
        print(line, flush=True)


def run_plainly(command, arguments):
    """The exit code of `command(arguments)`; a Stop and Ctrl-C end it without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a bare "C" locale would otherwise fail on the first Thai letter.
        stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # being ended is as tidy as Ctrl-C
    try:
        return command(arguments)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("", "หยุดแล้ว")
        return 130
