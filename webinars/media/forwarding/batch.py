"""A burst of packets to a whole group: encrypted in place, sent by one call.

The group's packet is written over a block of slots by one assignment, the SSRCs by another; libsrtp
goes over it by `map`; the kernel takes up to a thousand messages at once, each a viewer's whole
burst, cut into datagrams by the kernel (GSO) or the network card.
"""

import errno
import socket
import struct
from collections import Counter
from functools import cache
from typing import Any

import numpy as np

from webinars.media.forwarding import native
from webinars.media.forwarding.bursts import BURST
from webinars.media.forwarding.groups import Group
from webinars.media.types import Address

#: Viewers in one block: with their bursts it should stay within the second-level cache.
CHUNK = 128
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
        self.sizes = self.vectors["len"]
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


class Prepared:
    """A group's members as the calls want them; made again when they change."""

    def __init__(self, group: Group, area: Block) -> None:
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
        self.messages["iov"] = np.resize(area.vector_at, count)
        self.address = self.messages.ctypes.data
        self._repeated = {1: self.handles}
        self._segments = 0

    def handles_for(self, segments: int) -> list[Any]:
        """Each viewer's as often as it has packets in a burst."""
        found = self._repeated.get(segments)
        if found is None:
            found = [handle for handle in self.handles for _ in range(segments)]
            self._repeated[segments] = found
        return found

    def segments(self, count: int, control: int) -> None:
        if count != self._segments:
            self._segments = count
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
        count = len(group.seats)
        tag = TAG_GCM if group.shape.gcm else TAG_SHA1
        for run in map(Run, bursts):
            control = self._block.segment(run.size + tag) if run.segments > 1 else 0
            prepared.segments(run.segments, control)
            for first in range(0, count, CHUNK):
                self._chunk(group, prepared, first, min(first + CHUNK, count), run)

    def _chunk(self, group: Group, prepared: Prepared, first: int, end: int, run: Run) -> None:
        area, count, segments = self._block, end - first, run.segments
        area.bytes[:count, :segments, : run.size] = run.rows
        area.words[:count, :segments, 2] = prepared.ssrcs[first:end]
        lengths = area.lengths[:count, :segments]
        run.lengths(lengths)
        handles = prepared.handles_for(segments)[first * segments : end * segments]
        plain = self._encrypt(handles, run)
        area.sizes[:count, :segments] = lengths
        if plain is None:
            self._send(group, prepared, first, first, end, segments)
            return
        good = np.all(lengths > plain, axis=1)
        self.counters["not_protected"] += int((~good).sum()) * segments
        edges = np.flatnonzero(np.diff(np.concatenate(([0], good.view(np.int8), [0]))))
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            self._send(group, prepared, first, first + int(start), first + int(stop), segments)

    def _encrypt(self, handles: list[Any], run: Run) -> Any:
        """None when every slot was encrypted, else the plain lengths. `any` stops at the first
        failure and leaves the rest as it is, so it goes on behind it; a length that did not grow
        tells plaintext."""
        area, segments = self._block, run.segments
        packets, lengths = area.packet_at[segments], area.length_at[segments]
        if not any(map(self._protect, handles, packets, lengths)):
            return None
        start, count = 0, len(handles)
        plain = np.empty((count // segments, segments), dtype="<i4")
        run.lengths(plain)
        while start < count:
            now = area.lengths[: count // segments, :segments].reshape(-1)
            left = np.flatnonzero(now[start:] == plain.reshape(-1)[start:])
            if not left.size:
                break
            start += int(left[0]) + 1
            any(map(self._protect, handles[start:], packets[start:], lengths[start:]))
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
