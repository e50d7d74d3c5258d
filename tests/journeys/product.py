"""The product as it runs: the processes of `make run`, the demo company, a mail server, a CRM.

Everything is real but who is outside: the mail server and the CRM stand in this process.
"""

import email.policy
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from subprocess import Popen
from typing import IO, Any
from urllib.parse import urlsplit

import psycopg
from aiosmtpd.controller import Controller

from hub.runtime import processes
from hub.runtime.processes import Command
from hub.runtime.recipe import WORKER
from tests import snapshots
from tests.conftest import POSTGRES
from tests.fakes.crm_receiver import CrmReceiver
from tests.journeys.place import ROOT, Place
from tests.serving import free_ports

DATABASE = "journeys"

#: Site, staff, texts and pages; not the weeks of history, which take longer than they help here.
_SEED = "from demo.seed import company, content; company.fill(); content.fill()"

_PROCESSES = {
    "web": ("manage.py", "serve"),
    "worker": ("-W", "ignore:You're running the worker", "-m", "celery", *WORKER),
    "clock": ("manage.py", "clock"),
    "search": ("manage.py", "search"),
    "media": ("-m", "webinars.media"),
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


@dataclass
class Product(Place):
    url: str
    log: IO[bytes]
    mailbox: Mailbox
    crm: CrmReceiver
    running: dict[str, "Popen[bytes]"] = field(default_factory=dict)

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
            if self.is_ready():
                return
            time.sleep(0.1)
        raise TimeoutError(f"not ready: {self.logged()}")

    def logged(self) -> str:
        return Path(self.log.name).read_text(errors="replace")[-3000:]

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(sql.encode(), values).fetchall()

    def conversation(self, question: str) -> str:
        """The id of the newest conversation that began with these words."""
        return str(
            self.one(
                "SELECT c.id FROM chat_conversation c"
                " JOIN realtime_entry e ON e.log_id = c.public_log_id"
                " WHERE e.kind = 'message' AND e.body::jsonb ->> 'text' = %s"
                " ORDER BY c.created_at DESC LIMIT 1",
                question,
            )
        )

    def execute(self, sql: str) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute(sql.encode())

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
        (folder / "media").mkdir(exist_ok=True)
        log = stack.enter_context((folder / "product.log").open("wb"))
        product = Product(port, environment, url, log, mailbox, crm)
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
