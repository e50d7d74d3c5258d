"""axe-core, run on a screen as it stands."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, Page

from tests.journeys.place import ROOT

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def bring(context: BrowserContext) -> None:
    """Into every page that is opened from now on; past a policy, as a browser's extension."""
    context.add_init_script(path=AXE)


def findings(where: Page | Frame) -> list[str]:
    """What axe finds (WCAG 2.2 A and AA, and its best practices): rule, weight, and where."""
    # What was announced stays for seconds beside the page, also when what it names has gone.
    found: list[dict[str, Any]] = where.evaluate(
        "async () => (await axe.run("
        " {exclude: ['[data-live-announcer]']}, {iframes: false})).violations"
        ".flatMap(v => v.nodes.map(n => ({id: v.id, impact: v.impact, at: n.html.slice(0, 160)})))"
    )
    return [f"{one['id']} ({one['impact']}): {one['at']}" for one in found]


def require_none(found: dict[str, list[str]]) -> None:
    """By the name of the state that a screen was in."""
    lines = [f"{state}: {one}" for state, some in found.items() for one in some]
    if lines:
        pytest.fail("axe found:\n" + "\n".join(lines))
