"""What web and search process say to each other, over two Redis lists.

A question goes to the list `REQUESTS`, its answer to a list of its own. Any number of search
processes may take from the first. What is lost costs one search its vectors.
"""

import msgspec

REQUESTS = "hub:search:requests"
#: Set by a search process while it lives; gone five seconds after it died.
ALIVE = "hub:search:alive"
ALIVE_SECONDS = 5
#: More than this many waiting questions: ask nothing, answer from the database.
MOST_WAITING = 20
#: How long a question waits for its answer.
TIMEOUT = 0.3


class Request(msgspec.Struct, frozen=True):
    reply: str
    query: str
    language: str
    site: str
    k: int


class Hit(msgspec.Struct, frozen=True):
    id: str
    score: float
    cosine: float | None
    gram: float


class Reply(msgspec.Struct, frozen=True):
    """`semantic`: the query had a vector. Without a model the 4-grams rank alone."""

    hits: list[Hit]
    semantic: bool


encode = msgspec.json.encode
decode_request = msgspec.json.Decoder(Request).decode
decode_reply = msgspec.json.Decoder(Reply).decode
