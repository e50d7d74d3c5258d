"""Daphne, with what it lacks: a start and an end (it has no lifespan), and a polite SIGTERM.

Daphne by itself ends every socket at once on SIGTERM and after 24 hours, and knows no start-up
hook. This small subclass opens the realtime half when the reactor runs; on SIGTERM it stops
listening, says goaway, stores what was taken, and only then stops.
"""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

import structlog
from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server

log = structlog.get_logger(__name__)

#: Seconds for the polite end; whoever supervises us should wait a little longer.
DRAIN = 8.0


def _reactor() -> Any:
    """Twisted's reactor; importing it before Daphne would install the wrong one."""
    from twisted.internet import reactor

    return reactor


class HubServer(Server):  # type: ignore[misc]
    """Listens on the three origins' ports in one process."""

    def __init__(self, application: Any, *, host: str, ports: list[int]) -> None:
        endpoints: list[str] = []
        for port in ports:
            endpoints += build_endpoint_description_strings(host=host, port=port)
        super().__init__(
            application=application,
            endpoints=endpoints,
            signal_handlers=False,
            http_timeout=60,
            request_buffer_size=8192,
            websocket_timeout=-1,
            websocket_connect_timeout=10,
            websocket_handshake_timeout=10,
            ping_interval=20,
            ping_timeout=30,
            application_close_timeout=10,
            server_name="",
            proxy_forwarded_address_header=None,
            verbosity=0,
        )
        self._stopping = False
        self._work: set[asyncio.Task[Any]] = set()

    def run(self) -> None:
        from hub.realtime import tuning
        from hub.web import daphne_limits

        daphne_limits.install()
        tuning.install()
        _reactor().callWhenRunning(self._began)
        super().run()

    def _began(self) -> None:
        loop = asyncio.get_event_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._asked_to_stop)
        self._do(self._start())

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_event_loop().create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _start(self) -> None:
        from hub.realtime.process import current

        await current()
        log.info("web.started")

    def _asked_to_stop(self) -> None:
        if not self._stopping:
            self._stopping = True
            self._do(self._stop())

    async def _stop(self) -> None:
        from hub.realtime.process import shut_down

        log.info("web.stopping")
        for port in self.listeners:
            if not port.called or hasattr(port.result, "stopListening"):
                port.addCallback(lambda listening: listening.stopListening() or listening)
        try:
            await asyncio.wait_for(shut_down(), DRAIN)
        except TimeoutError:
            log.warning("web.drain_timed_out")
        _reactor().stop()
