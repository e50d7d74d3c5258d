"""The attendance report as a file: UTF-8 with BOM, semicolons, CRLF, as German Excel opens it."""

import csv
import io
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from hub.contacts.export.csv import safe
from webinars.selectors.attendance import AttendanceReport


def csv_lines(report: AttendanceReport, time_zone: str) -> Iterator[bytes]:
    """Line by line, headings in the language that is active, times in the given zone."""
    zone = ZoneInfo(time_zone)
    roles = {"host": _("Host"), "speaker": _("Speaker"), "attendee": _("Attendee")}
    yield b"\xef\xbb\xbf" + _line(
        [
            _("Name"),
            _("Company"),
            _("E-mail"),
            _("Role"),
            _("Registered"),
            _("Attended"),
            _("Minutes"),
            _("Seconds"),
            _("First joined"),
            _("Last left"),
            _("Rejoined"),
            _("Messages"),
            _("Questions"),
            _("Hands raised"),
            _("On the stage"),
        ]
    )
    yes, no = _("yes"), _("no")
    for row in report.people:
        yield _line(
            [
                row.name,
                row.company,
                row.email,
                roles[row.role],
                yes if row.registration else no,
                yes if row.attended else no,
                str(row.minutes),
                str(row.seconds),
                f"{row.first_at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if row.first_at else "",
                f"{row.last_at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if row.last_at else "",
                str(row.rejoins),
                str(row.messages),
                " / ".join(" ".join(asked.split()) for asked in row.questions),
                str(row.hands),
                yes if row.floor else no,
            ]
        )


def _line(cells: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow([safe(c) for c in cells])
    return out.getvalue().encode()
