"""A server that speaks the OpenAI protocol on loopback, and says whatever a test has it say."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: Answers one request by writing to the handler.
Script = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One request; `asked` is its body, decoded."""

    server: "ModelServer"
    protocol_version = "HTTP/1.1"
    asked: dict[str, Any]

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.asked = json.loads(self.rfile.read(length) or b"{}")
        self.server.requests.append((self.path, dict(self.headers), self.asked))
        with suppress(OSError):
            self.server.script(self)

    def do_GET(self) -> None:
        self.server.requests.append((self.path, dict(self.headers), {}))
        self.send(404, b"")

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def say(self, content: str | None) -> None:
        """A chat completion with this content."""
        self.send(200, completion(content), Content_Type="application/json")

    def log_message(self, format: str, *args: Any) -> None:
        """Tests read `requests` instead."""


def completion(content: str | None) -> bytes:
    message = {"role": "assistant", "content": content}
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": "scripted",
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        }
    ).encode()


class ModelServer(ThreadingHTTPServer):
    """`says` sets the next answers: sentences with sources, or a script for anything at all."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.script: Script = lambda handler: handler.say('{"sentences": []}')
        self.stopping = threading.Event()

    @property
    def origin(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def prompt(self) -> str:
        """Everything that the last request told the model."""
        return "\n".join(message["content"] for message in self.requests[-1][2]["messages"])

    def says(self, *sentences: tuple[str, list[Any]]) -> None:
        drafted = [{"text": text, "sources": sources} for text, sources in sentences]
        content = json.dumps({"sentences": drafted}, ensure_ascii=False)
        self.script = lambda handler: handler.say(content)

    def number_of(self, part: str) -> int:
        """The number of the source in the last prompt that has these words."""
        for block in self.prompt.split("<data-")[1:]:
            head, _, told = block.partition(">")
            if " source " in head and part in told:
                return int(head.split(" source ")[1].split(",")[0])
        raise AssertionError(f"no source has {part!r}")


@contextmanager
def model_server() -> Iterator[ModelServer]:
    server = ModelServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
