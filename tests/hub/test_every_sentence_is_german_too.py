"""Every string that is marked for translation stands in a German catalogue that is compiled."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.trans_real import translation

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("hub", "chat", "crm_bridge", "webinars")
#: `_say` in chat/entries.py makes a function that translates when it is called.
MARKERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "_say"}


def marked(path: Path) -> Iterator[list[str]]:
    """The literal (with its plural, if it has one) of each marked call in a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id not in MARKERS:
                continue
            count = 2 if node.func.id.startswith("ngettext") else 1
            texts = [
                part.value
                for part in node.args[:count]
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            if len(texts) == count:
                yield texts


def test_every_marked_string_is_in_a_compiled_german_catalogue() -> None:
    german = translation("de")
    missing = []
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for texts in marked(path):
                if len(texts) == 2:
                    translated = german.ngettext(texts[0], texts[1], 5)
                else:
                    translated = german.gettext(texts[0])
                if translated in texts and texts[0] not in SAME_IN_GERMAN:
                    missing.append((str(path.relative_to(ROOT)), texts[0]))
    assert missing == []


#: The same in both languages.
SAME_IN_GERMAN = {"Name", "%(count)s in %(place)s"}
