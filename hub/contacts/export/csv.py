"""CSV as German Excel opens it by a double click: UTF-8 with BOM, semicolons, CRLF (RFC 4180)."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from hub.contacts.export.records import Record

#: What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: A number in E.164 begins with + and cannot call anything.
_NUMBERS = re.compile(r"\+\d{5,15}(, \+\d{5,15})*")


def csv_lines(records: Iterable[Record]) -> Iterator[bytes]:
    """The file, line by line; the headings are in the language that is active."""
    yield b"\xef\xbb\xbf" + line(
        [
            _("Name"),
            _("Company"),
            _("Job title"),
            _("Place"),
            _("Language"),
            _("E-mail"),
            _("Phone"),
            _("Customer since"),
            _("Lead"),
            _("Entries"),
            _("Last contact"),
            _("Created"),
            _("ID"),
        ]
    )
    states = {"new": _("new"), "approved": _("approved"), "rejected": _("rejected")}
    for r in records:
        yield line(
            [
                r.name,
                r.company,
                r.job_title,
                r.place,
                r.language,
                ", ".join(r.emails),
                ", ".join(r.phones),
                r.customer_since.isoformat() if r.customer_since else "",
                states.get(r.lead, ""),
                str(r.entries),
                f"{r.last_at:%Y-%m-%d %H:%M}" if r.last_at else "",
                f"{r.created_at:%Y-%m-%d %H:%M}",
                str(r.id),
            ]
        )


def safe(cell: str) -> str:
    """A cell that no spreadsheet carries out: an apostrophe before what looks like a formula."""
    if cell.startswith(_FORMULA) and not _NUMBERS.fullmatch(cell):
        return "'" + cell
    return cell


def line(cells: list[str]) -> bytes:
    """One line of such a file, its cells made safe."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow([safe(c) for c in cells])
    return out.getvalue().encode()
