"""The names that the tuning replaces are Autobahn's own, and it still asks them on its hot path."""

import inspect

from autobahn.twisted import websocket as autobahn_twisted
from autobahn.websocket import protocol as autobahn_protocol


def test_autobahn_still_colours_its_debug_lines() -> None:
    for module, function in (
        (autobahn_protocol, autobahn_protocol.WebSocketProtocol.sendData),
        (autobahn_twisted, autobahn_twisted.WebSocketAdapterProtocol.dataReceived),
    ):
        source = inspect.getsource(function)
        for name in ("hltype", "hlval"):
            assert callable(getattr(module, name)), name
            assert f"{name}(" in source, name
