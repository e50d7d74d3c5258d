"""A form in the contact history."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from hub.contacts.models import HistoryEntry
from hub.followup.forms import forms
from hub.followup.models import FormSubmission
from hub.registry.history import HistoryKind, register_history


def title(entry: HistoryEntry, lang: str) -> str:
    with translation.override(lang):
        return _("Form filled in")


def text(entry: HistoryEntry, lang: str) -> str:
    fields = entry.payload.get("fields", {})
    form = forms.get(str(entry.payload.get("form", "")))
    with translation.override(lang):
        labels = {field.name: str(field.label) for field in form.fields} if form else {}
    return "\n".join(f"{labels.get(name, name)}: {value}" for name, value in fields.items())


def payload(entry: HistoryEntry) -> dict[str, Any]:
    return dict(entry.payload)


def erase(entry: HistoryEntry) -> None:
    submission = FormSubmission.objects.filter(pk=entry.subject_id).first()
    if submission is not None:
        submission.fields = {}
        submission.erased_at = entry.erased_at
        submission.save(update_fields=["fields", "erased_at"])


def register() -> None:
    register_history(
        HistoryKind(name="form", version=1, title=title, text=text, payload=payload, erase=erase)
    )
