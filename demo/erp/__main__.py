"""`python -m demo.erp --port N`: runs the ERP until SIGTERM or SIGINT.

ERP_PORT        the port, where --port isn't given (9100 without either)
ERP_TOKEN       the bearer token that callers need; required
ERP_CHANGE_SECONDS   seconds between two small changes of price or stock (45; 0 for none)
ERP_TEST        1 switches /_test/mode on
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from datetime import UTC, datetime

from demo.erp.server import HOST, Server
from demo.erp.state import State


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m demo.erp", description="The demo's ERP")
    parser.add_argument("--port", type=int, default=os.environ.get("ERP_PORT", "9100"))
    port = parser.parse_args().port
    token = os.environ.get("ERP_TOKEN", "")
    if not token:
        return _refuse("ERP_TOKEN is not set: callers need a token.")
    try:
        seconds = float(os.environ.get("ERP_CHANGE_SECONDS", "45"))
        state = State(change_seconds=seconds, today=datetime.now(UTC).date())
        test = os.environ.get("ERP_TEST") == "1"
        server = Server(port, state=state, token=token, test=test)
    except ValueError as error:
        return _refuse(f"ERP_CHANGE_SECONDS: {error}")
    except (OSError, OverflowError) as error:
        return _refuse(f"Port {port} on {HOST} cannot be used: {error}")

    def stop(*_: object) -> None:
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    sys.stdout.write(f"erp: http://{HOST}:{server.server_port}\n")
    sys.stdout.flush()
    with server:
        server.serve_forever(poll_interval=0.2)
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
