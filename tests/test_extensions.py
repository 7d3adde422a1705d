"""What pages need of Markdown is added and said, once; a page that another plug-in changes is told of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import append
from lxml import html

from report_build.cli import main
from report_build.host.extensions import used_extensions

BARE = re.compile(r"markdown_extensions:\n(?:  .*\n)*")
WRITTEN = {
    "footnotes": "Un mot[^1].\n\n[^1]: La note.\n",
    "def_list": "Terme\n:   Sens\n",
    "admonition": '!!! note "Titre"\n    Texte\n',
    "md_in_html": "<div markdown>\n\n**gras**\n\n</div>\n",
}


def test_what_pages_need_is_added_and_said_once(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, page = small / "mkdocs.yml", small / "docs/fr/retours.md"
    config.write_text(BARE.sub("", config.read_text(encoding="utf-8")), encoding="utf-8")
    first = page.read_text(encoding="utf-8").count("\n") + 1
    append(page, "\n" + "\n".join(WRITTEN.values()))
    append(small / "docs/fr/methode.md", "\nAilleurs[^2].\n\n[^2]: Une autre.\n")
    assert main(["build", "-q", "--all", "-f", str(config), "-d", str(small / "site")]) == 0
    said = [line for line in capsys.readouterr().err.splitlines() if "RB688" in line]
    assert {re.search(r"extension '(\w+)'", line)[1] for line in said} == {"attr_list", *WRITTEN}  # type: ignore[index]
    assert len(said) == len(WRITTEN) + 1
    assert all(f"Write '{name}: {{}}' under markdown_extensions" in "\n".join(said) for name in WRITTEN)
    assert "mkdocs.yml: note RB688" in "\n".join(said)
    assert re.search(rf"docs/fr/(methode\.md:\d+|retours\.md:{first + 3}): note RB688 .*'footnotes'", "\n".join(said))
    made = html.parse(str(small / "site/fr/retours.html"))
    assert made.xpath("//h1/@id") == ["sec-retours"]
    shown = "".join(made.xpath("//article//text()"))
    assert not re.search(r"\[\^|!!!|\{#|\*\*", shown)
    assert made.xpath("//article//dt[normalize-space()='Terme']")


def test_code_and_what_is_named_already_need_nothing() -> None:
    told: set[str] = set()
    for text in (f"```\n{WRITTEN['footnotes']}```\n", "See [^1] and : this", "~~~\n!!! note\n~~~"):
        assert used_extensions(["attr_list"], text, "docs/a.md", 1, told) == ([], [])
    every = [*WRITTEN, "attr_list", "pymdownx.details"]
    assert used_extensions(every, "\n".join(WRITTEN.values()), "docs/a.md", 1, told) == ([], [])
    assert used_extensions(["markdown.extensions.extra"], WRITTEN["footnotes"], "docs/a.md", 1, told) == ([], [])


@pytest.mark.parametrize("change", ["'Un mot.\\n\\n' * 40 + markdown", "markdown + '\\n\\nUn mot.' * 40"])
def test_a_page_that_is_changed_before_it_is_read_is_told_of_once(
    change: str, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = small / "mkdocs.yml"
    append(config, "hooks: [longer.py]")
    (small / "longer.py").write_text(f"def on_page_markdown(markdown, **_):\n    return {change}\n", encoding="utf-8")
    line = append(small / "docs/fr/retours.md", "\nIl y a [@personne1900].")
    assert main(["check", "-q", "--all", "-f", str(config)]) == 1
    said = capsys.readouterr().err
    assert said.count("RB687") == 1
    assert not re.search(r":-\d+:|:0:", said)
    if change.endswith("markdown"):
        assert f"docs/fr/retours.md:{line}: error RB301" in said  # what stands before is known
