"""The typography of each language: what is found, what is mended, and what is left alone to the last byte."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, append, report_build
from hypothesis import given
from hypothesis import strategies as st

from report_build.cache import Cache
from report_build.labels import own_labels
from report_build.labels.quotes import MARKS, quotation_marks, style_rules
from report_build.model.description import Column, Table
from report_build.model.fields import TEXT
from report_build.model.row import Row
from report_build.model.schema import TABLE
from report_build.model.text import Origin, Text
from report_build.sources import load_study
from report_build.typography.faults import edits, faults, suspect
from report_build.typography.mending import mend_csv, mend_page, mend_sources, mend_yaml
from report_build.typography.pages import check_data, check_page
from report_build.typography.prose import MASKED, masked_page

NARROW, NO_BREAK = "\u202f", "\u00a0"

FRENCH = [  # as typed, and as it should be: ~ narrow no-break space, _ no-break space
    ("Pourquoi ? Pour rien !", "Pourquoi~? Pour rien~!"),
    ("Pourquoi? Parce que: rien; rien.", "Pourquoi~? Parce que_: rien~; rien."),
    ("Il dit « oui ».", "Il dit «_oui_»."),
    ("Il dit «oui».", "Il dit «_oui_»."),
    ('Il dit "oui" et "non".', "Il dit «_oui_» et «_non_»."),
    ('Il dit « un "mot" creux ».', "Il dit «_un “mot” creux_»."),
    ("l'enquête d'*hier* et d'`aujourd'hui`", "l’enquête d’*hier* et d’`aujourd'hui`"),
    ("Attendre... puis partir", "Attendre… puis partir"),
    ("Le 1er, la 1re, la 1ère, le 2e, le 3ème, le 20e", "Le 1ᵉʳ, la 1ʳᵉ, la 1ʳᵉ, le 2ᵉ, le 3ᵉ, le 20ᵉ"),
    ("au XIXe siècle, sous la Ve République", "au XIXᵉ siècle, sous la Vᵉ République"),
    ("Mme Durand, Mlle Petit, Mmes X", "Mᵐᵉ Durand, Mˡˡᵉ Petit, Mᵐᵉˢ X"),
    ("Quoi ?! Non !!", "Quoi~?! Non~!!"),
    ("[On dit : oui]{.claim #c-a} : voilà", "[On dit_: oui]{.claim #c-a}_: voilà"),
    ("**Note** : un (deux : trois)", "**Note**_: un (deux_: trois)"),
    ('!!! note "Une note : ici"', '!!! note "Une note_: ici"'),
    (
        '---\ntitle: "Un : deux"\ntemplate: "a : b"\n---\n\nTrois : quatre',
        '---\ntitle: "Un_: deux"\ntemplate: "a : b"\n---\n\nTrois_: quatre',
    ),
]
ENGLISH = [
    ("Why ? For this : nothing ; yes !", "Why? For this: nothing; yes!"),
    ('He said "yes" and didn\'t.', "He said “yes” and didn’t."),
    ('He said "yes" ; "no" .', "He said “yes”; “no” ."),
    ("Wait... what", "Wait… what"),
    ("The 1st, 2nd and 19th centuries", "The 1st, 2nd and 19th centuries"),
]
LEFT_ALONE = [
    '`a : b ; "c" l\'un...`',
    '```\nx = "y" ; z : w\n```',
    'Un bloc.\n\n    code : "x" ; l\'un',
    "https://exemple.org/a:b;c?d!e",
    "[texte](http://exemple.org/a;b?c:d)",
    '<span title="a : b ; l\'un">texte</span>',
    '<!-- a : b ; "c" -->',
    "{{< value fieldwork.interviews.total >}}",
    '{{< display tbl-a title="a : b" >}}',
    "[voir @dubar1998, p. 12 ; @alter2000]",
    '[texte]{.claim #c-a data-x="a : b"}',
    '## Titre {#sec-a data-x="b : c"}',
    "| a | b |\n|:--|--:|\n| c | d |",
    "[^1]: Une note.",
    "[lien]: http://exemple.org/a:b",
    "&nbsp;: &amp; &lt;",
    "10:30 et 1:2",
    r"Une \"citation\" échappée",
    '<span lang="en">he said: "yes"</span>',
    '[he said: "yes"]{lang=en}',
    ":material-check:",
    '---\ndate: 2005\nkey: "a : b"\n---\n',
    "Il dit\u00a0: «\u202foui\u202f»\u00a0; non\u00a0!",  # either no-break space will do
    "Il dit «\u00a0un “mot” creux\u00a0».",
    "la 2CV, e07, 3e-5",
]


def shown(text: str) -> str:
    return text.replace(NARROW, "~").replace(NO_BREAK, "_")


@pytest.mark.parametrize(("typed", "right"), FRENCH)
def test_french_is_mended(typed: str, right: str) -> None:
    assert shown(mend_page(typed, "fr")[0]) == right
    assert check_page(typed, "docs/fr/a.md", "fr", Cache(None))


@pytest.mark.parametrize(("typed", "right"), ENGLISH)
def test_english_is_mended(typed: str, right: str) -> None:
    assert mend_page(typed, "en")[0] == right


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_no_prose_is_left_alone(text: str) -> None:
    assert mend_page(text, "fr") == (text, 0)
    assert check_page(text, "docs/fr/a.md", "fr", Cache(None)) == []


def test_a_language_without_rules_has_no_findings() -> None:
    assert check_page('Er sagt : "ja" ; l\'un...', "docs/de/a.md", "de", Cache(None)) == []


def test_a_quotation_has_the_marks_of_its_language_in_pages_and_in_plain_text() -> None:
    marks = {
        "de": "„“",
        "fr": "«\u202f\u202f»",
        "en": "“”",
        "pl": "„”",
        "es-MX": "«»",
        "de-CH": "«»",
        "xx": "“”",
        "": "“”",
    }
    assert {language: "".join(quotation_marks(language)) for language in marks} == marks
    rules = "\n".join(style_rules())
    assert ":lang(de)" in rules
    assert all(len(signs) == 4 and all(signs) for signs in MARKS.values())
    for language, signs in MARKS.items():
        rule = next(line for line in rules.splitlines() if f":lang({language})" in line)
        assert [sign.replace("\\202f", "\u202f") for sign in re.findall(r'"([^"]+)"', rule)] == [*signs]


def test_findings_name_line_and_cure() -> None:
    text = "Un.\n\nDeux ; trois : l'un.\n\nUn “mot” et un \" seul.\n"
    found = check_page(text, "docs/fr/a.md", "fr", Cache(None))
    assert [(finding.place.line, finding.code, finding.severity) for finding in found] == [
        (3, "RB510", "warning"),
        (3, "RB511", "warning"),
        (5, "RB512", "note"),
    ]
    assert str(found[0]) == (
        "docs/fr/a.md:3: warning RB510 wrong-space: the space beside a sign of punctuation is not what 'fr' has there: "
        "'Deux ; trois : l'un.' (and 1 more here). report-build check --fix mends it"
    )
    assert str(found[2]) == (
        "docs/fr/a.md:5: note RB512 foreign-quote: a quotation mark of another kind than 'fr' has: "
        "'Un “mot” et un \" seul.' (and 2 more here). Choose the marks of the language, in pairs"
    )


def test_the_report_and_the_engine_write_as_their_languages_do() -> None:
    for language in ("fr", "en"):
        for page in sorted((ROOT / "docs" / language).glob("*.md")):
            name = page.relative_to(ROOT).as_posix()
            assert check_page(page.read_text(encoding="utf-8"), name, language, Cache(None)) == []
    study, _ = load_study(ROOT, cache=Cache(None))
    assert [str(finding) for finding in check_data(study)] == []
    # Labels are pieces of sentences: what stands at their ends is not theirs alone.
    wrong = [
        (key, words)
        for key, row in own_labels().items()
        for language, words in row.items()
        if any(fault.right is not None for fault in faults(re.sub(r"\{\w+\}", MASKED, words), language))
    ]
    assert wrong == []


def test_a_german_site_shows_next_to_no_label_in_english_and_each_has_the_same_fields() -> None:
    def fields(words: str) -> set[str]:
        return set(re.findall(r"\{\w*\}", words))

    rows = own_labels()
    wanting = [key for key, row in rows.items() if not row.get("de")]
    assert len(wanting) < 0.01 * len(rows), f"word them in report_build/labels/de/: {wanting}"
    assert [key for key, row in rows.items() if row.get("de") and fields(row["de"]) != fields(row["en"])] == []


PIECES = st.sampled_from(
    [
        *(
            "mot",
            "l'un",
            "«",
            "»",
            " ",
            " ",
            " ",
            "\n",
            "\n\n",
            ":",
            ";",
            "!",
            "?",
            '"',
            "'",
            "...",
            "1er",
            "2e",
            "Mme ",
        ),
        *("XIXe siècle", NARROW, NO_BREAK, "“", "”", "`", "[", "]", "(", ")", "{.claim #c-a}", "{{< value a : b >}}"),
        *("https://a.org/b:c ", "**", "<b>", "</b>", "|", "- ", "    ", "```\n", '!!! note "', "# ", "\r\n", "é", "…"),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=60))
TYPED = re.compile(
    rf"[\s{NARROW}{NO_BREAK}]|[\"'«»“”’….]|[ᵉʳᵐˢˡᵈ]|(?<=[\dIVX])(?:ers?|re|ère|e|è|ème|ième)|(?<=M)(?:mes?|lles?)"
)


def bare(text: str) -> str:
    """The text without all signs that mending may touch."""
    return TYPED.sub("", text)


@given(TEXTS, st.sampled_from(["fr", "en", "de"]))
def test_mending_twice_is_mending_once(text: str, language: str) -> None:
    once, _ = mend_page(text, language)
    assert mend_page(once, language) == (once, 0)
    assert once.count("\n") == text.count("\n")
    assert once.count("\r\n") == text.count("\r\n")


@given(TEXTS, st.sampled_from(["fr", "en"]))
def test_mending_changes_the_signs_in_question_and_no_other(text: str, language: str) -> None:
    assert bare(mend_page(text, language)[0]) == bare(text)


@given(TEXTS, st.sampled_from(["fr", "en"]))
def test_the_mask_hides_sign_by_sign_and_a_quick_look_misses_nothing(text: str, language: str) -> None:
    text = text.replace("\r", "")
    masked = masked_page(text)
    assert len(masked) == len(text)
    assert all(mark in (MASKED, sign) for mark, sign in zip(masked, text, strict=True))
    if edits(faults(masked, language)):
        assert suspect(text, language)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]))
def test_a_table_is_mended_in_its_texts_alone(cells: list[tuple[str, str]], line_end: str) -> None:
    rows = [["section", "order", "label_fr", "label_en"]]
    rows += [[f"l'un : {number}", "1", *(cell.replace("\r", "") for cell in pair)] for number, pair in enumerate(cells)]
    written = io.StringIO()
    csv.writer(written, lineterminator=line_end).writerows(rows)
    text = written.getvalue()
    now, count = mend_csv(text, TABLE["sections"])
    again = list(csv.reader(now.splitlines(keepends=True), strict=True))
    before = list(csv.reader(text.splitlines(keepends=True), strict=True))
    assert [row[:2] for row in again] == [row[:2] for row in before]
    for old, new in zip(before[1:], again[1:], strict=True):
        assert [bare(cell) for cell in new] == [bare(cell) for cell in old]
    assert (now == text) == (not count)
    assert mend_csv(now, TABLE["sections"]) == (now, 0)


@given(TEXTS, TEXTS, st.sampled_from(["'", '"', None, "|", ">"]))
def test_yaml_is_mended_in_its_texts_alone(french: str, english: str, style: str | None) -> None:
    clean = [
        re.sub(r"[^\S\n ]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff\x85]", " ", text)
        for text in (french, english)
    ]
    data = {"displays": [{"id": "l'un : a", "caption": {"fr": clean[0], "en": clean[1]}, "drawing": 'x "y" : z'}]}
    text = yaml.safe_dump(data, allow_unicode=True, default_style=style, sort_keys=False)
    now, _ = mend_yaml(text)
    old, new = yaml.safe_load(text)["displays"][0], yaml.safe_load(now)["displays"][0]
    assert {**new, "caption": None} == {**old, "caption": None}
    assert [bare(words) for words in new["caption"].values()] == [bare(words) for words in old["caption"].values()]
    assert mend_yaml(now) == (now, 0)


def test_a_quotation_is_never_mended() -> None:
    own, quoted = Column("memo", TEXT), Column("quotation", TEXT, quotation=True)
    table = Table("passages", "passages.csv", (own, quoted))
    assert mend_csv("memo_fr,quotation_fr\nl'un,l'un\n", table) == ("memo_fr,quotation_fr\nl’un,l'un\n", 1)
    row = Row(memo=Text(fr="l'un"), quotation=Text(fr="l'un"), origin=Origin("data/passages.csv", 2))
    assert [field for field, *_ in table.texts_of(row)] == ["memo"]


def test_the_command_mends_what_the_check_says(small: Path) -> None:
    page, table = small / "docs/fr/methode.md", small / "data/evidence.csv"
    append(page, "\nVoici : l'un des \"mots\" ; et `l'autre`.")
    crlf = table.read_bytes().replace("faute d’heure".encode(), b"faute d'heure").replace(b"\n", b"\r\n")
    table.write_bytes(crlf)
    untouched = (small / "data/codebook.yaml").read_bytes()
    found = report_build("check", "-q", cwd=small)
    assert found.returncode == 1
    assert [line.split(" ")[2] for line in found.stderr.splitlines()] == ["RB511", "RB510", "RB511"]
    done = report_build("check", "--fix", cwd=small)
    assert done.returncode == 0, done.stderr
    assert "docs/fr/methode.md: mended in 5 places" in done.stderr
    assert "data/evidence.csv: mended in 1 place\n" in done.stderr
    assert page.read_text(encoding="utf-8").endswith(
        f"Voici{NO_BREAK}: l’un des «{NO_BREAK}mots{NO_BREAK}»{NARROW}; et `l'autre`.\n"
    )
    assert table.read_bytes() == crlf.replace(b"faute d'heure", "faute d’heure".encode())
    assert (small / "data/codebook.yaml").read_bytes() == untouched
    assert "mended" not in report_build("check", "--fix", cwd=small).stderr
    assert not list(small.rglob(".*.md.*"))


def test_files_that_cannot_be_read_for_sure_are_left_alone(small: Path) -> None:
    latin = small / "docs/fr/methode.md"
    latin.write_bytes("Voilà : l'été ; déjà.".encode("cp1252"))
    broken = small / "data/evidence.csv"
    broken.write_text(
        broken.read_text(encoding="utf-8").replace("La plupart", '"La plupart" : l\'un'), encoding="utf-8"
    )
    tree = small / "data/displays.yaml"
    tree.write_text(tree.read_text(encoding="utf-8") + "  - [\n    l'un : 'a'\n", encoding="utf-8")
    before = [file.read_bytes() for file in (latin, broken, tree)]
    assert mend_sources(small, {"fr": "docs/fr"}) == {}
    assert [file.read_bytes() for file in (latin, broken, tree)] == before
