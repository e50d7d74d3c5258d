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
from webinars.media.forwarding.bursts import BURST
from webinars.media.forwarding.groups import Group
from webinars.media.types import Address

#: Viewers in one block at most, and packets (of bursts of several) that are copied, encrypted and
#: sent at a time: they should stay within the second-level cache, and leave some of it to others.
CHUNK, PACKETS = 128, 136
SLOT = 1600
NAME = 28
#: What encryption adds (bytes): AES-GCM's tag, or HMAC-SHA1-80's.
TAG_GCM, TAG_SHA1 = 16, 10
FULL = {errno.EAGAIN, errno.ENOBUFS, errno.ENOMEM}
NOT_SEGMENTED = {errno.EMSGSIZE, errno.EINVAL, errno.EIO, errno.ENOPROTOOPT, errno.EOPNOTSUPP}


class Block:
    """The slots, `[viewer][segment]`, and what points at them. One a process, for one thread."""

    def __init__(self) -> None:
        self.bytes = native.aligned(CHUNK * BURST * SLOT).reshape(CHUNK, BURST, SLOT)
        self.words = self.bytes.view(">u4")
        self.lengths = native.aligned(CHUNK * BURST * 4).view("<i4").reshape(CHUNK, BURST)
        self.vectors = (
            native.aligned(CHUNK * BURST * native.VECTOR.itemsize)
            .view(native.VECTOR)
            .reshape(CHUNK, BURST)
        )
        self.control = native.aligned(native.CONTROL.size)
        self.control_at = int(self.control.ctypes.data)
        data, lengths = self.bytes.ctypes.data, self.lengths.ctypes.data
        places = np.arange(CHUNK * BURST).reshape(CHUNK, BURST)
        self.vectors["base"] = data + places * SLOT
        #: For bursts of 0, 1, 2… packets: viewer by viewer, so that each key is fetched once.
        self.packet_at = [
            native.pointers("void *", [data + int(i) * SLOT for i in places[:, :count].flat])
            for count in range(BURST + 1)
        ]
        self.length_at = [
            native.pointers("int *", [lengths + int(i) * 4 for i in places[:, :count].flat])
            for count in range(BURST + 1)
        ]
        self.vector_at = self.vectors.ctypes.data + (
            places[:, 0].astype(np.uint64) * np.uint64(native.VECTOR.itemsize)
        )

    def segment(self, size: int) -> int:
        """Where the control message for segments of `size` is."""
        native.CONTROL.pack_into(
            self.control, 0, native.CONTROL_LENGTH, native.SOL_UDP, native.UDP_SEGMENT, size
        )
        return self.control_at


@cache
def block() -> Block:
    return Block()


def per_part(segments: int) -> int:
    """Viewers whose bursts of so many packets are dealt with at a time."""
    return CHUNK if segments == 1 else PACKETS // segments


@dataclass(slots=True)
class Part:
    """Viewers `first` to `end` of a group with bursts of one length, and their places in the block:
    views of it, `[viewer][segment]`."""

    first: int
    end: int
    #: What libsrtp is called with for each packet: whose session, where packet and length are.
    calls: list[tuple[Any, Any, Any]]
    bytes: Any
    ssrcs: Any
    lengths: Any
    sizes: Any
    own_ssrcs: Any


class Prepared:
    """A group's members as the calls want them; made again when they change."""

    def __init__(self, group: Group, area: Block) -> None:
        self._area = area
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
        self._parts: dict[int, list[Part]] = {}
        self._segments = 0

    def parts(self, segments: int) -> list[Part]:
        found = self._parts.get(segments)
        if found is None:
            step = per_part(segments)
            found = self._parts[segments] = [
                self._part(first, min(first + step, len(self.handles)), segments)
                for first in range(0, len(self.handles), step)
            ]
        return found

    def _part(self, first: int, end: int, segments: int) -> Part:
        area, count = self._area, end - first
        places = count * segments
        return Part(
            first=first,
            end=end,
            calls=list(
                zip(
                    # Each viewer's as often as it has packets in a burst.
                    [handle for handle in self.handles[first:end] for _ in range(segments)],
                    area.packet_at[segments][:places],
                    area.length_at[segments][:places],
                    strict=True,
                )
            ),
            bytes=area.bytes[:count, :segments],
            ssrcs=area.words[:count, :segments, 2],
            lengths=area.lengths[:count, :segments],
            sizes=area.vectors["len"][:count, :segments],
            own_ssrcs=self.ssrcs[first:end],
        )

    def segments(self, count: int, control: int) -> None:
        if count != self._segments:
            self._segments = count
            places = self._area.vector_at[: per_part(count)]
            self.messages["iov"] = np.resize(places, len(self.handles))
            self.messages["iovlen"] = count
            self.messages["control"] = control if count > 1 else 0
            self.messages["controllen"] = native.CONTROL.size if count > 1 else 0


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
            prepared = group.prepared = Prepared(group, self._block)
        tag = TAG_GCM if group.shape.gcm else TAG_SHA1
        for run in map(Run, bursts):
            control = self._block.segment(run.size + tag) if run.segments > 1 else 0
            prepared.segments(run.segments, control)
            for part in prepared.parts(run.segments):
                self._part(group, prepared, part, run)

    def _part(self, group: Group, prepared: Prepared, part: Part, run: Run) -> None:
        first, segments = part.first, run.segments
        part.bytes[:, :, : run.size] = run.rows
        part.ssrcs[:] = part.own_ssrcs
        run.lengths(part.lengths)
        plain = self._encrypt(part, run)
        part.sizes[:] = part.lengths
        if plain is None:
            self._send(group, prepared, first, first, part.end, segments)
            return
        good = np.all(part.lengths > plain, axis=1)
        self.counters["not_protected"] += int((~good).sum()) * segments
        edges = np.flatnonzero(np.diff(np.concatenate(([0], good.view(np.int8), [0]))))
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            self._send(group, prepared, first, first + int(start), first + int(stop), segments)

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

    def _send(
        self, group: Group, prepared: Prepared, first: int, start: int, end: int, segments: int
    ) -> None:
        """Messages `start` to `end`; `first` is whose packets are in the block's first slots."""
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
                self._skipped(group, start, start - first, segments, -sent)
                start += 1

    def _skipped(self, group: Group, index: int, place: int, segments: int, code: int) -> None:
        """A message that the kernel refused stops the call, not the others. One that it refused as
        segments is sent again, the same bytes, packet by packet."""
        watcher = group.seats[index].watcher
        if segments == 1 or code not in NOT_SEGMENTED:
            self.counters["not_sent"] += segments
            return
        watcher.gso = False
        self.counters["without_gso"] += 1
        area = self._block
        for segment in range(segments):
            length = int(area.lengths[place, segment])
            watcher.send(area.bytes[place, segment, :length].tobytes())
