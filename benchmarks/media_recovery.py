"""How long a picture is gone when the media process that carries it is killed.

The real web process, real media processes, and people who offer anew as the room's page does. From
kill -9 to each viewer's first packet that the next process forwarded, decrypted. Twice: with a
second media process running, which takes the room over; and alone, where it is started again as
`make run` does, half a second after its end.
"""

import asyncio
import contextlib
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.house import House
from benchmarks.media_seats import Publisher, Seat
from tests.clients import Client

VIEWERS, KILLS = 10, 5
#: What `make run` waits before it starts a process again (hub.runtime.children).
STARTED_AGAIN_AFTER = 0.5
#: Between two kills, so that the one before is forgotten.
SETTLES = 3.0
#: Nobody waits longer: something is broken then.
WITHIN = 60.0


async def _until(what: Any, seconds: float = WITHIN) -> None:
    async with asyncio.timeout(seconds):
        while not what():
            await asyncio.sleep(0.01)


async def _nodes(count: int) -> None:
    from webinars.media import control

    async with asyncio.timeout(WITHIN):
        while True:
            with contextlib.suppress(control.MediaSilent):
                if len(await control.live_nodes()) == count:
                    return
            await asyncio.sleep(0.05)


async def _kill(room: Any, media: list[Any], viewers: list[Seat]) -> list[float]:
    """Seconds until each viewer was back."""
    from hub.threads import in_thread
    from webinars.services.media import place_of

    node = str((await in_thread(place_of, room.id)).node)
    carrier = next(
        one for one in media if any(node in f.read_text() for f in one.folder.glob("media-node-*"))
    )
    killed = time.monotonic()
    carrier.kill()
    await asyncio.sleep(STARTED_AGAIN_AFTER)
    if len(media) == 1:
        carrier.restart()
    await _until(lambda: all(seat.back_at(killed) for seat in viewers))
    if len(media) > 1:
        carrier.restart()
    await _nodes(len(media))
    return [(seat.back_at(killed) or 0.0) - killed for seat in viewers]


async def _kills(web: Any, room: Any, tokens: list[str], media: list[Any]) -> list[float]:
    publisher, *viewers = (
        (Seat if n else Publisher)(partial(Client.visitor, web, token), str(room.id))
        for n, token in enumerate(tokens)
    )
    took: list[float] = []
    async with contextlib.AsyncExitStack() as stack:
        for seat in (publisher, *viewers):
            await stack.enter_async_context(seat.sitting())
        await _until(lambda: all(seat.firsts for seat in viewers))
        for number in range(KILLS):
            await asyncio.sleep(SETTLES)
            back = await _kill(room, media, viewers)
            print(f"  {len(media)} processes, kill {number + 1}: {max(back):.2f} s", flush=True)
            took += back
    return took


def _measure(folder: Path, processes: int) -> list[float]:
    from tests.serving import running_web
    from tests.webinars.media.processes import running_media, wait_for_nodes
    from tests.webinars.rooms.people import let_in, make_room

    with contextlib.ExitStack() as stack:
        media = [
            stack.enter_context(running_media(folder / f"{processes}-{n}"))
            for n in range(processes)
        ]
        wait_for_nodes(processes)
        web = stack.enter_context(running_web())
        room = make_room(state="live", may_speak="all")
        tokens = [let_in(room, f"Guest {n}")[1] for n in range(VIEWERS + 1)]
        took = asyncio.run(_kills(web, room, tokens, media))
        for one in media:
            one.stop()
    return took


def run(house: House) -> dict[str, Any]:
    """Seconds. `back_after_kill`: another process takes over; `back_after_restart`: the only one is
    started again."""
    figures: dict[str, Any] = {"back_viewers": VIEWERS, "back_kills": KILLS}
    with tempfile.TemporaryDirectory(prefix="hub-media-") as name:
        for key, processes in (("back_after_kill", 2), ("back_after_restart", 1)):
            took = _measure(Path(name), processes)
            figures[f"{key}_s"] = round(statistics.median(took), 2)
            figures[f"{key}_worst_s"] = round(max(took), 2)
    return figures
