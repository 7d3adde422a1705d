"""Files, tables and trees as people have them, with their lines."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from effort import calls

from report_build.findings import Finding, Place
from report_build.model.nodes import Entries, Items, Scalar, plain
from report_build.sources.tables import Grid, read_grid
from report_build.sources.text import SourceFile, read_source
from report_build.sources.trees import read_tree


def source(text: str) -> SourceFile:
    return SourceFile("data/x", text, "")


def grid(text: str) -> tuple[Grid, list[str]]:
    found, findings = read_grid(source(text))
    assert found is not None
    return found, [str(finding) for finding in findings]


def cells(text: str) -> list[tuple[int, list[str]]]:
    return [(row.line, row.cells) for row in grid(text)[0].rows]


# --- text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_one_text_whatever_its_encoding_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    text = "id,label\ne01,« été » d’œuvre à 5 €\n"
    (tmp_path / "x").write_bytes(text.replace("\n", end).encode(encoding))
    read, findings = read_source(tmp_path, "x")
    assert read is not None
    assert read.text == text
    assert {finding.severity for finding in findings} <= {"note"}
    assert bool(findings) == (encoding not in {"utf-8", "utf-8-sig"})


def test_a_file_in_plain_ascii_is_no_other_encoding(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"id\n")
    assert read_source(tmp_path, "x")[1] == []


def test_control_characters_are_left_out_and_said_once(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("a\nb\x1b[31m\u2028c\x85\n", encoding="utf-8")
    read, findings = read_source(tmp_path, "x")
    assert read is not None
    assert read.text == "a\nb[31mc\n"
    message = "a control character, U+001B (and 2 more), was left out"
    assert findings == [Finding(Place("x", 2), "RB005", message, "Delete it, or type the text again")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders are a thing of POSIX")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x")
    read, findings = read_source(tmp_path, "x")
    assert read is None
    assert findings == [Finding(Place("x"), "RB002", "it is not an ordinary file, where a text file is expected")]


def test_a_link_to_itself_is_said(tmp_path: Path) -> None:
    (tmp_path / "x").symlink_to(tmp_path / "x")
    read, findings = read_source(tmp_path, "x")
    assert read is None
    assert [finding.code for finding in findings] in (["RB001"], ["RB002"])  # systems differ in what they call it


# --- CSV ------------------------------------------------------------------------------------------------------------


def test_rows_know_their_first_line_past_blank_lines_and_long_cells() -> None:
    text = '\nid,label,note\n\na,"one\ntwo",x\n\nb,three,y\n'
    assert cells(text) == [(4, ["a", "one\ntwo", "x"]), (7, ["b", "three", "y"])]
    assert grid(text)[0].rows[0].lines == (4, 4, 5)
    assert grid(text)[0].line == 2


def test_after_a_quote_that_nothing_closes_the_other_rows_are_read() -> None:
    text = 'id,label\na,"one\nb,two\nc,three\n'
    assert cells(text) == [(2, ["a", "one"]), (3, ["b", "two"]), (4, ["c", "three"])]
    (finding,) = grid(text)[1]
    assert finding.startswith("data/x:2: error RB008 broken-row: a double quote opens a cell and nothing closes it. ")


def test_a_blank_cell_too_many_goes_unsaid() -> None:
    assert grid("id,label\na,b,,\n")[1] == []


@pytest.mark.parametrize("line", ['x","\n', '"x\n', 'x"y,"z\n', '"""\n', "a,b,c\n", '""x\n', ",,,,\n"], ids=repr)
def test_rows_take_work_in_proportion_to_their_number(line: str) -> None:
    def effort(rows: int) -> int:
        return calls(lambda: read_grid(source("id,label\n" + line * rows)))

    assert effort(20_000) < 5 * effort(5_000) + 1_000


# --- YAML -----------------------------------------------------------------------------------------------------------


def tree(text: str) -> tuple[object, list[str]]:
    root, _, findings = read_tree(source(text))
    return plain(root), [str(finding) for finding in findings]


def test_an_accent_typed_in_two_ways_is_one(tmp_path: Path) -> None:
    for name, text in (("composed", "r\u00e9seau"), ("decomposed", "re\u0301seau")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = [read_source(tmp_path, name) for name in ("composed", "decomposed")]
    assert [(file.text if file else "", findings) for file, findings in found] == [("r\u00e9seau", [])] * 2


def test_scalars_stay_what_was_written() -> None:
    text = "a: no\nb: 1998\nc: 2026-11-22\nd: 1e3\ne: 0x10\nf: ~\ng:\nh: ''\ni: 'null'\nj: ++\n"
    assert tree(text) == (
        {"a": "no", "b": "1998", "c": "2026-11-22", "d": "1e3", "e": "0x10", "f": None, "g": None, "h": ""}
        | {"i": "null", "j": "++"},
        [],
    )


def test_numbers_where_they_are_asked_for() -> None:
    root, _, _ = read_tree(source("back: [4, '1', 1.0]\n"))
    assert plain(root, numbers=True) == {"back": [4, "1", "1.0"]}


def test_nodes_and_keys_know_their_lines() -> None:
    root, whole, _ = read_tree(source("# remark\na:\n  - x\n  - |\n    long\n    text\nb: {fr: y,\n  en: z}\n"))
    assert whole
    assert isinstance(root, Entries)
    assert root.lines == {"a": 2, "b": 7}
    items, texts = root.entries["a"], root.entries["b"]
    assert isinstance(items, Items)
    assert [node.line for node in items.items] == [3, 4]
    assert isinstance(texts, Entries)
    assert texts.lines == {"fr": 7, "en": 8}
    assert texts.entries["en"] == Scalar("z", 8)


def test_what_stands_before_an_error_is_kept_but_for_the_item_it_is_in() -> None:
    value, findings = tree("claims:\n  - {id: c-one}\n  - id: c-two\n    kind: [\n  - {id: c-three}\n")
    assert value == {"claims": [{"id": "c-one"}]}
    assert len(findings) == 1
    assert findings[0].startswith("data/x:5: error RB013 broken-yaml: the YAML breaks off here: ")


def test_a_key_that_is_set_back_is_the_only_thing_said_of_its_item() -> None:
    value, findings = tree("claims:\n  - id: c-one\n   kind: empirical\n  - id: c-two\n")
    assert value == {"claims": []}
    assert len(findings) == 1
    assert "data/x:3: error RB013" in findings[0]
    assert "with as many blanks before each" in findings[0]


@pytest.mark.parametrize("escape", ["\\e", "\\0", "\\x1b", "\\u009b", "\\u2028", "\\a"])
def test_escapes_bring_no_control_character_back(escape: str) -> None:
    found, findings = tree(f'a: "un{escape}e"\n"{escape}b": c\n')
    assert found == {"a": "une", "b": "c"}
    assert [finding.split(" error ")[0].split(" warning ")[0] for finding in findings] == ["data/x:1:", "data/x:2:"]
    assert all("RB005" in finding and "an escape stands for a control character" in finding for finding in findings)


def test_aliases_repeat_and_are_counted() -> None:
    assert tree("a: &s [x, y]\nb: *s\n") == ({"a": ["x", "y"], "b": ["x", "y"]}, [])
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    _, _, findings = read_tree(source(bomb))
    message = "the aliases repeat more than 1000000 values; the file is read up to here"
    assert findings == [Finding(Place("data/x", 18), "RB015", message, "Write the values out, or repeat less")]


@pytest.mark.parametrize(
    "text", ["[" * 10**6, "{a: " * 10**5, "- " * 10**4, "".join(" " * n + "a:\n" for n in range(999))]
)
def test_nesting_without_end_is_cut(text: str) -> None:
    _, whole, findings = read_tree(source(text))
    assert not whole
    assert [finding.code for finding in findings] == ["RB015"]


def test_the_slower_parser_gives_the_same_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML without libyaml reads the same."""
    import yaml  # noqa: PLC0415

    text = (Path(__file__).parent / "studies/small/data/codebook.yaml").read_text(encoding="utf-8")
    fast = read_tree(source(text))
    monkeypatch.setattr("report_build.sources.trees._LOADER", yaml.SafeLoader)
    assert read_tree(source(text)) == fast


def test_what_git_leaves_in_place_of_a_text_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n")
    source, (pointer,) = read_source(tmp_path, "a.csv")
    assert source is None
    assert str(pointer).startswith("a.csv: error RB002 unreadable-file: it is a pointer of Git LFS")
    (tmp_path / "b.md").write_text("# A\n\n<<<<<<< HEAD\nun\n=======\ndeux\n>>>>>>> autre\n")
    _, (conflict,) = read_source(tmp_path, "b.md")
    assert str(conflict).startswith("b.md:3: error RB031 two-versions: two versions of the text stand here")
    (tmp_path / "c.md").write_text("Titre\n=======\n\n<<<<<<< comme ceci\n")
    assert read_source(tmp_path, "c.md")[1] == []
