"""Rich text as we keep it: cleaned, cut at its headings, and with anchors to jump to.

What survives: h2, h3, p, ul, ol, li, b, i, br, and links to http(s), mailto, or our own pages.
"""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.utils.text import slugify

_KEPT = {"h2", "h3", "p", "ul", "ol", "li", "b", "i", "br", "a"}
_SAME = {"strong": "b", "em": "i"}
_BLOCKS = {"h2", "h3", "p", "li"}
#: Their content is no text.
_SILENT = {"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "head"}
_SPACE = re.compile(r"\s+")
ANCHOR_MAX = 60


@dataclass(slots=True)
class Part:
    """A heading with the plain text of the blocks below it. The first may have no heading."""

    heading: str = ""
    anchor: str = ""
    blocks: list[str] = field(default_factory=list)


def clean(source: str) -> str:
    """The HTML without all that is not on the list, well-formed."""
    parser = _Cleaner()
    parser.feed(source)
    parser.close()
    return parser.result()


def parts(source: str) -> list[Part]:
    """Rich text cut at its headings; list items are blocks of their own."""
    parser = _Cutter()
    parser.feed(source)
    parser.close()
    found = [part for part in parser.parts if part.heading or part.blocks]
    taken: dict[str, int] = {}
    for part in found:
        if part.heading:
            part.anchor = _anchor(part.heading, taken)
    return found


def with_anchors(source: str) -> str:
    """Cleaned HTML whose headings have the ids that `parts` calls anchors."""
    taken: dict[str, int] = {}

    def mark(match: re.Match[str]) -> str:
        text = plain(match[2])
        if not text:
            return ""
        return f'<{match[1]} id="{_anchor(text, taken)}">{match[2]}</{match[1]}>'

    return re.sub(r"<(h[23])>(.*?)</\1>", mark, clean(source), flags=re.DOTALL)


def plain(source: str) -> str:
    """All the text, blocks parted by line breaks."""
    lines: list[str] = []
    for part in parts(source):
        lines.extend(([part.heading] if part.heading else []) + part.blocks)
    return "\n".join(lines)


def _anchor(heading: str, taken: dict[str, int]) -> str:
    base = slugify(heading)[:ANCHOR_MAX].strip("-") or "text"
    taken[base] = taken.get(base, 0) + 1
    return base if taken[base] == 1 else f"{base}-{taken[base]}"


class _Reader(HTMLParser):
    """Skips what is no text, and calls `opened`, `closed` and `words` for the rest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif not self._silent:
            self.opened(_SAME.get(tag, tag), {name: value or "" for name, value in attrs})

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT and not self._silent:
            self.opened(_SAME.get(tag, tag), {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif not self._silent:
            self.closed(_SAME.get(tag, tag))

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words(data)

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        raise AssertionError

    def closed(self, tag: str) -> None:
        raise AssertionError

    def words(self, data: str) -> None:
        raise AssertionError


class _Cleaner(_Reader):
    def __init__(self) -> None:
        super().__init__()
        self._out: list[str] = []
        self._open: list[str] = []

    def result(self) -> str:
        while self._open:
            self._out.append(f"</{self._open.pop()}>")
        text = "".join(self._out)
        return re.sub(r"<(h2|h3|p|li|b|i)>\s*</\1>", "", text).strip()

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "br":
            self._out.append("<br>")
        elif tag == "a":
            href = _href(attributes)
            self._open.append("a" if href else "")
            self._out.append(href)
        elif tag in _KEPT and len(self._open) < 20:
            if tag in _BLOCKS:
                self._close_block()
            self._open.append(tag)
            self._out.append(f"<{tag}>")

    def _close_block(self) -> None:
        """A paragraph inside a paragraph: HTML's own rule ends the first."""
        if self._open and self._open[-1] in {"h2", "h3", "p"}:
            self._out.append(f"</{self._open.pop()}>")

    def closed(self, tag: str) -> None:
        name = tag
        if name not in self._open and not (name == "a" and "" in self._open):
            return
        while self._open:
            last = self._open.pop()
            if last:
                self._out.append(f"</{last}>")
            if last == name or (name == "a" and last == ""):
                return

    def words(self, data: str) -> None:
        self._out.append(escape(data, quote=False))


def _href(attributes: dict[str, str]) -> str:
    """The opening tag of a link that we keep, or nothing. Wagtail's own page links stay."""
    if attributes.get("linktype") == "page" and attributes.get("id", "").isdigit():
        return f'<a linktype="page" id="{attributes["id"]}">'
    target = attributes.get("href", "").strip()
    try:
        scheme = urlsplit(target).scheme
    except ValueError:
        return ""
    inside = target.startswith(("/", "#")) and not target.startswith("//")
    if not inside and scheme not in ("http", "https", "mailto"):
        return ""
    return f'<a href="{escape(target, quote=True)}">'


class _Cutter(_Reader):
    def __init__(self) -> None:
        super().__init__()
        self.parts = [Part()]
        self._text: list[str] = []
        self._heading = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "br":
            self._text.append(" ")
        elif tag in _BLOCKS or tag in ("ul", "ol"):
            self._flush()
            self._heading = tag in ("h2", "h3")

    def closed(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()

    def words(self, data: str) -> None:
        self._text.append(data)

    def close(self) -> None:
        super().close()
        self._flush()

    def _flush(self) -> None:
        text = _SPACE.sub(" ", "".join(self._text)).strip()
        self._text = []
        heading, self._heading = self._heading, False
        if not text:
            return
        if heading:
            self.parts.append(Part(heading=text))
        else:
            self.parts[-1].blocks.append(text)
