"""`make bench`: runs every measurement and writes benchmarks/results.json and docs/performance.md.

`python -m benchmarks chat` runs one, and keeps the others' last figures.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.house import house, migrate

RESULTS = Path(__file__).with_name("results.json")
NAMES = ["chat", "widget", "run", "retrieval", "assistant", "media", "recovery"]
#: Where a measurement's module has another name.
MODULES = {"run": "startup", "recovery": "media_recovery"}
#: Measurements whose figures stand with another's.
SECTIONS = {"recovery": "media"}


def main(wanted: list[str]) -> None:
    results: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    with house() as engines:
        migrate()
        import django

        django.setup()
        for name in wanted or NAMES:
            print(f"— {name}", flush=True)
            figures = importlib.import_module(f"benchmarks.{MODULES.get(name, name)}").run(engines)
            section = SECTIONS.get(name, name)
            results[section] = {**results.get(section, {}), **figures}
            print(json.dumps(figures, indent=1), flush=True)
            RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
    report.write(results)


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    main(sys.argv[1:])
