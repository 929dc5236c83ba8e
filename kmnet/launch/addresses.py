"""Where the server listens, and how others in the room reach it."""

import errno
import os
import socket

from kmnet.launch.terminal import PYTHON, Stop

HERE = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - phones in the room reach it: what --lan is for

# "Connecting" a UDP socket sends nothing; it only makes the system choose the address it would send from.
# The first target finds the network with the default route, the others a hotspot that this computer
# itself opened (Windows, NetworkManager, macOS).
UDP_TARGETS = ("192.0.2.1", "192.168.137.2", "10.42.0.2", "192.168.2.2")


def listen(host, port, options=""):
    """A listening socket, or a Stop that says why not; who connects early waits until the server is ready.

    `options` are those of the command line besides the port, for the command that the Stop advises.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name != "nt":
        # On Windows this option would let two programs share a port; elsewhere it only skips the wait after a restart.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise Stop(why_not(error, port, options)) from None
    return listener


def why_not(error, port, options):
    other = port + 1 if 1024 <= port < 65535 else 8000
    advice = f"ใช้พอร์ตอื่น เช่น {PYTHON} -m kmnet run --port {other}{options}"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"ระบบไม่ให้ใช้พอร์ต {port} {advice}"
    if error.errno == errno.EADDRINUSE:
        return f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ (อาจเป็น kmnet ที่เปิดไว้แล้ว) {advice}"
    return f"เปิดพอร์ต {port} ไม่ได้ ({error.strerror}) {advice}"


def lan_addresses():
    """This computer's IPv4 addresses in local networks, the most likely one first; no traffic leaves it."""
    found = []
    for target in UDP_TARGETS:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))
            except OSError:
                continue
            address = probe.getsockname()[0]
        if address not in found and not address.startswith("127."):
            found.append(address)
    return found
