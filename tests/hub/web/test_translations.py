"""Every sentence that these apps show exists in German, and the compiled catalogue is current."""

import ast
import gettext
import re
from pathlib import Path

import pytest

HUB = Path(__file__).resolve().parents[3] / "hub"
APPS = ("accounts", "files", "web")
_MARKED = {"_", "gettext", "gettext_lazy"}
_TEMPLATE = re.compile(
    r"{%\s*translate\s+\"(.+?)\"\s*%}|{%\s*blocktranslate\s*%}(.+?){%", re.DOTALL
)


def _sentences(app: str) -> set[str]:
    found: set[str] = set()
    for file in (HUB / app).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in _MARKED
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(str(node.args[0].value))
    for file in (*(HUB / app).rglob("*.html"), *(HUB / app).rglob("*.txt")):
        for short, block in _TEMPLATE.findall(file.read_text(encoding="utf-8")):
            found.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", short or block))
    return found


@pytest.mark.parametrize("app", APPS)
def test_every_sentence_is_there_in_german(app: str) -> None:
    with (HUB / app / "locale/de/LC_MESSAGES/django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    sentences = _sentences(app)
    assert sentences
    for sentence in sentences:
        assert catalogue.gettext(sentence) != sentence, sentence


@pytest.mark.parametrize("app", APPS)
def test_the_compiled_catalogue_is_the_written_one(app: str) -> None:
    folder = HUB / app / "locale/de/LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    written = (folder / "django.po").read_text(encoding="utf-8")
    strings = re.findall(r'msgstr ((?:"(?:[^"\\]|\\.)*"\s*)+)', written)[1:]
    texts = {"".join(map(ast.literal_eval, re.findall(r'"(?:[^"\\]|\\.)*"', s))) for s in strings}
    assert texts == {v for k, v in catalogue._catalog.items() if k}  # type: ignore[attr-defined]
