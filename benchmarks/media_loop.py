"""The bare loop that anybody would write first: `Session.protect` and `sendto` for each viewer.

The same packets at the same times as `media_source`, without slots, rewriting, RTCP, NACK or
keepalives. Takes the viewers' addresses as a JSON line on stdin; each line after that is answered
with what was sent.
"""

import asyncio
import json
import os
import socket
import sys

from pylibsrtp import Policy, Session

from benchmarks.media_source import Source


async def main() -> None:
    loop = asyncio.get_running_loop()
    commands = asyncio.StreamReader(limit=1 << 24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    out = os.fdopen(os.dup(1), "w", buffering=1)
    asked = json.loads(await commands.readline())
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((asked["host"], 0))
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8 << 20)
    sock.setblocking(False)
    viewers = []
    for host, port in asked["viewers"]:
        policy = Policy(
            key=os.urandom(28),
            ssrc_type=Policy.SSRC_ANY_OUTBOUND,
            srtp_profile=Policy.SRTP_PROFILE_AEAD_AES_128_GCM,
        )
        viewers.append((Session(policy), (host, port)))

    def send(packet: bytes) -> None:
        for session, address in viewers:
            try:
                sock.sendto(session.protect(packet), address)
            except BlockingIOError:
                pass

    source = Source(video_pt=96, extended=False)
    running = loop.create_task(source.run(send, send))
    out.write("null\n")
    while await commands.readline():
        out.write(json.dumps({"sent": source.sent}) + "\n")
    running.cancel()


if __name__ == "__main__":
    asyncio.run(main())
