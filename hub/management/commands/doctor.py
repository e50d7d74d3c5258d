"""`manage.py doctor`: what is wrong with this configuration, and how to mend it."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hub.runtime.doctor import examine


class Command(BaseCommand):
    help = "Look at settings, database, Redis, mail, disk, …; exit code 1 if something fails."
    requires_system_checks: list[str] = []  # what is broken must not stop the doctor

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="only what is not in order")

    def handle(self, *args: Any, **options: Any) -> None:
        style = {"ok": self.style.SUCCESS, "warn": self.style.WARNING, "fail": self.style.ERROR}
        counts = {"ok": 0, "warn": 0, "fail": 0}
        for finding in examine():
            counts[finding.level] += 1
            if finding.level == "ok" and options["quiet"]:
                continue
            level = style[finding.level](f"{finding.level:<5}")
            self.stdout.write(f"{level}{finding.about:<12} {finding.what}")
            for line in finding.mend.splitlines():
                self.stdout.write(f"{'':<5}{'':<12} → {line}")
        self.stdout.write(
            f"\n{counts['ok']} in order, {counts['warn']} to look at, {counts['fail']} to mend"
        )
        if counts["fail"]:
            sys.exit(1)
