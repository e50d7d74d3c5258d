"""Stops taking in an upload that is too large, while it comes."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

#: On the request when a file was cut off.
_MARK = "_upload_too_large"


class CappedUploadHandler(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS: nothing of a file beyond UPLOAD_MAX_BYTES reaches a disk."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.seen += len(raw_data)
        if self.seen > settings.UPLOAD_MAX_BYTES:
            if self.request is not None:
                setattr(self.request, _MARK, True)
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None


def was_too_large(request: HttpRequest) -> bool:
    return getattr(request, _MARK, False)
