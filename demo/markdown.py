"""The small part of Markdown that the demo's texts use.

A text has `## ` and `### ` headings, paragraphs and `- ` lists, parted by blank lines, and
nothing else: no HTML, no emphasis, no links. Whoever renders a text therefore has to know
four shapes only, and two languages of the same text can be compared shape by shape.
"""

from __future__ import annotations

from dataclasses import dataclass


class MarkdownError(ValueError):
    """A text uses something that this subset doesn't have; the message names the line."""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int  # 2 or 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


Block = Heading | Paragraph | Bullets


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what follows up to the next heading; the first may have an empty heading."""

    heading: str
    level: int
    blocks: tuple[Paragraph | Bullets, ...]

    def plain(self) -> str:
        """The section's text without its heading, blocks parted by blank lines."""
        return "\n\n".join(
            block.text if isinstance(block, Paragraph) else "\n".join(f"- {i}" for i in block.items)
            for block in self.blocks
        )


def parse(source: str) -> tuple[Block, ...]:
    """Blocks of `source` in order. Raises MarkdownError for what isn't in the subset."""
    blocks: list[Block] = []
    for chunk, line in _chunks(source):
        blocks.append(_block(chunk, line))
    return tuple(blocks)


def sections(source: str) -> tuple[Section, ...]:
    """`source` cut at its headings, in order; a section without any block is an error."""
    found: list[Section] = []
    heading = Heading("", 2)
    held: list[Paragraph | Bullets] = []

    def close() -> None:
        if held:
            found.append(Section(heading.text, heading.level, tuple(held)))
        elif heading.text:
            raise MarkdownError(f"nothing stands under the heading {heading.text!r}")

    for block in parse(source):
        if isinstance(block, Heading):
            close()
            heading, held = block, []
        else:
            held.append(block)
    close()
    return tuple(found)


def _chunks(source: str) -> list[tuple[list[str], int]]:
    """Groups of lines between blank lines, each with the number of its first line."""
    groups: list[tuple[list[str], int]] = []
    held: list[str] = []
    for number, raw in enumerate([*source.splitlines(), ""], start=1):
        line = raw.rstrip()
        if line:
            held.append(line)
        elif held:
            groups.append((held, number - len(held)))
            held = []
    return groups


def _block(lines: list[str], number: int) -> Block:
    first = lines[0]
    if first.startswith("#"):
        marks, _, text = first.partition(" ")
        if len(lines) > 1 or marks not in ("##", "###") or not text.strip():
            raise MarkdownError(f"line {number}: a heading is one line of '## ' or '### '")
        return Heading(text.strip(), len(marks))
    if first.startswith("- "):
        return Bullets(tuple(_items(lines, number)))
    if first[0] in "*<>|`=+" or first.startswith(("1. ", "---")):
        raise MarkdownError(f"line {number}: not in the subset: {first[:30]!r}")
    return Paragraph(" ".join(line.strip() for line in lines))


def _items(lines: list[str], number: int) -> list[str]:
    items: list[str] = []
    for offset, line in enumerate(lines):
        if line.startswith("- "):
            items.append(line[2:].strip())
        elif line.startswith("  "):
            items[-1] += " " + line.strip()
        else:
            raise MarkdownError(f"line {number + offset}: text runs into a list")
    return items
