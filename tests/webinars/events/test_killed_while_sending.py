"""A process that is killed with a mail half sent: another one sends it, once, as the same mail."""

import asyncio
import email
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.db.models import F

from hub.due_mail import CLAIM_FOR
from hub.runtime import processes
from tests.serving import ROOT, database_url, free_ports
from tests.webinars.events.conftest import Plan, Register
from webinars.models import WebinarMail

pytestmark = pytest.mark.django_db(transaction=True)


class SlowOnce:
    """Takes the first mail's text and never answers; the next ones are taken."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.first = ""
        self.taken: list[str] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        mail = email.message_from_bytes(envelope.content)  # type: ignore[attr-defined]
        if not self.first:
            self.first = str(mail["Message-ID"])
            self.begun.set()
            await asyncio.sleep(60)
        self.taken.append(str(mail["Message-ID"]))
        return "250 OK"


@pytest.fixture
def server() -> Iterator[tuple[SlowOnce, int]]:
    handler = SlowOnce()
    controller = Controller(handler, hostname="127.0.0.1", port=free_ports(1))
    controller.start()
    yield handler, int(controller.port)
    controller.stop()


def sender(port: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c",
         "from webinars.services import sending; sending.send_due()"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(port),
        },
        preexec_fn=processes.die_with_parent,
    )  # fmt: skip


def test_it_is_sent_again_when_the_claim_has_run_out_and_then_never(
    plan: Plan, register: Register, server: tuple[SlowOnce, int]
) -> None:
    handler, port = server
    register(plan())
    killed = sender(port)
    assert handler.begun.wait(60)
    killed.kill()
    killed.wait()
    assert sender(port).wait(60) == 0  # the claim still holds
    assert handler.taken == []
    WebinarMail.objects.filter(kind="confirmation").update(
        claimed_at=F("claimed_at") - CLAIM_FOR - timedelta(seconds=1)
    )
    both = [sender(port), sender(port)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert handler.taken == [handler.first]
    assert sender(port).wait(60) == 0
    assert len(handler.taken) == 1
