"""The product as it runs: the processes of `make run`, the demo company, a mail server, a CRM.

Everything is real but who is outside: the mail server and the CRM stand in this process.
"""

import email.policy
import os
import re
import secrets
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from subprocess import DEVNULL, Popen, run
from typing import IO, Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
from aiosmtpd.controller import Controller

from hub.runtime import processes
from hub.runtime.processes import Command
from hub.runtime.recipe import WORKER
from tests import snapshots
from tests.conftest import POSTGRES
from tests.fakes.crm_receiver import CrmReceiver
from tests.serving import free_ports

ROOT = Path(__file__).parents[2]
DATABASE = "journeys"

#: Site, staff, texts and pages; not the weeks of history, which take longer than they help here.
_SEED = "from demo.seed import company, content; company.fill(); content.fill()"

_PROCESSES = {
    "web": ("manage.py", "serve"),
    "worker": ("-W", "ignore:You're running the worker", "-m", "celery", *WORKER),
    "clock": ("manage.py", "clock"),
    "search": ("manage.py", "search"),
    "erp": ("-m", "demo.erp"),
}


@dataclass
class Mailbox:
    """What arrived by SMTP, in the order of arrival."""

    mails: list[tuple[list[str], EmailMessage]] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append((list(envelope.rcpt_tos), mail))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for who, mail in self.mails if address in who]


@dataclass(frozen=True)
class SignIn:
    email: str
    password: str
    #: Of the second factor, for an authenticator.
    secret: str


@dataclass
class Product:
    port: int
    url: str
    environment: dict[str, str]
    log: IO[bytes]
    mailbox: Mailbox
    crm: CrmReceiver
    running: dict[str, "Popen[bytes]"] = field(default_factory=dict)

    @property
    def public(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def staff(self) -> str:
        return f"http://localhost:{self.port + 1}"

    def start(self, name: str) -> None:
        self.running[name] = processes.start(self._command(name), output=self.log.fileno())

    def kill(self, name: str) -> None:
        """As a machine that loses its power does it."""
        processes.end_group(self.running[name].pid)
        self.running.pop(name).wait()

    def stop(self) -> None:
        for name in list(self.running):
            processes.stop(self.running.pop(name), self._command(name))

    def wait_until_ready(self, seconds: float = 90.0) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            ended = [name for name, one in self.running.items() if one.poll() is not None]
            assert not ended, f"{ended} ended: {self.logged()}"
            with (
                suppress(URLError, ConnectionError, TimeoutError),
                urlopen(f"{self.public}/readyz", timeout=2) as answer,
            ):
                if answer.status == 200:
                    return
            time.sleep(0.1)
        raise TimeoutError(f"not ready: {self.logged()}")

    def logged(self) -> str:
        return Path(self.log.name).read_text(errors="replace")[-3000:]

    @cached_property
    def sign_ins(self) -> dict[str, SignIn]:
        """Who can sign in, by name, as the demo prints it for whoever starts it."""
        staff = tomllib.loads((ROOT / "demo" / "company.toml").read_text())["staff"]
        names = {member["email"]: member["name"] for member in staff}
        lines = re.findall(r"(\S+@\S+) +(\S+) .* secret (\S+)", self.manage("demo_signins"))
        return {names[line[0]]: SignIn(*line) for line in lines}

    def manage(self, *arguments: str) -> str:
        done = run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(sql.encode(), values).fetchall()

    def one(self, sql: str, *values: object) -> Any:
        return self.rows(sql, *values)[0][0]

    def _command(self, name: str) -> Command:
        return Command([sys.executable, *_PROCESSES[name]], env=self.environment, cwd=ROOT)


@contextmanager
def running(folder: Path) -> Iterator[Product]:
    """All of it, with the demo's site, staff and pages; ends every process that it started."""
    with ExitStack() as stack:
        url = stack.enter_context(_database())
        mailbox = Mailbox()
        crm = stack.enter_context(CrmReceiver())
        port, smtp = free_ports(4), free_ports(1)
        mail = Controller(mailbox, hostname="127.0.0.1", port=smtp)
        mail.start()
        stack.callback(mail.stop)
        erp = f"127.0.0.1:{port + 3}"
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "DATA_DIR": str(folder),
            "DEMO": "1",
            "PORT": str(port),
            "ERP_PORT": str(port + 3),
            "ERP_URL": f"http://{erp}",
            "ERP_TOKEN": secrets.token_urlsafe(24),
            "OUTBOUND_ALLOW": f"{erp},{crm.origin}",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(smtp),
            "LOG_FORMAT": "text",
        }
        for name in ("media", "static"):
            (folder / name).mkdir(exist_ok=True)
        log = stack.enter_context((folder / "product.log").open("wb"))
        product = Product(port, url, environment, log, mailbox, crm)
        product.manage("migrate", "-v", "0")
        product.manage("shell", "-v", "0", "-c", _SEED)
        stack.callback(product.stop)
        for name in _PROCESSES:
            product.start(name)
        product.wait_until_ready()
        yield product


@contextmanager
def _database() -> Iterator[str]:
    """One of its own: the tests' own is emptied between tests."""
    given = os.environ["DATABASE_URL"]
    drop = f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)".encode()
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(drop)
        if POSTGRES is None or not snapshots.load(POSTGRES, DATABASE):
            connection.execute(f"CREATE DATABASE {DATABASE}".encode())
    try:
        yield urlsplit(given)._replace(path=f"/{DATABASE}").geturl()
    finally:
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute(drop)
