"""A content-addressed store of what was computed before; safe to delete, safe for two builds at once."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import time
from typing import Any


@cache
def engine_fingerprint() -> str:
    """A hash of the engine's own files: what an older engine computed is never taken for ours."""
    root = Path(__file__).parent
    digest = hashlib.sha256()
    for file in sorted(root.rglob("*")):
        if file.suffix in {".py", ".csv", ".html", ".typ", ".xml", ".css"}:
            digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def installed() -> tuple[str, ...]:
    """Python and all that is installed beside the engine, with versions: what more a result may depend on."""
    folders = (Path(folder) for folder in dict.fromkeys(sys.path) if folder)
    return (sys.version, *sorted({one.name for folder in folders for one in folder.glob("*.dist-info")}))


class _ByValue(pickle.Pickler):
    """Writes equal values alike, whether or not parts of them are one object."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, 5)
        self.fast = True


def by_value(value: object) -> bytes:
    """Bytes that are the same for equal values: what a result is kept by."""
    written = io.BytesIO()
    _ByValue(written).dump(value)
    return written.getvalue()


def as_told(value: Any) -> Any:
    """A value of dataclasses, sequences and plain things, for JSON; :func:`as_it_was` reads it."""
    if is_dataclass(value):
        return {"": type(value).__name__, **{one.name: as_told(getattr(value, one.name)) for one in fields(value)}}
    if isinstance(value, Mapping):
        return {key: as_told(one) for key, one in value.items()}
    return [as_told(one) for one in value] if isinstance(value, tuple | list) else value


def as_it_was(told: Any, classes: Mapping[str, type]) -> Any:
    """A value that :func:`as_told` told, its sequences as tuples.

    :param classes: those that may stand in it, by name.
    """
    if isinstance(told, list):
        return tuple(as_it_was(one, classes) for one in told)
    if isinstance(told, dict):
        given = {key: as_it_was(one, classes) for key, one in told.items() if key}
        return classes[told[""]](**given) if "" in told else given
    return told


USUAL = (".cache", "report-build")
TAG = (
    "CACHEDIR.TAG"  # says to programs that save files that there is nothing to save here: https://bford.info/cachedir/
)
_DAY = 24 * 3600  # seconds
_KEPT = 30 * _DAY  # after an entry was last of use
_SIGNATURE = b"Signature: 8a477f597d28d172789f06886806bc55\n# What report-build computed before. Safe to delete.\n"


class Cache:
    """``Cache(None)`` computes everything anew and keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cache) and self._folder == other._folder

    def __hash__(self) -> int:
        return hash(self._folder)

    def blob(self, kind: str, parts: Iterable[str | bytes], compute: Callable[[], bytes]) -> bytes:
        """What ``compute`` returns, from the store where the same parts were seen before.

        ``parts`` are everything that the result depends on besides the engine's own files. An entry that was
        cut short or altered is computed again.
        """
        if self._folder is None:
            return compute()
        file = self._folder / kind / _key(parts)
        known = _read(file)
        if known is not None:
            return known
        value = compute()
        self._write(file, value)
        return value

    def text(self, kind: str, parts: Iterable[str | bytes], compute: Callable[[], str]) -> str:
        """As :meth:`blob`, for text."""
        return self.blob(kind, parts, lambda: compute().encode()).decode()

    def files(
        self, kind: str, parts: Iterable[str | bytes], compute: Callable[[], Mapping[str, bytes]]
    ) -> Mapping[str, bytes]:
        """As :meth:`blob`, for files by name."""
        if self._folder is None:
            return compute()

        def packed() -> bytes:
            made = compute()
            told = json.dumps({name: len(content) for name, content in made.items()}, ensure_ascii=False).encode()
            return b"\n".join((told, b"".join(made.values())))

        told, _, rest = self.blob(kind, parts, packed).partition(b"\n")
        found, start = {}, 0
        for name, length in json.loads(told).items():
            found[name] = rest[start : start + length]
            start += length
        return found

    def known(self, kind: str, parts: Iterable[str | bytes]) -> bytes | None:
        """What was kept for these parts; None where nothing was, or where it was cut short or altered."""
        return None if self._folder is None else _read(self._folder / kind / _key(parts))

    def keep(self, kind: str, parts: Iterable[str | bytes], value: bytes) -> None:
        """Keep a value for :meth:`known`."""
        if self._folder is not None:
            self._write(self._folder / kind / _key(parts), value)

    def tidy(self) -> None:
        """Remove what was of no use for a month, so that the store does not grow for ever; once a day at most."""
        if self._folder is None:
            return
        looked = self._folder / TAG  # its date is that of the last look
        with suppress(OSError):  # another build may remove the same
            now = time()
            if now - looked.stat().st_mtime < _DAY:
                return
            os.utime(looked)
            for file in self._folder.glob("*/*"):
                if now - file.stat().st_mtime > _KEPT:
                    file.unlink(missing_ok=True)

    def _write(self, file: Path, value: bytes) -> None:
        try:
            tag = file.parent.parent / TAG
            file.parent.mkdir(parents=True, exist_ok=True)
            if not tag.exists():
                tag.write_bytes(_SIGNATURE)
            with NamedTemporaryFile(dir=file.parent, delete=False) as draft:
                draft.write(hashlib.sha256(value).digest() + value)
            os.replace(draft.name, file)  # noqa: PTH105  # reason: draft.name is text, and replace is atomic
        except OSError:
            return  # a read-only or full disk costs time, never the build


def _key(parts: Iterable[str | bytes]) -> str:
    digest = hashlib.sha256(engine_fingerprint().encode())
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def _read(file: Path) -> bytes | None:
    try:
        with file.open("rb") as opened:
            stored, last = opened.read(), os.fstat(opened.fileno()).st_mtime
    except OSError:
        return None  # absent, or swept away by another build: computed again either way
    if time() - last > _DAY:
        with suppress(OSError):
            os.utime(file)  # it was of use today
    return stored[32:] if hashlib.sha256(stored[32:]).digest() == stored[:32] else None
