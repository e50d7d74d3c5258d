"""`manage.py vectors`: makes, exports and imports the vectors of the content base."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hub.content import index
from hub.content.retrieval import loading
from hub.content.retrieval.model import Model, NoModel


class Command(BaseCommand):
    help = "The vectors of the content base, by the hash of their text"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--embed", action="store_true", help="make all that are due, now")
        parser.add_argument("--export", type=Path, metavar="FILE", help="write them to a file")
        parser.add_argument("--import", type=Path, metavar="FILE", dest="import_", help="read one")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["import_"]:
                self.stdout.write(f"{loading.import_file(options['import_'])} vectors read")
                index.touched()
            if options["embed"]:
                self._embed()
            if options["export"]:
                self.stdout.write(f"{loading.export_file(options['export'])} vectors written")
        except (NoModel, OSError, ValueError, KeyError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{loading.backlog()} texts without a vector")

    def _embed(self) -> None:
        model = Model()
        count = 0
        while passages := loading.due(1):
            passage = passages[0]
            loading.keep([(passage.text_hash, model.passage(passage.embedded))])
            count += 1
        index.touched()
        self.stdout.write(f"{count} vectors made")
