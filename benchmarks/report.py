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

MEDIA = """
## Media

CPU (user and system) of the media process per packet that arrived at a viewer, {network}. The
real process: viewers over ICE, DTLS and SRTP (AES-128-GCM), each in 3 + 4 slots, with reports, bandwidth
estimates, a retransmission and a consent check every other second or so; one publisher of 170 packets a
second (30 frames of four packets of 1,100 bytes, 50 packets of sound). Contenders take turns; medians. The
bare loop encrypts and sends to each viewer and does nothing else. Janus is Debian's, with its streaming
plugin, fed the same packets as plain RTP and watched by the same viewers: as shipped (a thread a viewer)
and with `event_loops=1`.

| at 100 viewers | µs of CPU a packet | ours is |
|---|---|---|
| the hub | **{us_per_packet}** | 1 |
| `Session.protect` + `sendto` in a loop | {loop_us_per_packet} | {ratio_to_loop} × |
| Janus as shipped | {janus_us_per_packet} | {ratio_to_janus} × |
| Janus with one event loop | {janus_tuned_us_per_packet} | {ratio_to_janus_tuned} × |

| viewers | µs of CPU a packet | of a core | lost | picture's added delay, p99 | sound's, median / p99 |
|---|---|---|---|---|---|
| 25 | {us_per_packet_25} | {share_of_core_25} | {lost_25} | {p99_added_ms_25} ms | {sound_added_ms_25} / {sound_p99_added_ms_25} ms |
| 300 | {us_per_packet_300} | {share_of_core_300} | {lost_300} | {p99_added_ms_300} ms | {sound_added_ms_300} / {sound_p99_added_ms_300} ms |

From 50 viewers on, every other packet of sound waits 20 ms for the next, and both go as one message.

The delay is from the publisher's process to a viewer's, both of which share the machine with the media
process; it includes their own waiting for a processor.

| | |
|---|---|
| memory a viewer | {kb_per_viewer} KiB |
| from the click to the first picture in Chromium, median / worst of five | {first_picture_ms} / {first_picture_worst_ms} ms |
| 50 people join within {joining_50_within_s} s: their first picture, median / last | {joining_50_first_picture_p50_ms} / {joining_50_first_picture_max_ms} ms |
| key frames that they cost the publisher | {joining_50_key_frames_asked} |

The media process is killed (`kill -9`) {back_kills} times while {back_viewers} people watch over the real web
process, offering anew by the rules of the room's page. Until each one's first packet from the next process:

| | median | worst |
|---|---|---|
| another media process takes the room over | **{back_after_kill_s} s** | {back_after_kill_worst_s} s |
| the only one is started again, as `make run` does | {back_after_restart_s} s | {back_after_restart_worst_s} s |
"""


class _Known(dict[str, Any]):
    """What was not measured (no Janus, no browser) is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def write(results: dict[str, Any]) -> None:
    """Write the page with the sections whose figures are there."""
    text = HEAD
    for name, section in (("chat", CHAT), ("widget", WIDGET), ("run", RUN)):
        if name in results:
            text += section.format(**results[name])
    if "media" in results:
        measured = {k: v for k, v in results["media"].items() if v is not None}
        text += MEDIA.format_map(_Known(measured))
    for name, title in (("retrieval", "Retrieval"), ("assistant", "The guard over drafts")):
        if name in results:
            text += f"\n## {title}\n\n| figure | value |\n|---|---|\n"
            text += "".join(
                f"| {key.replace('_', ' ')} | {value} |\n"
                for key, value in sorted(results[name].items())
            )
    PAGE.write_text(text)
