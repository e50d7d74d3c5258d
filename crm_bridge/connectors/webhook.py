"""A receiver of signed webhooks, after the Standard Webhooks convention (standardwebhooks.com).

`webhook-id` is (id, version), so that a second try is recognisably the same; the payload carries
the version, so that a receiver ignores an older one that lands late. See docs/bridge.md.
"""

import base64
import hashlib
import hmac
import json
import math
import re
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID, uuid4

from crm_bridge.connectors import secrets
from crm_bridge.connectors.base import (
    Capabilities,
    ContactRecord,
    EntryRecord,
    Listed,
    Written,
    connectors,
)
from crm_bridge.errors import BridgeError, Limited, Rejected, Unclear, Unreachable
from crm_bridge.models import Connection
from hub import outbound
from hub.contacts.names import tidy

#: Seconds that we wait at most because a receiver asked for it.
LONGEST_WAIT = 3600.0
#: Entries that a receiver may list, over all pages.
_MOST_LISTED = 1_000_000


class Webhook:
    """One POST a version; any 2xx is an acknowledgement."""

    def __init__(self, connection: Connection) -> None:
        self._url = str(connection.settings.get("url", ""))
        self._list_url = str(connection.settings.get("list_url", ""))
        self._secrets = secrets.usable(connection.secrets)
        self._timeout = float(connection.timeout_seconds)

    def capabilities(self) -> Capabilities:
        return Capabilities(external_ids=True, lists=bool(self._list_url))

    def upsert_contact(self, record: ContactRecord, *, unknown: bool) -> Written:
        return self._send(record, "contact.upserted", _contact(record))

    def upsert_entry(self, record: EntryRecord, *, unknown: bool) -> Written:
        return self._send(record, "entry.upserted", _entry(record))

    def delete(self, record: ContactRecord | EntryRecord) -> Written:
        if isinstance(record, ContactRecord):
            return self._send(record, "contact.deleted", _contact(record))
        return self._send(record, "entry.deleted", _entry(record))

    def check(self) -> None:
        body = json.dumps({"type": "ping", "data": {}}).encode()
        self._exchange(self._url, f"ping_{uuid4()}", body)

    def list_entries(self) -> Iterator[Listed]:
        after, seen = None, 0
        while True:
            body = json.dumps({"type": "list", "data": {"after": after}}).encode()
            most = 8 * outbound.MAX_BYTES
            answer = self._exchange(self._list_url, f"list_{uuid4()}", body, most)
            try:
                page = answer.json()
                found = [
                    Listed(UUID(e["external_id"]), int(e["version"]), bool(e.get("deleted", False)))
                    for e in page["entries"]
                ]
                after = page.get("next")
            except (outbound.OutboundError, KeyError, TypeError, ValueError, AttributeError):
                raise Unclear("The list is not what was asked for.", cause="list") from None
            yield from found
            seen += len(found)
            if not found or not after or seen > _MOST_LISTED:
                return

    def _send(self, record: ContactRecord | EntryRecord, kind: str, data: Any) -> Written:
        body = json.dumps({"type": kind, "data": data}, ensure_ascii=False, default=str).encode()
        answer = self._exchange(self._url, f"{record.external_id}_v{record.version}", body)
        try:
            said = answer.json()
        except outbound.OutboundError:
            said = {}
        if not isinstance(said, dict):
            return Written()
        return Written(ref=tidy(str(said.get("id") or ""), 200), url=_link(said.get("url")))

    def _exchange(
        self, url: str, message: str, body: bytes, most: int = 64 * 1024
    ) -> outbound.Response:
        at = int(time.time())
        headers = {
            "Content-Type": "application/json",
            "webhook-id": message,
            "webhook-timestamp": str(at),
            "webhook-signature": " ".join(sign(s, message, at, body) for s in self._secrets),
        }
        try:
            answer = outbound.request(
                "POST", url, headers=headers, content=body, timeout=self._timeout, max_bytes=most
            )
        except outbound.OutboundRefused as refused:
            raise Rejected(str(refused), cause="address") from None
        except outbound.OutboundError as failed:
            kind = Unclear if failed.reached else Unreachable
            raise kind(str(failed), cause=failed.code) from None
        if not answer.ok:
            raise _problem(answer)
        return answer


def sign(secret: str, message: str, at: int, body: bytes) -> str:
    """`v1,` + base64 of HMAC-SHA256 over `id.timestamp.body` (Standard Webhooks, signing)."""
    key = base64.b64decode(secret.removeprefix(secrets.PREFIX))
    signed = f"{message}.{at}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def _problem(answer: outbound.Response) -> BridgeError:
    """The error that an answer means, with the receiver's own words."""
    said = words(answer)
    cause = f"{answer.status}:{re.sub(r'[0-9]+', '#', said)}"[:120]
    if answer.status == 429 or (answer.status == 503 and "retry-after" in answer.headers):
        after = retry_after(answer.headers.get("retry-after", ""), time.time())
        return Limited(said, status_code=answer.status, after=after)
    if 300 <= answer.status < 500 and answer.status not in (408, 425):
        return Rejected(said, status_code=answer.status, cause=cause)
    if answer.status in (408, 504):  # it may have been passed on
        return Unclear(said, status_code=answer.status, cause=cause)
    return Unreachable(said, status_code=answer.status, cause=cause)


def words(answer: outbound.Response) -> str:
    """What the receiver said: the message in its JSON, or its text, in one line."""
    text = answer.text
    try:
        said = answer.json()
    except outbound.OutboundError:
        said = None
    for key in ("message", "error", "detail", "title"):
        if isinstance(said, dict) and said.get(key):
            inner = said[key]
            said = inner if isinstance(inner, dict) else None
            text = str(inner.get("message", inner)) if isinstance(inner, dict) else str(inner)
            break
    return tidy(re.sub(r"<[^>]{0,500}>", " ", text), 500) or f"HTTP {answer.status}"


def retry_after(value: str, now: float) -> float:
    """Seconds of a Retry-After (RFC 9110 §10.2.3: seconds or a date); 30 without one."""
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(value).timestamp() - now
        except (ValueError, TypeError, OverflowError):
            return 30.0
    if not math.isfinite(seconds):
        return 30.0
    return min(LONGEST_WAIT, max(1.0, seconds))


def _link(value: Any) -> str:
    """A page that a person may open: http(s), nothing else."""
    text = str(value or "")[:500]
    return text if re.fullmatch(r"https?://[^\s<>\"']+", text) else ""


def _contact(r: ContactRecord) -> dict[str, Any]:
    if r.deleted:
        return {
            "external_id": str(r.external_id),
            "version": r.version,
            "deleted": True,
            "erased": r.erased,
            "merged_into": str(r.merged_into) if r.merged_into else None,
        }
    return {
        "external_id": str(r.external_id),
        "version": r.version,
        "deleted": False,
        "name": r.name,
        "company": r.company,
        "job_title": r.job_title,
        "place": r.place,
        "language": r.language,
        "emails": r.emails,
        "phones": r.phones,
        "customer_since": r.customer_since.isoformat() if r.customer_since else None,
        "lead": r.lead,
        "facts": r.facts,
    }


def _entry(r: EntryRecord) -> dict[str, Any]:
    head = {
        "external_id": str(r.external_id),
        "version": r.version,
        "kind": r.kind,
        "schema": r.schema,
        "deleted": r.deleted,
    }
    if r.deleted:
        return head
    return {
        **head,
        "contact": _contact(r.contact) if r.contact else None,
        "site": r.site,
        "occurred_at": r.occurred_at.isoformat(),
        "ended_at": r.ended_at.isoformat() if r.ended_at else None,
        "title": r.title,
        "text": r.text,
        "origin": r.origin,
        "payload": r.payload,
    }


def register() -> None:
    connectors.register("webhook", Webhook)
