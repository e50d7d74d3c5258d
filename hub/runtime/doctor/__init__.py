"""What is wrong with a configuration, and how to mend it (`manage.py doctor`).

Each check is a small function that yields findings. It may fail as it likes: what it didn't expect
becomes a finding, too, and the others still run.
"""

from collections.abc import Iterator

from hub.content import doctor as content
from hub.runtime.doctor import database, machine, network, settings
from hub.runtime.doctor.finding import Check, Finding, fail

CHECKS: tuple[Check, ...] = (
    settings.secret_key,
    settings.debugging,
    settings.origins,
    settings.hosts,
    settings.proxies,
    database.server,
    database.extensions,
    database.migrations,
    database.clock,
    network.broker,
    network.mail,
    network.targets,
    machine.disk,
    machine.secrets,
    machine.embedding,
    content.search_process,
    content.live_figures,
    machine.frontend,
)


def examine() -> Iterator[Finding]:
    """Run every check, the apps' after our own."""
    from hub.registry.checks import checks

    for check in (*CHECKS, *checks):
        try:
            yield from check()
        except Exception as error:  # the doctor looks at what is broken: nothing may stop it
            yield fail(check.__name__, f"couldn't be checked: {type(error).__name__}: {error}")
