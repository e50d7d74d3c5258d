"""What the children of `make run` get to know, beyond what was set already."""

import os
import secrets
from pathlib import Path
from typing import Final

from hub import env
from hub.env import BASE_DIR
from hub.runtime.private import kept_secret

HOST: Final = "127.0.0.1"


class Plan:
    """What is to run, as the environment says; `variables` is what our children get in addition."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = env.integer("PORT", 8000, minimum=1, maximum=65531)
        self.demo = env.flag("DEMO", True)
        self.own_database = not env.text("DATABASE_URL", "")
        self.own_redis = not env.text("REDIS_URL", "")
        self.own_erp = self.demo and not env.text("ERP_URL", "") and _exists("demo/erp")
        self.variables = {
            "DATA_DIR": str(data),
            "PORT": str(self.port),
            "DEMO": "1" if self.demo else "0",
            "SECRET_KEY": env.text("SECRET_KEY", "") or kept_secret(data / "secret-key"),
            "LOG_FORMAT": env.text("LOG_FORMAT", "text"),
            "PYTHONUNBUFFERED": "1",
        }
        self.keeps_mail = not env.text("SMTP_HOST", "") and not env.text("EMAIL_BACKEND", "")
        if self.keeps_mail:
            self.variables["EMAIL_BACKEND"] = "django.core.mail.backends.filebased.EmailBackend"
        if self.own_erp:
            self._add_erp()

    def _add_erp(self) -> None:
        where = f"{HOST}:{self.port + 3}"
        allowed = env.names("OUTBOUND_ALLOW", [])
        self.variables |= {
            "ERP_URL": f"http://{where}",
            "ERP_PORT": str(self.port + 3),
            "ERP_TOKEN": env.text("ERP_TOKEN", "") or secrets.token_urlsafe(24),
            "OUTBOUND_ALLOW": ",".join([*allowed, where]),
        }

    @property
    def ports(self) -> dict[int, str]:
        """What we listen on, and what for."""
        names = {self.port: "website", self.port + 1: "staff", self.port + 2: "files"}
        return names | ({self.port + 3: "the demo's ERP"} if self.own_erp else {})

    def use(self, **variables: str) -> None:
        """Add what became known since."""
        self.variables |= variables

    def apply(self) -> None:
        """Put the variables into our own environment, from which children inherit; make the folder
        that they expect."""
        os.environ.update(self.variables)
        (self.data / "media").mkdir(mode=0o700, exist_ok=True)


def _exists(path: str) -> bool:
    return (BASE_DIR / path).exists()
