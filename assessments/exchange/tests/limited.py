"""Files read one after another, each in a process that may use only so much. Run by `test_limits`.

Reads the paths of files from the lines of its input; answers each with a line of JSON: `seconds` of computing, what was
`read` ([goals, competencies, indicators] or None) and the `notes`; or with null where the process did not survive.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

import django

SECONDS = 20
MEGABYTES = 200  # beyond what the process has when it begins


def main():
    django.setup()
    from assessments.exchange import case, moodle, xlsx, yaml_format  # noqa: F401  # once for all files

    for line in sys.stdin:
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.write(write, json.dumps(limited(Path(line.rstrip("\n")))).encode()[:60_000])
            os._exit(0)
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as answer:
            said = answer.read()
        os.waitpid(child, 0)
        print(said or "null", flush=True)


def limited(path):
    from assessments.exchange.formats import read_any

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = path.read_bytes()
    began = time.process_time()
    reading = read_any(content, path.name)
    seconds = time.process_time() - began
    table = reading.table if reading.can_be_stored else None
    sizes = table and [
        len(table.goals),
        len(table.competencies),
        sum(len(row.indicators) for row in table.competencies),
    ]
    return {"seconds": seconds, "read": sizes, "notes": [str(note) for note in reading.notes][:20]}


if __name__ == "__main__":
    main()
