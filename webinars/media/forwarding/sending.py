"""How a group's packets get to its viewers."""

import struct
from collections import Counter
from typing import Protocol

from pylibsrtp import Error as SrtpError

from webinars.media.forwarding.groups import Group


class Sender(Protocol):
    def send(self, group: Group, bursts: list[list[bytes]]) -> None:
        """Encrypt and send, to each seat in its own SSRC. What the kernel doesn't take is dropped
        and counted."""


def best_sender(counters: Counter[str]) -> Sender:
    """In batches where the system and pylibsrtp's private names allow it, else plainly."""
    from webinars.media.forwarding import native

    if native.available():
        from webinars.media.forwarding.batch import BatchSender

        return BatchSender(counters)
    return PlainSender(counters)


class PlainSender:
    """A packet at a time through public calls alone: works wherever Python has sockets."""

    def __init__(self, counters: Counter[str]) -> None:
        self.counters = counters

    def send(self, group: Group, bursts: list[list[bytes]]) -> None:
        packets = [packet for burst in bursts for packet in burst]
        for seat in group.seats:
            viewer = seat.watcher.viewer
            ssrc = struct.pack("!L", seat.params.ssrc)
            for packet in packets:
                try:
                    cipher = viewer.outbound.protect(packet[:8] + ssrc + packet[12:])
                except (SrtpError, ValueError):
                    self.counters["not_protected"] += 1
                    continue
                try:
                    viewer.sock.sendto(cipher, viewer.address)
                except BlockingIOError:
                    self.counters["socket_full"] += 1
                except OSError:
                    self.counters["not_sent"] += 1
                else:
                    self.counters["sent"] += 1
