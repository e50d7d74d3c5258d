"""What a media process counts. Served at MEDIA_METRICS_PORT; nothing here tells who somebody is."""

from prometheus_client import Counter, Gauge

DROPPED = Counter("media_dropped_total", "Datagrams that were dropped", ["reason"])
DATAGRAMS = Counter("media_datagrams_total", "Datagrams that were read")
STUN = Counter("media_stun_checks_total", "Connectivity checks that were answered")
HANDSHAKES = Counter("media_handshakes_total", "DTLS handshakes", ["outcome"])
COMMANDS = Counter("media_commands_total", "Commands that were carried out", ["command", "outcome"])
ENDED = Counter("media_connections_ended_total", "Connections that ended", ["reason"])
CONNECTIONS = Gauge("media_connections", "Connections that are open", ["purpose"])
ROOMS = Gauge("media_rooms", "Rooms that are carried")
FORWARDING = Counter("media_forwarding_total", "What the forwarding did, by kind", ["kind"])
LATE = Counter("media_ticks_late_total", "Ticks that came more than 50 ms late")
EVENTS_DROPPED = Counter("media_events_dropped_total", "Events that Redis was too slow for")


def drop(reason: str) -> None:
    """Count a datagram that goes no further."""
    child = _dropped.get(reason)
    if child is None:
        child = _dropped[reason] = DROPPED.labels(reason)
    child.inc()


#: `labels()` takes a lock and builds a key each time; under a flood that would be most of the cost.
_dropped: dict[str, Counter] = {}
