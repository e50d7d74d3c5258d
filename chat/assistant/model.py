"""A draft by a model: any server that speaks the OpenAI protocol. The only import of openai."""

import asyncio
import logging
from typing import Any, cast

import openai
from django.conf import settings

from chat.assistant import prompt
from chat.assistant.evidence import Gathered
from chat.assistant.questions import Question
from chat.assistant.types import Frame, Proposed
from hub.outbound import OutboundError, async_http_client

log = logging.getLogger(__name__)

#: Seconds for the whole exchange; bytes of an answer; tokens that are asked for.
TIMEOUT = 20.0
MAX_BYTES = 256 * 1024
MAX_TOKENS = 900


class ModelFailed(Exception):
    """No draft from the model. `note` says why: unreachable, refused, timeout or nonsense."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


def configured() -> bool:
    return bool(settings.MODEL_URL and settings.MODEL_NAME)


async def propose(
    question: Question, gathered: Gathered, frame: Frame, seconds: float = TIMEOUT
) -> list[Proposed]:
    """What the model would have us say, unchecked. Raises `ModelFailed`.

    One exchange, no second try and no redirect; the key goes to MODEL_URL alone.
    """
    try:
        async with asyncio.timeout(seconds):
            answer = await _ask(prompt.messages(question, gathered.evidence, frame), seconds)
    except (TimeoutError, openai.APITimeoutError):
        raise _failed("timeout") from None
    except OutboundError as error:
        raise _failed("timeout" if error.status == 504 else "unreachable") from None
    except openai.APIConnectionError as error:
        cause = error.__cause__
        slow = isinstance(cause, OutboundError) and cause.status == 504
        raise _failed("timeout" if slow else "unreachable") from None
    except openai.APIStatusError:
        raise _failed("refused") from None
    except (openai.OpenAIError, ValueError, TypeError, AttributeError, LookupError):
        raise _failed("nonsense") from None
    found = prompt.read(answer)
    if not answer.strip():
        raise _failed("nonsense")
    return found


async def _ask(messages: list[dict[str, str]], seconds: float) -> str:
    async with async_http_client(timeout=seconds, max_bytes=MAX_BYTES) as http:
        client = openai.AsyncOpenAI(
            api_key=settings.MODEL_KEY or "none",
            base_url=settings.MODEL_URL,
            organization="",
            project="",
            timeout=seconds,
            max_retries=0,
            http_client=http,
        )
        answer = await client.chat.completions.create(
            model=settings.MODEL_NAME,
            messages=cast(Any, messages),
            temperature=0.0,
            max_tokens=MAX_TOKENS,
            response_format={"type": "json_object"},
        )
    return str(answer.choices[0].message.content or "")


def _failed(note: str) -> ModelFailed:
    log.warning("the model gave no draft", extra={"note": note})
    return ModelFailed(note)
