"""What the server's process does without while it carries sockets."""

import gc

from autobahn.twisted import websocket as autobahn_twisted
from autobahn.websocket import protocol as autobahn_protocol

#: Allocations between two looks at the youngest objects. Python's own 700 looks some hundred times
#: a second under load, at objects that are freed by their counts anyway.
YOUNG = 10_000


def install() -> None:
    """Called once, when everything is imported and before the first socket."""
    _plain_debug_arguments()
    gc.collect()
    gc.freeze()  # what lives as long as the process is not looked at again
    gc.set_threshold(YOUNG, 20, 20)


def _plain_debug_arguments() -> None:
    """Autobahn colours the arguments of its debug lines before it knows whether anybody wants
    them: a tenth of the time of a busy process. Here they stay as they are."""
    for module in (autobahn_protocol, autobahn_twisted):
        for name in ("hltype", "hlval"):
            setattr(module, name, _as_it_is)


def _as_it_is(value: object, *_: object, **__: object) -> object:
    return value
