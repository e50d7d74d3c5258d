"""What can go wrong in the content base, as the caller sees it."""

from django.utils.translation import gettext_lazy as _

from hub.errors import HubError


class ImportRefused(HubError):
    """A source contradicts itself or holds what no page can hold. `detail` says what."""

    code = "import_refused"
    status = 422
    sentence = _("These contents cannot be taken over.")

    def __init__(self, detail: str) -> None:
        super().__init__()
        self.detail = detail

    def __str__(self) -> str:
        return self.detail
