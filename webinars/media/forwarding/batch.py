"""A burst of packets to a whole group: encrypted in place, sent by one call.

The group's packet is written over a block of slots by one assignment, the SSRCs by another; libsrtp
goes over it by `starmap`; the kernel takes up to a thousand messages at once, each a viewer's whole
burst, cut into datagrams by the kernel (GSO) or the network card.
"""

import errno
import socket
import struct
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import starmap
from typing import Any

import numpy as np

from webinars.media.forwarding import native
from webinars.media.forwarding.groups import Group
from webinars.media.types import Address

#: Viewers in one block at most, and packets (of bursts of several) that are copied, encrypted and
#: sent at a time: they should stay within the second-level cache, and leave some of it to others.
CHUNK, PACKETS = 128, 136
MOST = max(CHUNK, PACKETS)
#: Bytes from one packet to the next: of sound, and of pictures.
SMALL, LARGE = 256, 1600
NAME = 28
#: What encryption adds (bytes): AES-GCM's tag, or HMAC-SHA1-80's.
TAG_GCM, TAG_SHA1 = 16, 10
FULL = {errno.EAGAIN, errno.ENOBUFS, errno.ENOMEM}
NOT_SEGMENTED = {errno.EMSGSIZE, errno.EINVAL, errno.EIO, errno.ENOPROTOOPT, errno.EOPNOTSUPP}


class Slots:
    """Places of `size` bytes for packets, one behind the other, and what points at them."""

    def __init__(self, memory: Any, size: int) -> None:
        self.size = size
        self.bytes = memory[: MOST * size].reshape(MOST, size)
        self.words = self.bytes.view(">u4")
        self.vectors = native.aligned(MOST * native.VECTOR.itemsize).view(native.VECTOR)
        #: libsrtp's `int` is the lower half of the kernel's length, which so grows by the tag.
        self.lengths = self.vectors.view("<i4").reshape(MOST, 4)[:, 2]
        places = np.arange(MOST, dtype=np.uint64)
        self.vectors["base"] = self.bytes.ctypes.data + places * np.uint64(size)
        #: Addresses: of what is handed to libsrtp, and to the kernel.
        self.packet_at = native.pointers("void *", self.vectors["base"].tolist())
        step = np.uint64(native.VECTOR.itemsize)
        lengths = self.lengths.ctypes.data + places * step
        self.length_at = native.pointers("int *", lengths.tolist())
        self.vector_at = self.vectors.ctypes.data + places * step


class Block:
    """The memory that packets are copied to, encrypted in and sent from: one a process, for one
    thread. Sound lies closer together than pictures: fewer pages and cache lines are touched."""

    def __init__(self) -> None:
        memory = native.aligned(MOST * LARGE)
        self._small, self._large = Slots(memory, SMALL), Slots(memory, LARGE)
        self._control = native.aligned(native.CONTROL.size)
        self.control_at = int(self._control.ctypes.data)

    def slots(self, size: int) -> Slots:
        """For packets of `size` bytes with what encryption adds."""
        return self._small if size <= SMALL else self._large

    def segment(self, size: int) -> None:
        """Have the control message say segments of `size`."""
        native.CONTROL.pack_into(
            self._control, 0, native.CONTROL_LENGTH, native.SOL_UDP, native.UDP_SEGMENT, size
        )


@cache
def block() -> Block:
    return Block()


def per_part(segments: int) -> int:
    """Viewers whose bursts of so many packets are dealt with at a time."""
    return CHUNK if segments == 1 else PACKETS // segments


@dataclass(slots=True)
class Part:
    """Viewers `first` to `end` of a group with bursts of one length, and their slots: views,
    `[viewer][segment]`."""

    first: int
    end: int
    segments: int
    #: What libsrtp is called with for each packet: whose session, where packet and length are.
    calls: list[tuple[Any, Any, Any]]
    bytes: Any
    ssrcs: Any
    lengths: Any
    own_ssrcs: Any


class Prepared:
    """A group's members as the calls want them; made again when they change."""

    def __init__(self, group: Group) -> None:
        watchers = [seat.watcher for seat in group.seats]
        count = len(watchers)
        self.handles = [native.handle_of(w.viewer.outbound) for w in watchers]
        ssrcs = [seat.params.ssrc for seat in group.seats]
        self.ssrcs = np.array(ssrcs, dtype=">u4").reshape(-1, 1)
        names = [socket_name(w.viewer.sock.family, w.viewer.address) for w in watchers]
        self.names = np.zeros((count, NAME), dtype=np.uint8)
        for index, name in enumerate(names):
            self.names[index, : len(name)] = np.frombuffer(name, dtype=np.uint8)
        self.messages = native.aligned(count * 64).view(native.MESSAGE)
        self.messages["name"] = self.names.ctypes.data + np.arange(count, dtype=np.uint64) * NAME
        self.messages["namelen"] = [len(name) for name in names]
        self.address = self.messages.ctypes.data
        self._parts: dict[tuple[int, int], list[Part]] = {}
        #: What the messages point at now.
        self._pointed = (0, 0)

    def parts(self, slots: Slots, segments: int) -> list[Part]:
        key = (slots.size, segments)
        found = self._parts.get(key)
        if found is None:
            step = per_part(segments)
            found = self._parts[key] = [
                self._part(slots, first, min(first + step, len(self.handles)), segments)
                for first in range(0, len(self.handles), step)
            ]
        return found

    def _part(self, slots: Slots, first: int, end: int, segments: int) -> Part:
        count = end - first
        places, shape = count * segments, (count, segments)
        return Part(
            first=first,
            end=end,
            segments=segments,
            calls=list(
                zip(
                    # Each viewer's as often as it has packets in a burst.
                    [handle for handle in self.handles[first:end] for _ in range(segments)],
                    slots.packet_at[:places],
                    slots.length_at[:places],
                    strict=True,
                )
            ),
            bytes=slots.bytes[:places].reshape(*shape, slots.size),
            ssrcs=slots.words[:places, 2].reshape(shape),
            lengths=slots.lengths[:places].reshape(shape),
            own_ssrcs=self.ssrcs[first:end],
        )

    def point(self, slots: Slots, segments: int, control: int) -> None:
        """Have each viewer's message name its slots."""
        if (slots.size, segments) == self._pointed:
            return
        self._pointed = (slots.size, segments)
        firsts = slots.vector_at[: per_part(segments) * segments : segments]
        self.messages["iov"] = np.resize(firsts, len(self.handles))
        self.messages["iovlen"] = segments
        self.messages["control"] = control if segments > 1 else 0
        self.messages["controllen"] = native.CONTROL.size if segments > 1 else 0


def socket_name(family: int, address: Address) -> bytes:
    """sockaddr_in or sockaddr_in6. Raises OSError for what is no address."""
    host, port = str(address[0]), int(address[1])
    if family == socket.AF_INET:
        return struct.pack("=H", family) + struct.pack("!H4s8x", port, socket.inet_aton(host))
    if ":" not in host:
        host = f"::ffff:{host}"
    flow, scope = (int(address[2]), int(address[3])) if len(address) >= 4 else (0, 0)
    packed = socket.inet_pton(socket.AF_INET6, host.partition("%")[0])
    return (
        struct.pack("=H", family)
        + struct.pack("!HL16s", port, flow, packed)
        + struct.pack("=L", scope)
    )


class Run:
    """A burst as one array: all rows are as long as the first but for the last, which may be
    shorter and then ends in zeros."""

    __slots__ = ("last", "rows", "segments", "size")

    def __init__(self, burst: list[bytes]) -> None:
        self.segments, self.size, self.last = len(burst), len(burst[0]), len(burst[-1])
        if self.segments == 1:
            self.rows = np.frombuffer(burst[0], dtype=np.uint8)
        else:
            joined = b"".join(burst) + bytes(self.size - self.last)
            self.rows = np.frombuffer(joined, dtype=np.uint8).reshape(self.segments, self.size)

    def lengths(self, into: Any) -> None:
        """Each packet's length, into `[viewer][segment]`."""
        into[:] = self.size
        if self.last != self.size:
            into[:, -1] = self.last


class BatchSender:
    """`protect` is libsrtp's; a test may stand in front of it."""

    def __init__(self, counters: Counter[str], protect: native.Protect | None = None) -> None:
        self.counters = counters
        self._protect = protect or native.protect()
        self._block = block()

    def send(self, group: Group, bursts: list[list[bytes]]) -> None:
        prepared = group.prepared
        if not isinstance(prepared, Prepared):
            prepared = group.prepared = Prepared(group)
        tag = TAG_GCM if group.shape.gcm else TAG_SHA1
        for run in map(Run, bursts):
            slots = self._block.slots(run.size + tag)
            prepared.point(slots, run.segments, self._block.control_at)
            if run.segments > 1:
                self._block.segment(run.size + tag)
            for part in prepared.parts(slots, run.segments):
                self._part(group, prepared, part, run)

    def _part(self, group: Group, prepared: Prepared, part: Part, run: Run) -> None:
        part.bytes[:, :, : run.size] = run.rows
        part.ssrcs[:] = part.own_ssrcs
        run.lengths(part.lengths)
        plain = self._encrypt(part, run)
        if plain is None:
            self._send(group, prepared, part, part.first, part.end)
            return
        good = np.all(part.lengths > plain, axis=1)
        self.counters["not_protected"] += int((~good).sum()) * run.segments
        edges = np.flatnonzero(np.diff(np.concatenate(([0], good.view(np.int8), [0]))))
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            self._send(group, prepared, part, part.first + int(start), part.first + int(stop))

    def _encrypt(self, part: Part, run: Run) -> Any:
        """None when every slot was encrypted, else the plain lengths. `any` stops at the first
        failure and leaves the rest as it is, so it goes on behind it; a length that did not grow
        tells plaintext."""
        calls = part.calls
        if not any(starmap(self._protect, calls)):
            return None
        start = 0
        plain = np.empty_like(part.lengths)
        run.lengths(plain)
        while start < len(calls):
            now = part.lengths.reshape(-1)
            left = np.flatnonzero(now[start:] == plain.reshape(-1)[start:])
            if not left.size:
                break
            start += int(left[0]) + 1
            any(starmap(self._protect, calls[start:]))
        return plain

    def _send(self, group: Group, prepared: Prepared, part: Part, start: int, end: int) -> None:
        """The messages of viewers `start` to `end`."""
        segments = part.segments
        while start < end:
            sent = native.sendmmsg(
                group.shape.fd,
                prepared.address + start * 64,
                min(end - start, native.MOST_MESSAGES),
            )
            if sent > 0:
                self.counters["sent"] += sent * segments
                start += sent
            elif -sent in FULL:
                self.counters["socket_full"] += (end - start) * segments
                return
            elif -sent == errno.EINTR:
                continue
            else:
                self._skipped(group, part, start, -sent)
                start += 1

    def _skipped(self, group: Group, part: Part, index: int, code: int) -> None:
        """A message that the kernel refused stops the call, not the others. One that it refused as
        segments is sent again, the same bytes, packet by packet."""
        watcher = group.seats[index].watcher
        if part.segments == 1 or code not in NOT_SEGMENTED:
            self.counters["not_sent"] += part.segments
            return
        watcher.gso = False
        self.counters["without_gso"] += 1
        place = index - part.first
        for packet, length in zip(part.bytes[place], part.lengths[place], strict=True):
            watcher.send(packet[:length].tobytes())
