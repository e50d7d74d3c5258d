"""The peer: a Channels consumer that stores with the ORM, acknowledges, and sends to its group."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.peers.settings"

import sys

import django

django.setup()

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.db import connection
from django.urls import re_path

from benchmarks.peers.models import Message


class Chat(AsyncJsonWebsocketConsumer):  # type: ignore[misc]
    async def connect(self) -> None:
        self.room = self.scope["url_route"]["kwargs"]["room"]
        await self.channel_layer.group_add(self.room, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.room, self.channel_name)

    async def receive_json(self, content: dict[str, str], **kwargs: object) -> None:
        message = await self.store(content)
        await self.send_json({"t": "ok", "id": content["id"], "seq": message})
        await self.channel_layer.group_send(
            self.room, {"type": "chat.message", "id": content["id"], "text": content["text"]}
        )

    @database_sync_to_async
    def store(self, content: dict[str, str]) -> int:
        made = Message(room=self.room, client_id=content["id"], text=content["text"])
        made.save(force_insert=True)
        return int(made.pk)

    async def chat_message(self, event: dict[str, str]) -> None:
        await self.send_json({"t": "entry", "id": event["id"], "text": event["text"]})


application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": URLRouter([re_path(r"^ws/(?P<room>\w+)/$", Chat.as_asgi())]),
    }
)

if __name__ == "__main__":
    with connection.schema_editor() as editor:
        if Message._meta.db_table not in connection.introspection.table_names():
            editor.create_model(Message)
    from daphne.server import Server

    Server(application, endpoints=[f"tcp:port={sys.argv[1]}:interface=127.0.0.1"]).run()
