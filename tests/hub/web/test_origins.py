from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from hub.web import origins


def _host(settings: Settings, origin: str) -> str:
    return str(urlsplit(settings.ORIGINS[origin]).netloc)


def test_each_origin_is_known_by_its_host_and_port(settings: Settings) -> None:
    for origin in ("public", "staff", "files"):
        assert origins.origin_of_host(_host(settings, origin)) == origin


def test_localhost_is_known_by_its_number_as_well(settings: Settings) -> None:
    settings.ORIGINS = {"staff": "http://localhost:8001"}
    assert origins.origin_of_host("127.0.0.1:8001") == "staff"
    assert origins.origin_of_host("127.0.0.1:8002") is None


def test_a_default_port_may_be_left_out(settings: Settings) -> None:
    settings.ORIGINS = {"staff": "https://hub.example"}
    assert origins.origin_of_host("hub.example") == "staff"
    assert origins.origin_of_host("HUB.example:443") == "staff"
    assert origins.origin_of_host("hub.example:80") is None


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost", "localhost:8001.evil.example", "localhost:8001@evil.example",
     "", " localhost:8001", "localhost:8001,localhost:8000", "x" * 5000, "localhost:08001"],
)  # fmt: skip
def test_an_unknown_host_is_misdirected(host: str) -> None:
    response = Client().get("/", HTTP_HOST=host)
    assert response.status_code == 421
    assert "Name" in response.content.decode() or "name" in response.content.decode()
    assert not response.cookies


def test_an_origin_header_is_compared_as_a_whole(settings: Settings) -> None:
    settings.ORIGINS = {"staff": "https://hub.example"}
    assert origins.is_origin("https://hub.example", "staff")
    for wrong in (
        "http://hub.example",
        "https://hub.example.evil.example",
        "https://hub.example/",
        "https://hub.example:444",
        "null",
        "",
        "https://user@hub.example",
    ):
        assert not origins.is_origin(wrong, "staff"), wrong
