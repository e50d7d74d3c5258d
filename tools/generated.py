"""Whether the generated files are what `make types` would write now (works without git).

They are left as they were found; what would change is shown.
"""

import difflib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Folders whose every file is generated.
FOLDERS = (ROOT / "frontend" / "shared" / "generated",)
#: Generated files beside others.
FILES = (ROOT / "docs" / "permissions.md",)


def main() -> int:
    before = _contents()
    code = subprocess.call([sys.executable, "manage.py", "export_schema"], cwd=ROOT)
    after = _contents()
    if code == 0 and before != after:
        _show(before, after)
        print("\nGenerated files are out of date: make types", file=sys.stderr)
        code = 1
    for file in after.keys() - before.keys():
        file.unlink()
    for file, content in before.items():
        if after.get(file) != content:
            file.write_bytes(content)
    return code


def _contents() -> dict[Path, bytes]:
    found = [file for folder in FOLDERS for file in folder.rglob("*") if file.is_file()]
    return {file: file.read_bytes() for file in (*found, *FILES) if file.is_file()}


def _show(before: dict[Path, bytes], after: dict[Path, bytes]) -> None:
    for file in sorted(before.keys() | after.keys()):
        name = str(file.relative_to(ROOT))
        old = before.get(file, b"").decode(errors="replace").splitlines(keepends=True)
        new = after.get(file, b"").decode(errors="replace").splitlines(keepends=True)
        sys.stdout.writelines(difflib.unified_diff(old, new, name, f"{name} (now)", n=1))


if __name__ == "__main__":
    sys.exit(main())
