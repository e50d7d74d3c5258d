"""The "CRM" beside the ERP: a receiver of signed webhooks that keeps the newest version of each.

It follows the Standard Webhooks convention (standardwebhooks.com): `webhook-id`,
`webhook-timestamp` in seconds, `webhook-signature` with `v1,` and the base64 of the HMAC-SHA256
over `id.timestamp.body`. Like everything here it forgets when it ends.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

#: Known to both sides, because it guards nothing but the demo.
SECRET = "whsec_" + base64.b64encode(hashlib.sha256(b"haldner:crm").digest()).decode()
TOLERANCE_SECONDS = 300
MOST_BODY = 1024 * 1024
FIRST_NUMBER = 20_000


class Refused(Exception):
    """What arrived is not taken; the status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class Crm:
    """Records by external id. Safe to use from several threads."""

    def __init__(self, *, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._lock = threading.Lock()
        #: external id → (our number, newest version)
        self._records: dict[str, tuple[int, int]] = {}

    def receive(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """Take one delivery; the answer names our record. Raises Refused."""
        self._check(headers, body)
        try:
            message = json.loads(body)
            kind, data = message["type"], message["data"]
            if kind == "ping":
                return {"pong": True}
            external_id, version = str(data["external_id"])[:80], int(data["version"])
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Refused(400, "That is no delivery: type and data are expected.") from None
        with self._lock:
            number, newest = self._records.get(
                external_id, (FIRST_NUMBER + len(self._records) + 1, 0)
            )
            if version > newest:  # an older one that lands late changes nothing
                self._records[external_id] = (number, version)
        return {"id": f"CRM-{number}"}

    def version(self, external_id: str) -> int:
        """The newest version that was taken; 0 for something unknown."""
        with self._lock:
            return self._records.get(external_id, (0, 0))[1]

    def _check(self, headers: Mapping[str, str], body: bytes) -> None:
        given = headers.get("webhook-signature", "")
        message, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        if not at.isascii() or not at.isdigit() or len(at) > 12:
            raise Refused(401, "The timestamp is missing.")
        if abs(self._now() - int(at)) > TOLERANCE_SECONDS:
            raise Refused(401, "The timestamp is too old or too new.")
        key = base64.b64decode(SECRET.removeprefix("whsec_"))
        signed = f"{message}.{at}.".encode("latin-1", "replace") + body
        wanted = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        # All are compared, so that the time taken tells nothing.
        same = [
            hmac.compare_digest(one.encode("latin-1", "replace"), wanted.encode())
            for one in given.split(" ")[:10]
        ]
        if not any(same):
            raise Refused(401, "The signature is wrong.")
