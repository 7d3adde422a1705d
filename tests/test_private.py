"""Real names and restricted words are found in whatever file they would be published in, whatever their form."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_build.publish.private import FILE, Private, look_through, read_names, restricted_runs
from report_build.publish.texts import plain

REAL = "Émilie Noël-Brontë"  # nobody
PLACE = "Sainte Ælfgifu"
NAMES = f"real,pseudonym,kind\n{REAL},Ada,person\n{PLACE},Alder General,place\nRos,Kim,exact\n"
PLAIN_SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>{}</text></svg>'


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Private:
    root = tmp_path_factory.mktemp("names")
    (root / "private").mkdir()
    (root / FILE).write_text(NAMES, encoding="utf-8")
    names, findings = read_names(root)
    assert findings == []
    return Private(names)


def found(private: Private, folder: Path, name: str, content: bytes) -> list[str]:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return [one.code for one in look_through(folder, private, {}, lambda *_: False)]


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def tarred(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        told = tarfile.TarInfo(name)
        told.size = len(content)
        archive.addfile(told, io.BytesIO(content))
    return out.getvalue()


def png(kind: bytes, data: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    points = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(kind, data) + points + chunk(b"IEND", b"")


def jpeg(data: bytes) -> bytes:
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(data) + 2) + data + b"\xff\xda\x00\x02noise\xff\xd9"


def pdf(text: bytes, title: bytes = b"") -> bytes:
    stream = b"BT /F1 12 Tf 20 20 Td (" + text + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (" + title + b") >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += str(number).encode() + b" 0 obj\n" + one + b"\nendobj\n"
    table = b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    start = str(len(out)).encode()
    return (
        out
        + b"xref\n0 7\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n"
        + start
        + b"\n%%EOF\n"
    )


LEAKS: dict[str, tuple[str, bytes]] = {
    "as it is": ("a.html", f"<p>{REAL} speaks</p>".encode()),
    "in capitals without accents": ("a.html", b"<p>EMILIE NOEL BRONTE</p>"),
    "in decomposed letters": ("a.txt", unicodedata.normalize("NFD", REAL).encode()),
    "as a family name": ("a.html", "<p>Mrs Brontë</p>".encode()),
    "with the family name first": ("a.bib", "author = {Brontë, Émilie Noël}".encode()),
    "in the possessive": ("a.html", "<p>Brontë’s shift</p>".encode()),
    "in the plural": ("a.html", "<p>the Brontës</p>".encode()),
    "as entities": ("a.html", b"<p>Bront&euml; and Bront&#235;</p>"),
    "across tags": ("a.html", "<p><b>Br</b>on<i>të</i></p>".encode()),
    "across lines": ("a.html", "<p>Émilie\n      Noël\n Brontë</p>".encode()),
    "with a soft hyphen": ("a.html", "<p>Bron\u00adtë</p>".encode()),
    "with no-break blanks": ("a.html", f"<p>{REAL}</p>".replace(" ", "\u00a0").encode()),
    "in an attribute": ("a.html", '<img alt="Brontë at night">'.encode()),
    "in a comment": ("a.html", "<!-- Brontë -->".encode()),
    "as escapes of JSON": ("study.json", json.dumps({"a": "Brontë"}).encode()),
    "in an address": ("a.html", b'<a href="bront%C3%AB.html">x</a>'),
    "a place in a table": ("data/cases.csv", f"case,label\na,{PLACE}\n".encode()),
    "a place with its ligature spelt out": ("a.html", b"<p>Sainte-Aelfgifu</p>"),
    "a short name": ("a.html", b"<p>then Ros, who</p>"),
    "in the text of a drawing": ("a.svg", PLAIN_SVG.format("Brontë").encode()),
    "in pieces of the text of a drawing": ("a.svg", PLAIN_SVG.format("<tspan>Bron</tspan><tspan>të</tspan>").encode()),
    "in a drawing within a page": ("a.html", b'<img src="data:image/svg+xml;base64,' + base64.b64encode(
        PLAIN_SVG.format("Brontë").encode()) + b'">'),
    "in a picture's text": ("a.png", png(b"tEXt", b"Author\0Emilie Bronte")),
    "in a picture's packed text": ("a.png", png(b"zTXt", b"Author\0\0" + zlib.compress(b"Emilie Bronte"))),
    "in a picture's international text": (
        "a.png", png(b"iTXt", b"Author\0\1\0fr\0\0" + zlib.compress("Brontë".encode()))),
    "in a photograph": ("a.jpg", jpeg(b"Exif\0\0" + "Brontë".encode())),
    "in a photograph, as Windows writes it": ("a.jpg", jpeg(b"Exif\0\0" + "Brontë".encode("utf-16-le"))),
    "in a recording": ("a.mp3", b"ID3\3\0" + b"TPE1\0\0\0\x19\0\0\0Emilie Noel-Bronte\xff\xfb\x90"),
    "in a document": ("a.pdf", pdf(b"Mrs Bront\\353 speaks")),
    "in a document's title": ("a.pdf", pdf(b"x", b"Mrs Bronte")),
    "in an archive": ("data.zip", zipped("evidence.csv", "Brontë".encode())),
    "in an archive within an archive": ("data.zip", zipped("a.qdpx", zipped("Sources/1.txt", "Brontë".encode()))),
    "as a name within an archive": ("data.zip", zipped("emilie-noel-bronte.csv", b"")),
    "packed": ("sitemap.xml.gz", gzip.compress("<loc>Brontë</loc>".encode())),
    "in an archive of tar": ("a.tgz", tarred("a.csv", "Brontë".encode())),
    "in an archive packed otherwise": ("a.txt.bz2", bz2.compress("Brontë".encode())),
    "in an archive packed in another way": ("a.txt.xz", lzma.compress("Brontë".encode())),
    "as Windows writes a table": ("a.csv", "a;Brontë’s".encode("cp1252")),
    "as a spreadsheet writes Unicode": ("a.csv", "a\tBrontë\n".encode("utf-16")),
    "in UTF-32": ("a.txt", "Brontë".encode("utf-32")),
    "as escapes of scripts": ("a.js", rb'a="Bront\xeb"'),
    "as other escapes of scripts": ("a.js", rb'a="Bront\u{eb}"'),
    "as escapes of YAML": ("a.yaml", rb'a: "Bront\U000000EB"'),
    "as escapes of a sheet": ("a.css", rb'a{content:"Bront\eb "}'),
    "with the accents of LaTeX": ("a.bib", rb"author = {Bront{\"e}, {\'E}milie}"),
    "in an address in Latin-1": ("a.html", b'<a href="bront%EB.html">x</a>'),
    "in an address that was escaped twice": ("a.html", b'<a href="bront%25C3%25AB.html">x</a>'),
    "in one word": ("a.html", b"#EmilieBronte"),
    "across a hyphen at the end of a line": ("a.txt", "Bron-\ntë".encode()),
    "alone in a file of another kind": ("a.db", b"\0" * 80 + "Brontë".encode() + b"\0" * 80),
    "in a file's name": ("img/emilie_noel_bronte.png", png(b"tEXt", b"a\0b")),
    "in a file's name in one word": ("img/portraitBronte2.png", png(b"tEXt", b"a\0b")),
    "in a folder's name": ("Brontë/index.html", b"<p></p>"),
}  # fmt: skip


@pytest.mark.parametrize("how", LEAKS)
def test_a_real_name_is_found(how: str, private: Private, tmp_path: Path) -> None:
    assert set(found(private, tmp_path, *LEAKS[how])) == {"RB151"}


@pytest.mark.parametrize(
    "text", ["Rosemary", "the prose of ROSE", "Brontosaurus", "Emilie", "Noël", "Saint Alf", "Ada of Alder General"]
)
def test_other_words_are_none(text: str, private: Private, tmp_path: Path) -> None:
    assert found(private, tmp_path, "a.html", f"<p>{text}</p>".encode()) == []


def test_noise_is_no_name(private: Private, tmp_path: Path) -> None:
    noise = zlib.compress(bytes(range(256)) * 40) * 400
    assert found(private, tmp_path, "a.mp4", noise) == []


def test_what_is_told_has_no_real_name_in_it(private: Private, tmp_path: Path) -> None:
    (tmp_path / "bronte.html").write_text(f"<p>{REAL}</p>", encoding="utf-8")
    told = look_through(tmp_path, private, {"docs/a.md": f"x\n{REAL}\n".encode()}, lambda *_: False)
    assert [str(one.place) for one in told] == ["docs/a.md:2"]
    assert "bront" not in plain(" ".join(map(str, told)))


def test_what_cannot_be_looked_through_is_said(private: Private, tmp_path: Path) -> None:
    broken = zipped("a", b"a" * 99)[:-30]
    assert found(private, tmp_path, "a.zip", broken) == ["RB152"]
    assert set(found(private, tmp_path, "a.pdf", b"%PDF-1.4 nothing")) == {"RB152"}
    (tmp_path / "a.pdf").unlink()
    assert found(private, tmp_path, "a.zip", b"7z\xbc\xaf'\x1c packed by another program") == ["RB152"]
    nested = b"a"
    for _ in range(9):
        nested = gzip.compress(nested)
    assert found(private, tmp_path, "a.zip", nested) == ["RB152"]


def test_restricted_words_are_known_again(tmp_path: Path) -> None:
    secret = "She told the matron that the winter list is sold for favours"
    runs = restricted_runs([("n1", secret), ("n2", "Yes.")], ["the winter list is long"])
    private = Private(runs=runs)
    assert found(private, tmp_path, "a.html", b"<p>that the <b>winter list</b> is sold for favours</p>") == ["RB150"]
    (tmp_path / "a.html").unlink()
    assert found(private, tmp_path, "b.html", b"<p>Yes. The winter list is long; sold for favours</p>") == []


@given(st.text(min_size=1, max_size=30))
def test_plain_text_stays_plain(text: str) -> None:
    once = plain(text)
    assert "\n" not in once
    assert once == once.strip()


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("Ann,Annie,exakt\n", "RB109"),
        ("Ann,Ann Lee,person\n", "RB151"),
        (",Kim,person\n", "RB019"),
        ("Ann,,\n", "RB019"),
    ],
)
def test_the_file_of_names_is_checked(rows: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / FILE).write_text(f"real,pseudonym,kind\n{rows}", encoding="utf-8")
    _, findings = read_names(tmp_path)
    assert [(one.code, str(one.place)) for one in findings] == [(code, f"{FILE}:2")]


def test_without_the_file_nothing_is_looked_for(tmp_path: Path) -> None:
    assert read_names(tmp_path) == ((), [])
