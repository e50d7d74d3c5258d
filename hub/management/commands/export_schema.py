"""`manage.py export_schema`: what the frontend's types are generated from."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from hub.registry.schema import documents

FOLDER = settings.BASE_DIR / "frontend" / "common" / "generated"


class Command(BaseCommand):
    help = (
        "Write OpenAPI and the event schema to frontend/common/generated (--check: compare only)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        stale = []
        for name, text in documents().items():
            path: Path = FOLDER / name
            if not path.exists() or path.read_text() != text:
                if options["check"]:
                    stale.append(name)
                else:
                    path.write_text(text)
        if stale:
            self.stderr.write(f"Not current: {', '.join(stale)} (make types)")
            raise SystemExit(1)
