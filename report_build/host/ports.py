"""Whether a server can start where it is asked to: where it cannot, the host prints a traceback and hangs."""

from __future__ import annotations

import socket


def why_not(name: str, port: int) -> str:
    """What to say where a server cannot listen at an address; '' where it can."""
    if _answers(name, port):
        free = next((one for one in range(port + 1, port + 50) if not _answers(name, one)), port + 1)
        return f"{name}:{port} is in use. End what runs there, or choose another: -a {name}:{free}"
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(_bare(name), port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            # by the number that was asked for: getaddrinfo makes 34463 of 99999
            trial.bind((place[0], port, *place[2:]))
    except (OSError, OverflowError, UnicodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        return f"no server can listen at {name}:{port}: {reason}. Choose another: -a 127.0.0.1:8000"
    return ""


def _bare(name: str) -> str:
    return name.strip("[]") or "127.0.0.1"


def _answers(name: str, port: int) -> bool:
    try:
        socket.create_connection((_bare(name), port), timeout=1).close()
    except (OSError, OverflowError, UnicodeError):
        return False
    return True
