"""What `make run` runs: the steps before, and the processes of the Procfile."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Final

from hub import env
from hub.env import BASE_DIR
from hub.runtime import frontend, processes
from hub.runtime.environment import Plan
from hub.runtime.frontend import Step
from hub.runtime.processes import Command

#: Threads, since tasks wait for others rather than compute; and no children of its own to lose.
WORKER: Final = (
    *("--quiet", "--app", "hub", "worker", "--pool", "threads", "--concurrency", "8"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat"),
)


class Recipe:
    """The hub's own. Tests of the supervisor give it a smaller one."""

    #: What a page needs; the others start once it answers.
    first = frozenset({"web", "erp"})

    def setup(self) -> Iterator[Step]:
        """What comes before the database. FRONTEND_BUILD=0: the frontend as it is, or none."""
        return frontend.steps() if env.flag("FRONTEND_BUILD", True) else iter(())

    def database(self) -> dict[str, Command]:
        """What the database needs, unless it has been done for these sources already."""
        return {"Preparing the database": _python("-m", "hub.runtime.prepare")}

    def apps(self, plan: Plan) -> dict[str, Command]:
        """The processes, by name."""
        commands = {
            "web": _python("manage.py", "serve"),
            # As root, here only: a demo on somebody's own machine.
            "worker": _python("-W", "ignore:You're running the worker", "-m", "celery", *WORKER),
            "clock": _python("manage.py", "clock"),
            "search": _python("manage.py", "search"),
            "media": _python("-m", "webinars.media"),
        }
        return commands | ({"erp": _python("-m", "demo.erp")} if plan.own_erp else {})

    def sign_ins(self, plan: Plan) -> list[str]:
        """Lines that tell who can sign in to the demo, and how."""
        if not plan.demo:
            return []
        process = processes.start(_python("manage.py", "demo_signins"), output=subprocess.PIPE)
        written, _ = process.communicate()
        said = written.decode(errors="replace") if process.returncode == 0 else ""
        return ["", *said.splitlines()] if said else []


def _python(*arguments: str) -> Command:
    return Command(argv=[sys.executable, *arguments], cwd=BASE_DIR)
