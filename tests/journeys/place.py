"""Where a running demo is reached, and who can sign in to it."""

import re
import sys
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from subprocess import DEVNULL, run
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class SignIn:
    email: str
    password: str
    #: Of the second factor, for an authenticator.
    secret: str


@dataclass
class Place:
    """Where the product is reached, and how its commands are run."""

    port: int
    environment: dict[str, str]

    @property
    def public(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def staff(self) -> str:
        return f"http://localhost:{self.port + 1}"

    def is_ready(self) -> bool:
        with (
            suppress(URLError, ConnectionError, TimeoutError),
            urlopen(f"{self.public}/readyz", timeout=2) as answer,
        ):
            return bool(answer.status == 200)
        return False

    @cached_property
    def sign_ins(self) -> dict[str, SignIn]:
        """Who can sign in, by name, as the demo prints it for whoever starts it."""
        staff = tomllib.loads((ROOT / "demo" / "company.toml").read_text())["staff"]
        names = {member["email"]: member["name"] for member in staff}
        lines = re.findall(r"(\S+@\S+) +(\S+) .* secret (\S+)", self.manage("demo_signins"))
        return {names[line[0]]: SignIn(*line) for line in lines}

    def manage(self, *arguments: str) -> str:
        done = run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout
