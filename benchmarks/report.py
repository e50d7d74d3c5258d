"""docs/performance.md out of the results."""

from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"

HEAD = """# Performance

Written by `make bench` from `benchmarks/results.json`; don't edit. Measured on the machine that ran
it, which may be shared and noisy: ratios carry over, absolute times do not. CPU seconds are read from
/proc (user and system, children included).
"""

CHAT = """
## Chat

One web process under Daphne, PostgreSQL with fsync on, commit before the acknowledgement,
100 conversations of a visitor and a salesperson, four messages of 100 bytes in flight each. The peer,
in the same run on the same engines, is a Channels consumer with the ORM and `RedisPubSubChannelLayer`
(`benchmarks/peers/`). Delivery is measured at half of the full load.

| | the hub | plain Channels |
|---|---|---|
| durable messages per CPU-second of web + PostgreSQL + Valkey | {messages_per_cpu_s} | {channels_pubsub_messages_per_cpu_s} |
| ratio | **{ratio_to_channels_pubsub} ×** | 1 |
| acknowledged messages per second | {messages_s} | {channels_pubsub_messages_s} |
| from sending to the other side's socket, p50 / p99 | {p50_ms} / {p99_ms} ms | |
| memory of an idle, subscribed connection | {idle_kb} KiB | |
"""

WIDGET = """
## Widget

| | bytes (gzip) |
|---|---|
| launcher: all that the embedding page loads before a click | {launcher_gzip} |
| panel: HTML, scripts, styles, one language | {panel_gzip} |
| cards, forms and files: loaded with the first of them | {cards_gzip} |
"""

RUN = """
## Starting

`make run` to ready, everything installed and filled: {warm_ready_s} s (median of three).
"""


def write(results: dict[str, Any]) -> None:
    """Write the page with the sections whose figures are there."""
    text = HEAD
    for name, section in (("chat", CHAT), ("widget", WIDGET), ("run", RUN)):
        if name in results:
            text += section.format(**results[name])
    for name, title in (("retrieval", "Retrieval"), ("assistant", "The guard over drafts")):
        if name in results:
            text += f"\n## {title}\n\n| figure | value |\n|---|---|\n"
            text += "".join(
                f"| {key.replace('_', ' ')} | {value} |\n"
                for key, value in sorted(results[name].items())
            )
    PAGE.write_text(text)
