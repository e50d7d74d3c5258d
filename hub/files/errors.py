"""What can be wrong with a file."""

from django.utils.translation import gettext_lazy as _

from hub.errors import BadInput, Conflict, HubError


class UnknownType(BadInput):
    code = "file_type"
    sentence = _(
        "Files of this type are not accepted. PDF, pictures (JPEG, PNG, WebP, GIF), Word, Excel, "
        "PowerPoint and OpenDocument without macros, text, CSV, DWG, DXF and STEP are."
    )


class NotWhatItSays(BadInput):
    code = "file_mismatch"
    sentence = _("This file is not what its name says.")


class HasMacros(BadInput):
    code = "file_macros"
    sentence = _("Documents with macros are not accepted. Please save it without them.")


class HeicPicture(BadInput):
    code = "file_heic"
    sentence = _("Pictures of the type HEIC are not accepted. Please send it as JPEG.")


class Broken(BadInput):
    code = "file_broken"
    sentence = _("This file is damaged and cannot be read.")


class TooManyPixels(BadInput):
    code = "file_pixels"
    sentence = _("This picture has too many pixels.")


class Empty(BadInput):
    code = "file_empty"
    sentence = _("This file is empty.")


class Infected(BadInput):
    code = "file_infected"
    sentence = _("The virus scanner does not let this file pass.")


class TooManyFiles(Conflict):
    code = "too_many_files"
    sentence = _("There are too many files here already.")


class LinkExpired(HubError):
    code = "link_expired"
    status = 410
    sentence = _("This link has expired. Please open the file from the conversation again.")
