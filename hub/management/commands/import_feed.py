"""`manage.py import_feed de=produkte.csv en=products.csv`: product feeds into the content base."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hub.content import services
from hub.content.errors import ImportRefused
from hub.content.sources import feed


class Command(BaseCommand):
    help = "Make the content base hold what a product feed (JSON or CSV) has, per language"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="LANGUAGE=FILE", help="e.g. de=produkte.csv en=products.csv"
        )
        parser.add_argument("--source", default="feed", help="the source's name, for ever")

    def handle(self, *args: Any, **options: Any) -> None:
        sections, products = [], []
        try:
            for given in options["files"]:
                language, _, name = given.partition("=")
                found = feed.read(Path(name).read_bytes(), language)
                sections += found[0]
                products += found[1]
            result = services.import_source(options["source"], sections=sections, products=products)
        except (ImportRefused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(services.as_json(result).decode())
