"""What the supervisor prints: its own words, and each child's lines with the child's name."""

import os
import selectors
import signal
import sys
from contextlib import suppress
from typing import Final

_WIDTH: Final = 8
_COLOURS: Final = ("36", "33", "35", "32", "34", "31")
_LONGEST: Final = 16_384  # bytes without a line's end, before they are printed as they are

#: Lines of an ordinary day, by what they contain.
_NOISE: Final = (
    *(b"LOG:  starting PostgreSQL", b"LOG:  listening on Unix socket", b"LOG:  shutting down"),
    *(b"LOG:  database system was shut down at", b"LOG:  database system is shut down"),
    *(b"LOG:  database system is ready", b"FATAL:  the database system is starting up"),
    *(b"LOG:  received fast shutdown request", b"FATAL:  the database system is not yet acc"),
    *(b"LOG:  aborting any active transactions", b"logical replication launcher"),
    *(b"Received SIGTERM scheduling shutdown", b"Valkey is now ready to exit"),
    *(b"Memory overcommit must be enabled", b"you are running a worker with superuser"),
)


class Console:
    """Collects children's output without threads; `pump` waits, and passes on what came."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._buffers: dict[int, tuple[str, bytearray]] = {}
        self._names: list[str] = []
        self._coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self._wake, self._waker = os.pipe()
        for end in (self._wake, self._waker):
            os.set_blocking(end, False)
        self._selector.register(self._wake, selectors.EVENT_READ)

    def wake_on_signals(self) -> None:
        """Let a signal (a child's end among them) end a `pump` that waits. Main thread only."""
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def say(self, text: str = "") -> None:
        """Our own words."""
        with suppress(BrokenPipeError):
            sys.stdout.write(text + "\n")
            sys.stdout.flush()

    def new_output(self, name: str) -> int:
        """A file descriptor for a child to write to. The caller closes it once the child has it."""
        ours, theirs = os.pipe()
        os.set_blocking(ours, False)
        self._buffers[ours] = (name, bytearray())
        self._selector.register(ours, selectors.EVENT_READ)
        if name not in self._names:
            self._names.append(name)
        return theirs

    def pump(self, seconds: float) -> None:
        """Pass on what children wrote; wait that long at most for something to happen."""
        for key, _ in self._selector.select(max(0.0, seconds)):
            if key.fd == self._wake:
                with suppress(BlockingIOError):
                    os.read(self._wake, 4096)
            else:
                self._read(key.fd)

    def drain(self) -> None:
        """Pass on what is there now."""
        for descriptor in list(self._buffers):
            self._read(descriptor)

    def _read(self, descriptor: int) -> None:
        name, buffer = self._buffers[descriptor]
        while True:
            try:
                piece = os.read(descriptor, 65_536)
            except BlockingIOError:
                break
            if not piece:
                self._write(name, bytes(buffer))
                self._selector.unregister(descriptor)
                os.close(descriptor)
                del self._buffers[descriptor]
                return
            buffer += piece
            *lines, rest = buffer.split(b"\n")
            for line in lines:
                self._write(name, bytes(line))
            buffer[:] = rest
            if len(buffer) > _LONGEST:
                self._write(name, bytes(buffer))
                buffer.clear()

    def _write(self, name: str, line: bytes) -> None:
        # A progress bar draws over itself: its last state is what counts here.
        text = line.rstrip().rsplit(b"\r", 1)[-1]
        if not text or any(noise in text for noise in _NOISE):
            return
        prefix = f"{name:<{_WIDTH}}| "
        if self._coloured:
            colour = _COLOURS[self._names.index(name) % len(_COLOURS)]
            prefix = f"\x1b[{colour}m{prefix}\x1b[0m"
        self.say(prefix + text.decode(errors="replace"))
