"""All that a published file says, whatever its form: what is in archives, in pictures' metadata, behind escapes."""

from __future__ import annotations

import gzip
import io
import re
import struct
import unicodedata
import zlib
from base64 import b64decode
from collections.abc import Iterator, Sequence
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from report_build.markup import as_text

_LARGEST = 300_000_000  # bytes that an archive may hold, unpacked
_DEEPEST = 4  # archives within archives
_TEXTS = (".html", ".xml", ".svg", ".json", ".jsonld", ".csv", ".txt", ".md", ".bib", ".ris", ".css", ".js", ".yml")
_MARKUP = (".html", ".xhtml", ".xml", ".svg", ".opf", ".ncx", ".rels", ".qde", ".qdc")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_DATA = re.compile(rb"base64,([A-Za-z0-9+/=\s%]{8,})")
_READABLE = re.compile(rb"(?:[\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){8,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){6,}|(?:\x00[\x20-\x7e\xa0-\xff]){6,}")
_JPEG, _MARK, _SCAN = b"\xff\xd8", 0xFF, 0xDA
_PNG = b"\x89PNG\r\n\x1a\n"
_NOT_DECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "œ": "oe", "æ": "ae", "ı": "i", "þ": "th", "ð": "d"})


class UnreadableError(Exception):
    """A file that may say something and cannot be looked through."""


def plain(text: str) -> str:
    """A text as names are looked for in it: without escapes, accents, case, invisible signs and line ends."""
    text = as_text(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))
    if "%" in text:
        text = unquote(text, errors="ignore")
    text = unicodedata.normalize("NFKD", text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore"))
    kept = (sign for sign in text if unicodedata.category(sign) not in ("Mn", "Cf"))
    return " ".join("".join(kept).casefold().translate(_NOT_DECOMPOSED).split())


def texts_of(name: str, content: bytes, depth: int = 0) -> Iterator[str]:
    """The texts of a file, plain: of its name and content, and of all that is packed in it.

    :raises UnreadableError: something in it cannot be looked through.
    """
    yield plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))
    if content[:2] == b"PK":
        yield from _of_zip(name, content, depth)
    elif content[:2] == b"\x1f\x8b":
        yield from texts_of(name.removesuffix(".gz"), _gunzipped(name, content), depth + 1)
    elif content[:5] == b"%PDF-":
        yield from _of_pdf(name, content)
    elif name.lower().endswith((*_TEXTS, *_MARKUP)) or _is_text(content):
        yield from _of_text(name, content, depth)
    else:
        yield from _of_bytes(content)


def _is_text(content: bytes) -> bool:
    try:
        return b"\0" not in content[:8000] and bool(content.decode("utf-8") or True)
    except UnicodeDecodeError:
        return False


def _of_text(name: str, content: bytes, depth: int) -> Iterator[str]:
    text = content.decode("utf-8-sig", "replace")
    yield plain(text)
    if name.lower().endswith(_MARKUP) or "<" in text:
        yield plain(_TAG.sub("", text))
        yield plain(_TAG.sub(" ", text))
    for found in _DATA.finditer(content):
        packed = re.sub(rb"\s|%0A", b"", found[1])
        yield from texts_of("data", b64decode(packed[: len(packed) // 4 * 4]), depth + 1)


def _of_bytes(content: bytes) -> Iterator[str]:
    """What can be read in a picture, recording or any other file: its metadata, in the encodings that these have."""
    if content[: len(_PNG)] == _PNG:
        parts = [*_png_texts(content)]
    elif content[:2] == _JPEG:
        parts = [*_jpeg_segments(content)]
    else:
        parts = [b"\n".join(_READABLE.findall(content))]
    for part in parts:
        for encoding in ("utf-8", "latin-1"):
            yield plain(part.decode(encoding, "ignore"))
    for part in parts if content[:2] == _JPEG or content[:1] == _PNG[:1] else [*_WIDE.findall(content)]:
        for start in (0, 1):
            for encoding in ("utf-16-le", "utf-16-be"):
                yield plain(part[start:].decode(encoding, "ignore"))


def _png_texts(content: bytes) -> Iterator[bytes]:
    """All that a picture holds besides its points; what of it is packed, unpacked."""
    place = len(_PNG)
    while place + 12 <= len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        kind, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        place += 12 + length
        if kind in (b"IDAT", b"PLTE"):
            continue
        yield data
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            for start in range(max(data.find(b"\0"), 0), min(len(data), 300)):
                try:
                    yield zlib.decompress(data[start:])
                    break
                except zlib.error:
                    continue
    yield content[place:]


def _jpeg_segments(content: bytes) -> Iterator[bytes]:
    """All that a photograph holds before its points, and after them."""
    place = 2
    while place + 4 <= len(content) and content[place] == _MARK and content[place + 1] != _SCAN:
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        yield content[place + 4 : place + 2 + length]
        place += 2 + length
    yield content[max(content.rfind(b"\xff\xd9"), place) :]


def _of_zip(name: str, content: bytes, depth: int) -> Iterator[str]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if depth >= _DEEPEST or sum(member.file_size for member in members) > _LARGEST:
                raise UnreadableError(f"'{name}' holds too much to be looked through")
            yield plain(archive.comment.decode("utf-8", "replace"))
            for member in members:
                if member.flag_bits & 1:
                    raise UnreadableError(f"'{member.filename}' in '{name}' is locked by a password")
                yield plain(member.comment.decode("utf-8", "replace"))
                yield from texts_of(member.filename, archive.read(member), depth + 1)
    except (BadZipFile, NotImplementedError, zlib.error) as error:
        raise UnreadableError(f"'{name}' cannot be unpacked: {error}") from error


def _gunzipped(name: str, content: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            return stream.read(_LARGEST)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(f"'{name}' cannot be unpacked: {error}") from error


def _of_pdf(name: str, content: bytes) -> Iterator[str]:
    from pypdf import PdfReader  # noqa: PLC0415  # reason: only a report with PDF files needs it
    from pypdf.errors import PyPdfError  # noqa: PLC0415  # reason: as above

    try:
        reader = PdfReader(io.BytesIO(content))
        yield plain(" ".join(str(value) for value in (reader.metadata or {}).values()))
        xmp = reader.xmp_metadata
        yield plain(xmp.stream.get_data().decode("utf-8", "replace") if xmp else "")
        for page in reader.pages:
            yield plain(page.extract_text())
            for annotation in page.get("/Annots") or ():
                told = annotation.get_object()
                yield plain(" ".join(str(told.get(key, "")) for key in ("/Contents", "/T", "/TU", "/V")))
        yield plain(" ".join(_titles(reader.outline)))
        for attached, files in reader.attachments.items():
            for file in files:
                yield from texts_of(attached, file, 1)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableError(f"'{name}' cannot be read: {error}") from error


def _titles(outline: Sequence[object]) -> Iterator[str]:
    for item in outline:
        if isinstance(item, list):
            yield from _titles(item)
        else:
            yield str(getattr(item, "title", ""))
