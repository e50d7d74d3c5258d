"""Structured logs: one JSON object a line, with the request's id, without personal data.

Write `structlog.get_logger(__name__).info("entry_refused", log=log.pk, code="too_large")`: an event
in snake case and facts as keyword arguments; ids, codes and figures, never what people wrote or who
they are. As a net under that, `scrub` removes what looks like personal data from everything,
libraries' messages and tracebacks included.

`bind_request(request_id)` marks every line that follows in the same task.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars
from structlog.typing import EventDict, WrappedLogger

_Processor = Callable[[WrappedLogger, str, EventDict], Any]

_HIDDEN: Final = "[hidden]"
#: Keys whose values tell who somebody is, what they wrote, or open a door.
_PERSONAL: Final = frozenset(
    re.split(
        r"\s+",
        "address answer authorization body client_address comment cookie email first_name ip "
        "last_name message_text name password payload phone query secret subject text token "
        "transcript user_agent username",
    )
)
_PATTERNS: Final = (
    # Order counts: a row's values before what could stand in them.
    (re.compile(r"(Key \([^)]*\))=\(.*?\)(?= |$)", re.MULTILINE), rf"\1=({_HIDDEN})"),
    (re.compile(r"(Failing row contains) \(.*\)", re.DOTALL), rf"\1 ({_HIDDEN})"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), _HIDDEN),
    (re.compile(r"(?i)\b(bearer|basic|token)([ =:]+)[\w.~+/=-]{8,}"), rf"\1\2{_HIDDEN}"),
    (re.compile(r"(?<=://)[^/@\s]+@"), f"{_HIDDEN}@"),
    (re.compile(r"\+\d[\d ()/-]{6,}\d"), _HIDDEN),
    # A long random word is a token (a link's, a session's); a UUID is only a name.
    (
        re.compile(r"(?<![\w-])(?![0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-]))"
                   r"(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{24,}"),
        _HIDDEN,
    ),
)  # fmt: skip


def scrub(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Hide what looks like personal data, in values at any depth."""
    return {key: _scrubbed(key, value) for key, value in event.items()}


def scrub_text(text: str) -> str:
    """The text without e-mail addresses, phone numbers, credentials and rows' values."""
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def bind_request(request_id: str) -> None:
    """Put the request's id on every line of this task from here on."""
    clear_contextvars()
    bind_contextvars(request_id=request_id)


def config(style: str = "json", level: str = "INFO") -> dict[str, Any]:
    """Django's LOGGING; `style` is json or text. structlog's lines and libraries' look alike."""
    _configure_structlog()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "hub": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _shared(),
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *_rendering(style),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "hub"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Their INFO is a line a request, a task or a page: figures are what /metrics is for.
            **{
                name: {"level": "WARNING"}
                for name in ("django.channels.server", "daphne", "httpx", "httpcore", "openai")
            },
            "django.server": {"level": "WARNING", "propagate": True},
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "celery": {"level": "INFO", "propagate": True},
            # "Task x received", "Task x succeeded": the sweeps come every few seconds.
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.request": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            "celery.worker.consumer.connection": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
            "wagtail": {"level": "WARNING"},
        },
    }


def _configure_structlog() -> None:
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _shared() -> list[_Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]


def _rendering(style: str) -> list[_Processor]:
    # Exceptions become text first, so that what stands in them is scrubbed like everything else.
    closing: list[_Processor] = [structlog.processors.format_exc_info, scrub]
    if style == "json":
        return [*closing, structlog.processors.JSONRenderer(default=str, ensure_ascii=False)]
    return [
        *closing,
        _drop_time,
        structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, sort_keys=False),
    ]


def _drop_time(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event.pop("timestamp", None)
    return event


def _scrubbed(key: str, value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if key.lower() in _PERSONAL or isinstance(value, bytes):
        return _HIDDEN
    if isinstance(value, int | float):
        return value
    if isinstance(value, Mapping):
        return {str(inner): _scrubbed(str(inner), part) for inner, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_scrubbed(key, part) for part in value]
    return scrub_text(str(value))
