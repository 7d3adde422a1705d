"""HTML as a tree of elements, however it is nested: what authors write among their Markdown need not be well formed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from report_build.markup import as_attribute, as_content
from report_build.render.reading import VOID

_ENDED_BY = {  # elements whose end tag may be left out -> what ends them
    "p": frozenset(["p", "ul", "ol", "dl", "table", "div", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"]),
    "li": frozenset(["li"]),
    "dt": frozenset(["dt", "dd"]),
    "dd": frozenset(["dt", "dd"]),
    "tr": frozenset(["tr", "tbody", "tfoot"]),
    "td": frozenset(["td", "th", "tr"]),
    "th": frozenset(["td", "th", "tr"]),
}


@dataclass(slots=True)
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def id(self) -> str:
        return self.attributes.get("id", "")

    @property
    def elements(self) -> Iterator[Element]:
        """The elements right below."""
        return (child for child in self.children if isinstance(child, Element))

    def walk(self) -> Iterator[Element]:
        """Itself and all elements below, as they are read."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(list(one.elements))

    @property
    def markup(self) -> str:
        """The element as XML."""
        attributes = "".join(f' {name}="{as_attribute(value)}"' for name, value in self.attributes.items())
        inside = "".join(as_content(one) if isinstance(one, str) else one.markup for one in self.children)
        return f"<{self.tag}{attributes}>{inside}</{self.tag}>"

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("body")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ENDED_BY.get(self.open[-1].tag, ()):
            self.open.pop()
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if any(one.tag == tag for one in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(html: str) -> Element:
    """A ``body`` that holds what the HTML says."""
    parser = _Parser()
    parser.feed(str(html))  # cutting up what is marked as HTML costs as much as reading it
    parser.close()
    return parser.root
