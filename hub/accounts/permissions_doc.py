"""docs/permissions.md, written from the table so that the two cannot disagree."""

from pathlib import Path
from typing import Final

from hub.accounts.permissions import TABLE

DOC: Final = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
BEGIN: Final = "<!-- the table: `manage.py permissions --write` -->\n"
END: Final = "<!-- end of the table -->\n"
ROLES: Final = ("admin", "manager", "sales")


def table() -> str:
    """Role × action as Markdown, in the order of the table."""
    lines = [
        f"| action | what it means | {' | '.join(ROLES)} |",
        f"|---|---|{':-:|' * len(ROLES)}",
    ]
    for action, (meaning, roles) in TABLE.items():
        marks = " | ".join("✓" if role in roles else "" for role in ROLES)
        lines.append(f"| `{action}` | {meaning} | {marks} |")
    return "\n".join(lines) + "\n"


def written(text: str) -> str:
    """The page with the table as it is now. Raises `ValueError` when its marks are gone."""
    head, found, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not found or not end:
        raise ValueError(f"{DOC} has lost the marks around its table")
    return head + BEGIN + table() + END + tail
