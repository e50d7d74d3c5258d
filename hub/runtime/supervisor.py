"""`make run`: everything on one machine, from an empty folder to a page that answers.

One process without threads. It holds the lock on the data folder, starts the engines (where none
are given), brings database and frontend up to date, starts the same processes as the Procfile, and
starts again what ends. However it ends itself, none of them stays: it stops them when it is asked
to, and the kernel does when it is killed.
"""

import http.client
import os
import signal
import subprocess
import time
from pathlib import Path
from types import FrameType
from typing import Final

from hub import env
from hub.runtime import bundled, children, ports, prepare, processes
from hub.runtime.children import Child
from hub.runtime.console import Console
from hub.runtime.environment import HOST, Plan
from hub.runtime.errors import RuntimeProblem
from hub.runtime.lock import DataFolder
from hub.runtime.private import write_private
from hub.runtime.processes import Command
from hub.runtime.recipe import Recipe

_PATIENCE: Final = 120.0  # seconds for the web process to become ready
_SIGN_OF_LIFE: Final = 10.0  # seconds, while a step works
_TRIES: Final = 3  # of a process, before the start as a whole is given up


class Asked(BaseException):
    """Somebody asked us to end (Ctrl-C, SIGTERM, a terminal that went away)."""


class Supervisor:
    def __init__(self, recipe: Recipe | None = None) -> None:
        self.recipe = recipe or Recipe()
        self.console = Console()
        self.began = time.monotonic()
        self.engines: list[Child] = []
        self.apps: list[Child] = []
        self.run: Path | None = None
        self.lock: DataFolder | None = None
        self.folder = Path()
        self.step: subprocess.Popen[bytes] | None = None
        self._stopping = False
        self._hurry = False

    def main(self) -> int:
        """Run until asked to end. 0: as asked; 1: it couldn't start, and it was said why."""
        self._listen_for_signals()
        try:
            self._start()
            while True:
                self._look_after()
        except Asked:
            return 0
        except (RuntimeProblem, env.SettingError) as problem:
            self.console.drain()
            self.console.say(f"\n{problem}")
            return 1
        finally:
            self._stop()

    def _start(self) -> None:
        env.load(bundled=False)
        self.lock = DataFolder(env.data_dir(), say=self.console.say)
        self.folder = self.lock.path
        # Ours is the only copy: what tells of an earlier one is out of date.
        (self.folder / "bundled.env").unlink(missing_ok=True)
        self.plan = Plan(self.folder)
        ports.require_free(self.plan.ports)
        self.plan.apply()
        for step in self.recipe.setup():
            self._step(step.title, step.command)
            step.done()
        self._start_engines()
        self._prepare_database()
        self._start_apps()
        self._tell()

    def _start_engines(self) -> None:
        plan = self.plan
        if not (plan.own_database or plan.own_redis):
            return
        self.run = self._new_run_folder()
        if plan.own_database:
            new = not (self.folder / "postgres" / "data").exists()
            self.console.say("Setting up PostgreSQL" if new else "Starting PostgreSQL")
            self.postgres = bundled.Postgres(self.folder / "postgres", self.run)
            self._start_engine("postgres", self.postgres)
            plan.use(DATABASE_URL=self.postgres.url)
        if plan.own_redis:
            self.console.say("Starting Valkey")
            valkey = bundled.Valkey(self.run)
            self._start_engine("valkey", valkey)
            plan.use(REDIS_URL=valkey.url)
        plan.apply()
        # For `manage.py …` in another terminal.
        known = {key: plan.variables[key] for key in sorted(plan.variables)}
        lines = "".join(f"{key}='{value}'\n" for key, value in known.items() if "'" not in value)
        write_private(self.folder / "bundled.env", lines)

    def _start_engine(self, name: str, engine: bundled.Postgres | bundled.Valkey) -> None:
        child = Child(name, lambda: engine.command, prepare=engine.prepare)
        self.engines.append(child)
        engine.wait_ready(child.start(self.console))

    def _prepare_database(self) -> None:
        stamp = self.folder / "postgres" / "prepared"
        if self.plan.own_database and prepare.is_done(stamp, self.postgres.url):
            return
        for title, command in self.recipe.database().items():
            self._step(title, command)
            if self.plan.own_database:
                prepare.note_done(stamp, self.postgres.url)

    def _start_apps(self) -> None:
        """Those that a page needs first: on a small machine they would all wait for each other."""
        commands = self.recipe.apps(self.plan)
        first = [name for name in commands if name in self.recipe.first]
        self._start_some({name: commands.pop(name) for name in first})
        self._wait_until_ready()
        self._start_some(commands)

    def _start_some(self, commands: dict[str, Command]) -> None:
        self.console.say(f"Starting {', '.join(commands)}")
        for name, command in commands.items():
            child = Child(name, lambda command=command: command)  # type: ignore[misc]
            self.apps.append(child)
            child.start(self.console)

    def _step(self, title: str, command: Command) -> None:
        """Run something to its end; its failure is ours."""
        self.console.say(title)
        output = self.console.new_output("setup")
        try:
            self.step = processes.start(command, output=output)
        finally:
            os.close(output)
        began = said = time.monotonic()
        while self.step.poll() is None:
            self.console.pump(1.0)
            if (now := time.monotonic()) - said > _SIGN_OF_LIFE:
                self.console.say(f"  … {now - began:.0f} s")
                said = now
        code, self.step = self.step.returncode, None
        self.console.drain()
        if code != 0:
            raise RuntimeProblem(
                f"{title}: failed ({children.how(code)}). The lines above say why."
            )

    def _look_after(self) -> None:
        self.console.pump(0.5)
        for child in (*self.engines, *self.apps):
            child.look_after(self.console)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not self._ready():
            self.console.pump(0.1)
            for child in (*self.engines, *self.apps):
                child.look_after(self.console)
                if child.failures >= _TRIES:
                    raise RuntimeProblem(f"{child.name} doesn't start. The lines above say why.")
            if time.monotonic() > deadline:
                raise RuntimeProblem(
                    f"The web process isn't ready after {_PATIENCE:.0f} s "
                    f"(http://{HOST}:{self.plan.port}/readyz says what is missing)."
                )

    def _ready(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.plan.port, timeout=5)
        try:
            connection.request("GET", "/readyz", headers={"Host": f"localhost:{self.plan.port}"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _tell(self) -> None:
        seconds = time.monotonic() - self.began
        port = self.plan.port
        rows = [("Staff", env.text("STAFF_ORIGIN", f"http://localhost:{port + 1}") + "/")]
        public = env.text("PUBLIC_ORIGIN", f"http://localhost:{port}")
        rows.insert(0, ("Website", f"{public}/demo/" if self.plan.demo else f"{public}/"))
        self.console.say(f"\nReady after {seconds:.1f} s.\n")
        if self.plan.keeps_mail:
            rows.append(("Mail", f"is kept in {self.plan.data / 'mail'} (SMTP_HOST sends it)"))
        for name, address in rows:
            self.console.say(f"  {name:<9}{address}")
        for line in self.recipe.sign_ins(self.plan):
            self.console.say(f"  {line}")
        self.console.say("\nCtrl-C ends it.\n")

    def _new_run_folder(self) -> Path:
        """A new folder for the sockets; the one of a copy that was killed goes."""
        link = self.folder / "run"
        if link.is_symlink():
            bundled.remove_run_folder(link.readlink())
            link.unlink()
        run = bundled.run_folder()
        link.symlink_to(run)
        return run

    def _listen_for_signals(self) -> None:
        self.console.wake_on_signals()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self._stopping:
            self._hurry = self._hurry or number == signal.SIGINT
            return
        self._stopping = True
        raise Asked

    def _stop(self) -> None:
        self._stopping = True
        if self.lock is not None:
            self.lock.note_ending()
        if self.step is not None:
            processes.end_group(self.step.pid)
        if self.apps or self.engines:
            self.console.say("Ending (Ctrl-C again: at once)")
        for group in (self.apps, self.engines):
            children.stop(group, self.console, hurry=lambda: self._hurry)
        if self.run is not None:
            bundled.remove_run_folder(self.run)
            (self.folder / "run").unlink(missing_ok=True)
            (self.folder / "bundled.env").unlink(missing_ok=True)
