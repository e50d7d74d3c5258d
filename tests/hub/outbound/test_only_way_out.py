"""Nothing else in the product may open an HTTP connection."""

import ast
from collections.abc import Iterator
from pathlib import Path

import hub

ROOT = Path(hub.__file__).parent.parent
CLIENTS = {"httpx", "httpx2", "httpcore", "httpcore2", "requests", "aiohttp", "urllib3"}
CLIENTS |= {"http.client", "urllib.request"}
#: The supervisor asks its own children on loopback whether they are there.
EXEMPT = ("hub/outbound/", "hub/runtime/")


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_only_hub_outbound_imports_an_http_client() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {name}"
        for app in ("hub", "chat", "webinars", "crm_bridge", "demo")
        for file in (ROOT / app).rglob("*.py")
        if not str(file.relative_to(ROOT)).startswith(EXEMPT)
        for name in imported(file)
        if name in CLIENTS or name.split(".")[0] in CLIENTS
    ]
    assert found == []
