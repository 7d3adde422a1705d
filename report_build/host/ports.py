"""Whether a server can start where it is asked to: on a port in use, the host prints a traceback and hangs."""

from __future__ import annotations

import socket


def port_in_use(name: str, port: int) -> str:
    """What to say where another program answers at an address; '' where none does."""
    if not _answers(name, port):
        return ""
    free = next((one for one in range(port + 1, port + 50) if not _answers(name, one)), port + 1)
    return f"{name}:{port} is in use. End what runs there, or choose another: -a {name}:{free}"


def _answers(name: str, port: int) -> bool:
    try:
        socket.create_connection((name.strip("[]") or "127.0.0.1", port), timeout=1).close()
    except (OSError, OverflowError):
        return False
    return True
