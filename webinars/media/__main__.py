"""`python -m webinars.media`: the media process, without the rest of Django.

Its start is what a room waits for after a crash: loading every app would take three times as long.
"""

import asyncio
import gc
import os
import sys

#: numpy moves bytes here and multiplies nothing: its threads would only be woken.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
#: Allocations between two looks of the collector at young objects (Python's own: 700).
YOUNG = 10_000


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    from hub.env import SettingError

    try:
        _start()
    except (SettingError, OSError) as problem:
        sys.stderr.write(f"The media process cannot start: {problem}\n")
        return 1
    return 0


def _start() -> None:
    from logging.config import dictConfig

    from django.conf import settings

    dictConfig(settings.LOGGING)
    from webinars.media.process import Process

    async def run() -> None:
        await Process().run()

    gc.collect()
    gc.freeze()  # what lives as long as the process is not looked at again
    gc.set_threshold(YOUNG, 20, 20)
    asyncio.run(run())


if __name__ == "__main__":
    raise SystemExit(main())
