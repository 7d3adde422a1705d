"""All that a published file says, whatever its form: what is in archives, in pictures' metadata, behind escapes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import struct
import sys
import tarfile
import unicodedata
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from report_build.markup import as_text

_LARGEST = 300_000_000  # bytes that an archive may hold, unpacked
_DEEPEST = 4  # archives within archives
_TEXTS = (".html", ".xml", ".svg", ".json", ".jsonld", ".csv", ".txt", ".md", ".bib", ".ris", ".css", ".js", ".yml")
_DATA_FILES = (".json", ".jsonld", ".js", ".csv")  # large ones, in which neither CSS nor LaTeX stands
_MARKUP = (".html", ".xhtml", ".xml", ".svg", ".opf", ".ncx", ".rels", ".qde", ".qdc")
_TAG = re.compile(r"<[^<>]*>")
# Signs as JSON and JavaScript write them, and YAML; those of CSS are told apart, which may be LaTeX's commands.
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8}))")
_ESCAPE_OF_CSS = re.compile(r"\\([0-9a-fA-F]{1,6})[ \n]?")
_ACCENTS_OF_LATEX = re.compile(r"\\[\"'`^~=.]|\\[uvHcdbkr](?=[\s{])\s*|[\\{}]")
_JOINED_WORDS = re.compile(r"\w*[a-z][A-Z]\w*")
_WITHIN_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DATA = re.compile(rb"base64,([A-Za-z0-9+/=\s%]{8,})")
_READABLE = re.compile(rb"(?:[\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){6,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){6,}|(?:\x00[\x20-\x7e\xa0-\xff]){6,}")
_JPEG, _MARK, _SCAN = b"\xff\xd8", 0xFF, 0xDA
_PNG = b"\x89PNG\r\n\x1a\n"
# How a packed file begins -> what opens it; what only programs besides Python's own can open.
_PACKED: Mapping[bytes, Callable[[io.BytesIO], io.BufferedIOBase]] = {
    b"\x1f\x8b": lambda packed: gzip.GzipFile(fileobj=packed),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\0": lzma.LZMAFile,
}
_LOCKED = (b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
_ENCODINGS = {b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LONE_BYTE = re.compile("(?<![\ud800-\udbff])[\udc80-\udcff]")
_NOT_DECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "œ": "oe", "æ": "ae", "ı": "i", "þ": "th", "ð": "d"})


class UnreadableError(Exception):
    """A file that may say something and cannot be looked through."""


def plain(text: str) -> str:
    """A text as names are looked for in it: without escapes, accents, case, invisible signs and line ends."""
    text = as_text(_ESCAPE.sub(_sign, text))
    if "%" in text:
        twice = unquote(unquote(text, errors="surrogateescape"), errors="surrogateescape")
        text = _LONE_BYTE.sub(lambda found: chr(ord(found[0]) - 0xDC00), twice)  # of addresses in Latin-1
    text = unicodedata.normalize("NFKD", text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore"))
    kept = (sign for sign in text if unicodedata.category(sign) not in ("Mn", "Cf"))
    return " ".join("".join(kept).casefold().translate(_NOT_DECOMPOSED).split())


def _sign(found: re.Match[str]) -> str:
    number = int(next(filter(None, found.groups())), 16)
    return chr(number) if number <= sys.maxunicode else found[0]


def texts_of(name: str, content: bytes, depth: int = 0) -> Iterator[str]:
    """The texts of a file, plain: of its name and content, and of all that is packed in it.

    :raises UnreadableError: something in it cannot be looked through.
    """
    yield plain(_WITHIN_JOINED.sub(" ", name))
    if depth > _DEEPEST:
        raise UnreadableError(f"'{name}' holds too much to be looked through")
    if content.startswith(_LOCKED):
        raise UnreadableError(f"'{name}' cannot be unpacked: only zip, tar, gzip, bzip2 and xz are")
    if content[:2] == b"PK":
        yield from _of_zip(name, content, depth)
    elif found := next((kind for kind in _PACKED if content.startswith(kind)), b""):
        yield from texts_of(name.rpartition(".")[0], _unpacked(name, content, found), depth + 1)
    elif content[257:262] == b"ustar":
        yield from _of_tar(name, content, depth)
    elif content[:5] == b"%PDF-":
        yield from _of_pdf(name, content)
    elif name.lower().endswith((*_TEXTS, *_MARKUP)) or content.startswith((*_ENCODINGS,)) or _is_text(content):
        yield from _of_text(name, content, depth)
    else:
        yield from _of_bytes(content)


def _is_text(content: bytes) -> bool:
    try:
        return b"\0" not in content[:8000] and bool(content.decode("utf-8") or True)
    except UnicodeDecodeError:
        return False


def _of_text(name: str, content: bytes, depth: int) -> Iterator[str]:
    text = _decoded(content)
    yield plain(text)
    if "\\" in text and not name.lower().endswith(_DATA_FILES):
        yield plain(_ESCAPE_OF_CSS.sub(_sign, text))
        yield plain(_ACCENTS_OF_LATEX.sub("", text))
    if "-\n" in text:
        yield plain(text.replace("-\n", ""))
    if joined := _JOINED_WORDS.findall(text):
        yield plain(_WITHIN_JOINED.sub(" ", " ".join(dict.fromkeys(joined))))
    if name.lower().endswith(_MARKUP) or "<" in text:
        yield plain(_TAG.sub("", text))
        yield plain(_TAG.sub(" ", text))
    for found in _DATA.finditer(content):
        packed = re.sub(rb"\s|%0A", b"", found[1])
        yield from texts_of("data", b64decode(packed[: len(packed) // 4 * 4]), depth + 1)


def _decoded(content: bytes) -> str:
    """A text in the encoding that it says or seems to be in."""
    encoding = next((named for mark, named in _ENCODINGS.items() if content.startswith(mark)), "utf-8-sig")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


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


def _of_tar(name: str, content: bytes, depth: int) -> Iterator[str]:
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for member in archive:
                file = archive.extractfile(member)
                yield from texts_of(member.name, file.read() if file else b"", depth + 1)
    except (tarfile.TarError, KeyError) as error:
        raise UnreadableError(f"'{name}' cannot be unpacked: {error}") from error


def _unpacked(name: str, content: bytes, kind: bytes) -> bytes:
    try:
        with _PACKED[kind](io.BytesIO(content)) as stream:
            unpacked = stream.read(_LARGEST + 1)
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise UnreadableError(f"'{name}' cannot be unpacked: {error}") from error
    if len(unpacked) > _LARGEST:
        raise UnreadableError(f"'{name}' holds too much to be looked through")
    return unpacked


def _of_pdf(name: str, content: bytes) -> Iterator[str]:
    from pypdf import PdfReader  # noqa: PLC0415  # reason: only a report with PDF files needs it
    from pypdf.errors import PyPdfError  # noqa: PLC0415  # reason: as above

    try:
        reader = PdfReader(io.BytesIO(content))
        yield plain(" ".join(str(value) for value in (reader.metadata or {}).values()))
        xmp = reader.xmp_metadata
        yield plain(xmp.stream.get_data().decode("utf-8", "replace") if xmp else "")
        for page in reader.pages:
            said = page.extract_text()
            yield plain(said)
            yield plain(re.sub(r"[-‐]\s*\n\s*", "", said))
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
