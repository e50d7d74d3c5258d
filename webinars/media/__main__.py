"""`python -m webinars.media`: the media process, without the rest of Django.

Its start is what a room waits for after a crash: loading every app would take three times as long.
"""

import asyncio
import os
import sys


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

    asyncio.run(run())


if __name__ == "__main__":
    raise SystemExit(main())
