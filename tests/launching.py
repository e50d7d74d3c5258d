"""Chromium for tests, once a package."""

import contextlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests import browsers
from tests.serving import ROOT

DIST = ROOT / "frontend" / "dist"
#: Camera, microphone and screen are Chromium's own inventions, and are allowed.
DEVICES = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@contextlib.contextmanager
def chromium(*arguments: str, apps: tuple[str, ...] = ()) -> Iterator[Browser]:
    """`apps`: which have to be built. Playwright keeps a loop in this thread, and Django takes that
    for being called from one."""
    for app in apps:
        if not (DIST / app / "index.html").exists():
            pytest.fail("The frontend is not built: `make frontend`.")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=15_000)
        started = playwright.chromium.launch(
            executable_path=browsers.chromium(), args=["--no-sandbox", *arguments]
        )
        yield started
        started.close()
