"""Django's settings of the peer: as small as Channels' tutorial."""

import os

from hub.database import parse_database_url

SECRET_KEY = "only for measuring"
INSTALLED_APPS = ["benchmarks.peers"]
DATABASES = {"default": parse_database_url(os.environ["DATABASE_URL"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": os.environ["REDIS_URL"], "socket_timeout": None}]},
    }
}
