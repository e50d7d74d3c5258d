"""The web process as it is deployed, on the test database: `manage.py serve` or uvicorn."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from psycopg.conninfo import conninfo_to_dict

from hub.database import conninfo
from hub.runtime import processes

ROOT = Path(__file__).resolve().parent.parent


def database_url() -> str:
    """The test database as a URL for another process."""
    from urllib.parse import quote, urlencode

    parts = conninfo_to_dict(conninfo())
    who = quote(str(parts.pop("user", "") or ""), safe="")
    word = quote(str(parts.pop("password", "") or ""), safe="")
    name = quote(str(parts.pop("dbname")), safe="")
    query = urlencode({key: str(value) for key, value in parts.items() if value})
    return f"postgresql://{who}:{word}@/{name}?{query}"


def free_ports(count: int) -> int:
    """The first of `count` neighbouring ports that are free on loopback."""
    for _ in range(200):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first: int = probe.getsockname()[1]
        if first + count > 65000:
            continue
        with contextlib.ExitStack() as stack:
            try:
                for port in range(first, first + count):
                    taken = stack.enter_context(socket.socket())
                    taken.bind(("127.0.0.1", port))
            except OSError:
                continue
            return first
    raise RuntimeError("no free ports")


@dataclass
class Web:
    """A running web process. `port` is the public origin's; staff and files are the next two."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def public(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def staff(self) -> str:
        return f"http://localhost:{self.port + 1}"

    @property
    def files(self) -> str:
        return f"http://localhost:{self.port + 2}"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def start_web(port: int | None = None, *, uvicorn: bool = False, **environment: str) -> Web:
    """Start a web process and wait until it answers. Without a port: three free ones."""
    port = port or free_ports(3)
    command = [sys.executable, "manage.py", "serve"]
    if uvicorn:
        command = [
            *(sys.executable, "-m", "uvicorn", "hub.asgi:application", "--host", "127.0.0.1"),
            *("--port", str(port), "--log-level", "warning", "--ws", "websockets"),
        ]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "PORT": str(port),
            "SECRET_KEY": settings.SECRET_KEY,
            **environment,
        },
        preexec_fn=processes.die_with_parent,  # also when the tests are killed
    )
    web = Web(port, process)
    wait_until_healthy(web)
    return web


def wait_until_healthy(web: Web, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if web.process.poll() is not None:
            raise RuntimeError(f"the web process ended with {web.process.returncode}")
        with (
            contextlib.suppress(URLError, ConnectionError, TimeoutError),
            urlopen(f"http://127.0.0.1:{web.port}/healthz", timeout=1),
        ):
            return
        time.sleep(0.05)
    raise TimeoutError("the web process did not become healthy")


@contextlib.contextmanager
def running_web(
    port: int | None = None, *, uvicorn: bool = False, **environment: str
) -> Iterator[Web]:
    """A web process for the length of a block."""
    web = start_web(port, uvicorn=uvicorn, **environment)
    try:
        yield web
    finally:
        if web.process.poll() is None:
            web.process.send_signal(signal.SIGTERM)
            try:
                web.process.wait(15)
            except subprocess.TimeoutExpired:
                web.kill()
