"""Show the permission table, or write it into docs/permissions.md."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hub.accounts.permissions_doc import DOC, table, written


class Command(BaseCommand):
    help = "Print the permission table; --write puts it into docs/permissions.md."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            DOC.write_text(written(DOC.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            self.stdout.write(table())
