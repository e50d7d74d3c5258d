"""A supervisor with small children, for the tests: the real engines, a page, and a process that has
a child of its own. Run as `python -m tests.runtime.small`."""

import signal
import sys
from collections.abc import Iterator

from hub.runtime.environment import Plan
from hub.runtime.frontend import Step
from hub.runtime.leash import leashed
from hub.runtime.processes import Command, die_with_parent
from hub.runtime.recipe import Recipe
from hub.runtime.supervisor import Supervisor

_PAGE = """
import http.server, os
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Page).serve_forever()
"""
_STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("stubborn runs", flush=True)
time.sleep(600)
"""


class Small(Recipe):
    def setup(self) -> Iterator[Step]:
        return iter(())

    def database(self) -> dict[str, Command]:
        return {}

    def apps(self, plan: Plan) -> dict[str, Command]:
        return {
            "web": Command(argv=[sys.executable, "-c", _PAGE]),
            "stubborn": Command(argv=[sys.executable, "-c", _STUBBORN], stop_seconds=1.0),
            "parent": leashed(
                Command(argv=["sh", "-c", "sleep 601 & echo parent runs; sleep 602"])
            ),
        }

    def sign_ins(self, plan: Plan) -> list[str]:
        return []


if __name__ == "__main__":
    if "--leash" in sys.argv:
        die_with_parent(signal.SIGTERM)
    sys.exit(Supervisor(Small()).main())
