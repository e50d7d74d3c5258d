"""The front door: HTTP to Django, websockets to the realtime protocol."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from hub.realtime.endpoints import websocket_application  # noqa: E402
from hub.web.body_limit import BodyLimit  # noqa: E402

application = ProtocolTypeRouter(
    {"http": BodyLimit(django_application), "websocket": websocket_application}
)
