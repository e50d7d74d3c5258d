"""Files of every kind, made here, and a toy owner that says who may."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django.fixtures import Settings

from hub.files import services
from hub.files.models import StoredFile
from hub.registry.file_owners import FileOwner, file_owners
from hub.registry.streams import Principal

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **options)
    return out.getvalue()


def package(parts: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes | str) -> bytes:
    return package(docx_parts() | more)


def docx_parts() -> dict[str, bytes | str]:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return {
        "[Content_Types].xml": f'<Types><Override ContentType="{main}"/></Types>',
        "word/document.xml": "<document/>",
    }


@dataclass
class Owner:
    """Stands for a conversation: one visitor and some staff may."""

    id: UUID
    visitor: Principal
    staff: Principal
    allowed: set[UUID] = field(default_factory=set)

    def may(self, who: Principal, owner: UUID) -> bool:
        return owner == self.id and who.id in self.allowed


@pytest.fixture
def owner(db: None) -> Iterator[Owner]:
    visitor = Principal(kind="visitor", id=uuid4(), site=uuid4())
    staff = Principal(kind="staff", id=uuid4())
    made = Owner(uuid4(), visitor, staff, {visitor.id, staff.id})
    before = file_owners.get("conversation")
    file_owners.discard("conversation")
    file_owners.register("conversation", FileOwner("conversation", made.may, made.may))
    yield made
    file_owners.discard("conversation")
    if before is not None:
        file_owners.register("conversation", before)


@pytest.fixture(autouse=True)
def uploads(settings: Settings, tmp_path: Path) -> Path:
    folder = tmp_path / "uploads"
    settings.STORAGES = {
        **settings.STORAGES,
        "uploads": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder, "base_url": None},
        },
    }
    return folder


Store = Callable[[str, bytes], StoredFile]


@pytest.fixture
def store(owner: Owner) -> Store:
    def put(name: str, content: bytes) -> StoredFile:
        return services.store(
            who=owner.visitor,
            owner_kind="conversation",
            owner=owner.id,
            upload=SimpleUploadedFile(name, content, content_type="text/html"),
        )

    return put
