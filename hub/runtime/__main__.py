"""`python -m hub.runtime …`: what the Makefile calls."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from hub import env
from hub.runtime.errors import RuntimeProblem
from hub.runtime.processes import die_with_parent


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m hub.runtime")
    parser.add_argument(
        "--leash", action="store_true", help="end when the process that started this one dies"
    )
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("run", help="everything on this machine (the default)")
    frontend = commands.add_parser("frontend", help="install and build the frontend if it is stale")
    frontend.add_argument("--no-build", action="store_true", help="only install its packages")
    within = commands.add_parser("with", help="run a command with PostgreSQL and Valkey up")
    within.add_argument("argv", nargs=argparse.REMAINDER)
    plain = commands.add_parser("exec", help="become another program (which keeps the leash)")
    plain.add_argument("argv", nargs="+")
    npm = commands.add_parser("npm", help="npm in the frontend's folder")
    npm.add_argument("argv", nargs=argparse.REMAINDER)
    commands.add_parser("clean", help="delete the data folder, the database in it included")
    asked = parser.parse_args(arguments)
    if asked.leash:
        # Not through a shell that stays in between: whoever started us is who we die with.
        die_with_parent(signal.SIGTERM, os.getppid())
    try:
        return _run(asked)
    except (RuntimeProblem, env.SettingError) as problem:
        print(problem, file=sys.stderr)
        return 1


def _run(asked: argparse.Namespace) -> int:
    # Each is imported when it is needed: `npm` works without a database driver.
    if asked.command == "frontend":
        from hub.runtime.tasks import build_frontend

        return build_frontend(build=not asked.no_build)
    if asked.command == "exec":
        # Importing `hub` has set this one, and pytest would read the settings too early by it.
        os.environ.pop("DJANGO_SETTINGS_MODULE", None)
        os.execvp(asked.argv[0], asked.argv)  # noqa: S606 (no shell is what we want)
    if asked.command == "npm":
        from hub.runtime.tasks import run_npm

        return run_npm(asked.argv)
    if asked.command == "with":
        from hub.runtime.tasks import run_with_engines

        return run_with_engines(asked.argv)
    if asked.command == "clean":
        from hub.runtime.tasks import clean

        return clean()
    from hub.runtime.supervisor import Supervisor

    return Supervisor().main()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
