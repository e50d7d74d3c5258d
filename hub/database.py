"""DATABASE_URL, as Django and as the log's writer want it."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict


def parse_database_url(url: str) -> dict[str, Any]:
    """Django's DATABASES entry from a libpq URL (a `host` in the query may be a socket's folder).

    Raises `psycopg.ProgrammingError` when the URL makes no sense.
    """
    parts = conninfo_to_dict(url)
    known = {"host", "port", "user", "password", "dbname"}
    return {
        "ENGINE": "hub.postgres",
        "NAME": parts.get("dbname", "hub"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "OPTIONS": {
            **{k: v for k, v in parts.items() if k not in known},
            "pool": {"min_size": 0, "max_size": 16, "timeout": 10, "max_idle": 60},
        },
    }


def conninfo() -> str:
    """The same database as libpq conninfo, for the connections that are not Django's.

    Taken from Django's settings at call time, so that tests' databases are meant, too.
    """
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    settings = connection.settings_dict
    extra = {k: v for k, v in settings["OPTIONS"].items() if isinstance(v, str | int)}
    return make_conninfo(
        "",
        dbname=settings["NAME"],
        user=settings["USER"] or None,
        password=settings["PASSWORD"] or None,
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
        **extra,
    )
