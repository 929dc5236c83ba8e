"""Do 20 slow phones slow a quick one? `python3 bench/slow_clients.py`

Ten send a request a byte at a time, ten read an answer a few bytes at a time, all from another process. A quick
client asks for the sign-in page, in turns with and without them, in one run. Fails above RATIO_LIMIT.
"""

import multiprocessing
import os
import re
import socket
import statistics
import sys
import tempfile
import threading
import time
from urllib.parse import urlsplit

from server import connect, get, running, sign_in_page

SLOW_CLIENTS = 20
TURNS = 10
REQUESTS = 50
PAUSE = 0.1
RATIO_LIMIT = 1.5


def main():
    with tempfile.TemporaryDirectory() as data, running(data) as (address, _process, _seconds):
        path = sign_in_page(address)
        largest = largest_file(address, path)
        alone, beside = [], []
        latencies(address, path)  # warm
        for _ in range(TURNS):
            alone += latencies(address, path)
            with_slow_clients(address, path, largest, lambda: beside.extend(latencies(address, path)))
    quiet, busy = statistics.median(alone), statistics.median(beside)
    print(f"alone:                   median {quiet * 1000:6.1f} ms   95 % {share(alone) * 1000:6.1f} ms")
    print(f"beside {SLOW_CLIENTS} slow clients:  median {busy * 1000:6.1f} ms   95 % {share(beside) * 1000:6.1f} ms")
    print(f"ratio of medians: {busy / quiet:.2f} (limit {RATIO_LIMIT})")
    return 0 if busy / quiet <= RATIO_LIMIT else 1


def latencies(address, path):
    """Seconds that each of REQUESTS requests took over one connection."""
    connection, found = connect(address), []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        connection.request("GET", path)
        connection.getresponse().read()
        found.append(time.perf_counter() - began)
    connection.close()
    return found


def with_slow_clients(address, path, largest, measure):
    """Call `measure` while a process of slow clients keeps the server company."""
    process = multiprocessing.Process(target=dribble, args=(address, path, largest), daemon=True)
    process.start()
    time.sleep(0.5)
    try:
        measure()
        if not process.is_alive():
            raise SystemExit("the slow clients were thrown out")
    finally:
        process.kill()
        process.join()


def dribble(address, path, largest):
    host = urlsplit(address)
    for number in range(SLOW_CLIENTS):
        work, target = (slow_sender, path) if number % 2 else (slow_reader, largest)
        threading.Thread(target=to_the_end, args=(work, (host.hostname, host.port), target), daemon=True).start()
    time.sleep(600)


def to_the_end(work, host, path):
    """End the whole process as soon as one client is thrown out, so that the measurement notices."""
    try:
        work(host, path)
    finally:
        os._exit(1)


def slow_sender(host, path):
    """A form sent over a very bad line: byte by byte, and never quite finished."""
    with socket.create_connection(host) as line:
        head = f"POST {path} HTTP/1.1\r\nHost: {host[0]}\r\nContent-Length: 100000\r\n\r\n"
        for byte in head.encode() + b"x" * 99_999:
            line.send(bytes([byte]))
            time.sleep(PAUSE)


def slow_reader(host, path):
    """The site's largest file over a very bad line, again and again, through the smallest buffer there is."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        line.connect(host)
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host[0]}\r\n\r\n".encode() * 50)
        while line.recv(64):
            time.sleep(PAUSE)


def largest_file(address, path):
    """The largest file that the sign-in page links to."""
    page = get(address, path).decode()
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    return max(files, key=lambda name: len(get(address, name)))


def share(values, part=0.95):
    return sorted(values)[int(len(values) * part)]


if __name__ == "__main__":
    sys.exit(main())
