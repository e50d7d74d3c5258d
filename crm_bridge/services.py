"""What people do with the bridge: connecting, pausing, trying again, skipping."""

from collections.abc import Callable
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm_bridge import health, visible, waking
from crm_bridge.connectors import secrets
from crm_bridge.connectors.base import connector_of, connectors
from crm_bridge.errors import BridgeError, ConfigurationError
from crm_bridge.models import Connection, Delivery
from hub import outbound
from hub.accounts.permissions import require
from hub.audit.services import record
from hub.contacts.names import tidy
from hub.errors import Conflict, NotFound
from hub.registry.streams import Principal

Who = Principal | None


def connect(
    *,
    who: Who,
    name: str,
    url: str,
    secret: str = "",
    list_url: str = "",
    connector: str = "webhook",
    timeout_seconds: int = 15,
    lease_seconds: int = 60,
) -> tuple[Connection, str]:
    """Connect a receiver; everything that there is will be delivered to it. With its secret.

    `who` is None for commands. Raises `NotAllowed`, `ConfigurationError`, `Conflict` (name taken).
    """
    _may(who, "bridge.manage")
    if lease_seconds <= timeout_seconds:
        raise ConfigurationError(
            _("The lease must be longer than the time-out."), field="lease_seconds"
        )
    if connector not in connectors:
        raise ConfigurationError(field="connector")
    secret = secrets.checked(secret) if secret else secrets.new_secret()
    connection = Connection(
        name=_name(name),
        connector=connector,
        settings=_settings(url, list_url),
        secrets=secrets.rotated([], secret),
        timeout_seconds=timeout_seconds,
        lease_seconds=lease_seconds,
    )
    _saved(connection, who, "bridge.connected")
    return connection, secret


def change(
    *,
    who: Who,
    connection_id: UUID,
    name: str | None = None,
    url: str | None = None,
    list_url: str | None = None,
    active: bool | None = None,
    rotate: bool = False,
    secret: str = "",
) -> tuple[Connection, str]:
    """Change a connection; a new secret comes back once. What is in the tray is tried again.

    After a rotation the old secret signs as well, for `secrets.OVERLAP`. Raises `NotAllowed`,
    `NotFound`, `ConfigurationError`, `Conflict`.
    """
    _may(who, "bridge.manage")
    new = ""
    with transaction.atomic():
        connection = _held(connection_id)
        if name is not None:
            connection.name = _name(name)
        if url is not None or list_url is not None:
            known = connection.settings
            connection.settings = _settings(
                known["url"] if url is None else url,
                known.get("list_url", "") if list_url is None else list_url,
            )
        if active is not None:
            connection.active = active
        if rotate or secret:
            new = secrets.checked(secret) if secret else secrets.new_secret()
            connection.secrets = secrets.rotated(connection.secrets, new)
        connection.next_at, connection.failures, connection.failing_since = None, 0, None
        connection.limited = False
        _saved(connection, who, "bridge.changed")
        health.free(connection.deliveries.all())
    return connection, new


def pause(*, who: Who, connection_id: UUID | None = None) -> int:
    """Stop delivering (to one, or to all) until `resume`; nothing is lost. How many it were."""
    return _each(who, "bridge.paused", connection_id, lambda found: found.update(paused_at=Now()))


def resume(*, who: Who, connection_id: UUID | None = None) -> int:
    """Go on delivering."""
    done = _each(who, "bridge.resumed", connection_id, lambda found: found.update(paused_at=None))
    transaction.on_commit(waking.something_changed)
    return done


def test(*, who: Who, connection_id: UUID) -> tuple[bool, int, str]:
    """Send a ping: whether it was taken, in how many ms, and what the other side said.

    One that is taken again is mended: what is in the tray is tried again.
    """
    _may(who, "bridge.manage")
    connection = Connection.objects.filter(pk=connection_id).first()
    if connection is None:
        raise NotFound
    began = monotonic()
    try:
        connector_of(connection).check()
    except BridgeError as error:
        return False, round((monotonic() - began) * 1000), error.words
    took = round((monotonic() - began) * 1000)
    health.answered(connection, took)
    health.free(connection.deliveries.all())
    waking.something_changed()
    return True, took, ""


def retry(*, who: Who, delivery_id: UUID) -> Delivery:
    """Try a delivery again now, from the beginning. Raises `NotAllowed`, `NotFound`, `Conflict`."""
    with transaction.atomic():
        delivery = _delivery(who, delivery_id)
        if delivery.state not in (Delivery.State.TRAY, Delivery.State.SKIPPED, "waiting"):
            raise Conflict
        Delivery.objects.filter(pk=delivery.pk).update(
            state=Delivery.State.WAITING, attempts=0, next_at=Now(), since=Now()
        )
        record(who, "bridge.retried", delivery)
        transaction.on_commit(waking.something_changed)
    delivery.refresh_from_db()
    return delivery


def retry_same(*, who: Who, delivery_id: UUID) -> int:
    """Try everything again that is in the tray for the same cause, as far as `who` may.

    How many it were. Raises `NotAllowed`, `NotFound`.
    """
    with transaction.atomic():
        like = _delivery(who, delivery_id)
        same = visible.deliveries(who, "bridge.retry").filter(
            connection=like.connection_id, cause=like.cause
        )
        freed = health.free(same)
        record(who, "bridge.retried", like, deliveries=freed)
        transaction.on_commit(waking.something_changed)
    return freed


def skip(*, who: Who, delivery_id: UUID) -> Delivery:
    """Do not deliver this version; a later change is delivered. Only out of the tray."""
    with transaction.atomic():
        delivery = _delivery(who, delivery_id)
        if delivery.state != Delivery.State.TRAY:
            raise Conflict
        delivery.state = Delivery.State.SKIPPED
        delivery.save(update_fields=["state"])
        record(who, "bridge.skipped", delivery)
        transaction.on_commit(waking.something_changed)
    return delivery


def _may(who: Who, action: str) -> None:
    """Connections deliver for all sites: managing them needs a role on all."""
    if who is not None:
        require(who, action, None)


def _held(connection_id: UUID) -> Connection:
    found = Connection.objects.select_for_update().filter(pk=connection_id).first()
    if found is None:
        raise NotFound
    return found


def _delivery(who: Who, delivery_id: UUID) -> Delivery:
    """One that `who` may send again, held. Raises `NotAllowed`, `NotFound`."""
    mine = visible.deliveries(who, "bridge.retry").filter(pk=delivery_id)
    found = mine.select_for_update(of=("self",)).select_related("connection").first()
    if found is None:
        raise NotFound
    return found


def _name(name: str) -> str:
    name = tidy(name, 80)
    if not name:
        raise ConfigurationError(field="name")
    return name


def _settings(url: str, list_url: str) -> dict[str, Any]:
    """The addresses, looked at: what cannot be called is refused here, not in the tray."""
    found = {"url": url.strip(), "list_url": list_url.strip()}
    for field, value in found.items():
        if not value and field == "list_url":
            continue
        if len(value) > 1000:
            raise ConfigurationError(field=field)
        try:
            outbound.check_target(value)
        except outbound.OutboundError as refused:
            raise ConfigurationError(refused.message, field=field) from None
    return found


def _saved(connection: Connection, who: Who, action: str) -> None:
    try:
        with transaction.atomic():
            connection.save()
            record(who, action, connection)
            transaction.on_commit(waking.something_changed)
    except IntegrityError:
        raise Conflict(_("This name is taken."), field="name") from None


def _each(who: Who, action: str, connection_id: UUID | None, do: Callable[[Any], int]) -> int:
    _may(who, "bridge.manage")
    with transaction.atomic():
        found = Connection.objects.all()
        if connection_id is not None:
            found = found.filter(pk=connection_id)
            if not found.exists():
                raise NotFound
        record(who, action, ("connection", connection_id or "all"))
        return do(found)
