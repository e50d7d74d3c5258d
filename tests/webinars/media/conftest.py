"""A media node for each test that asks for one."""

from collections.abc import AsyncIterator

import pytest

from tests.webinars.media.nodes import House, a_house


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with a_house() as opened:
        yield opened
