"""Django's settings, all from the environment (`.env.example` explains each variable)."""

from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext

from hub import env
from hub.database import parse_database_url
from hub.runtime import logging as runtime_logging

django_stubs_ext.monkeypatch()
env.load()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.data_dir()

DEBUG = env.flag("DEBUG", False)
DEMO = env.flag("DEMO", False)
SECRET_KEY = env.text("SECRET_KEY", "insecure-until-set" if DEBUG or DEMO else None)

# --- Three origins -------------------------------------------------------------------------------
PORT = env.integer("PORT", 8000, minimum=1, maximum=65531)
PUBLIC_ORIGIN = env.url("PUBLIC_ORIGIN", f"http://localhost:{PORT}", schemes=("http", "https"))
STAFF_ORIGIN = env.url("STAFF_ORIGIN", f"http://localhost:{PORT + 1}", schemes=("http", "https"))
FILES_ORIGIN = env.url("FILES_ORIGIN", f"http://localhost:{PORT + 2}", schemes=("http", "https"))
PUBLIC_IS_LOCAL = urlsplit(PUBLIC_ORIGIN).hostname in ("localhost", "127.0.0.1", "::1")
ORIGINS = {"public": PUBLIC_ORIGIN, "staff": STAFF_ORIGIN, "files": FILES_ORIGIN}
ALLOWED_HOSTS = env.names(
    "ALLOWED_HOSTS",
    sorted({urlsplit(o).hostname or "localhost" for o in ORIGINS.values()} | {"127.0.0.1"}),
)
CSRF_TRUSTED_ORIGINS = [STAFF_ORIGIN]
TRUSTED_PROXIES = env.names("TRUSTED_PROXIES", [])

# --- What runs here ------------------------------------------------------------------------------
INSTALLED_APPS = [
    *(["demo.site", "demo"] if DEMO else []),
    "webinars",
    "crm_bridge",
    "chat.assistant",
    "chat",
    "hub.followup",
    "hub.content",
    "hub.contacts",
    "hub.files",
    "hub.web",
    "hub.audit",
    "hub.realtime",
    "hub.accounts",
    "hub.sites",
    "hub",
    # The embedded CMS.
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "hub.web.request_id.RequestIdMiddleware",
    "hub.web.origins.OriginMiddleware",
    "hub.web.security.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hub.web.cookies.StaffSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "hub.web.cookies.StaffCsrfMiddleware",
    "hub.web.cookies.StaffAuthenticationMiddleware",
    "hub.web.cookies.StaffMessageMiddleware",
]

ROOT_URLCONF = "hub.urls"
ASGI_APPLICATION = "hub.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "hub" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- PostgreSQL and Redis ------------------------------------------------------------------------
DATABASE_URL = env.text("DATABASE_URL")
DATABASES = {"default": parse_database_url(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "hub:cache",
    }
}

# --- Celery: a task is only a wake-up for rows that are due in PostgreSQL ------------------------
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", env.broker_url(REDIS_URL))
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "hub"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

# --- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Staff"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in"
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
SESSION_COOKIE_NAME = "__Host-staff"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "hub.web.failures.csrf_failure"
X_FRAME_OPTIONS = "DENY"
# Says what the configured origin says; hub.web.origins overwrites whatever a client sends.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Languages and time --------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "hub" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATICFILES_DIRS = [("app", FRONTEND_DIST)] if FRONTEND_DIST.is_dir() else []
# Served from where they lie; nothing is collected, so there is no STATIC_ROOT.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
#: What Vite built carries a hash in its name and may be kept for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/app/.+-[\w-]{8}\.(js|css|svg|woff2)$"
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = f"{FILES_ORIGIN}/media/"
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "hub.files.handlers.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    # What people uploaded. Has no address of its own: hub.files gives it out.
    "uploads": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "uploads", "base_url": None},
    },
}
CLAMD_URL = env.text("CLAMD_URL", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Sockets -------------------------------------------------------------------------------------
#: Frames per second that one socket may send on average; a load test raises it.
SOCKET_FRAMES_PER_SECOND = env.integer("SOCKET_FRAMES_PER_SECOND", 60, minimum=1)

# --- Audio and video (webinars/media) ------------------------------------------------------------
#: UDP. PORT+3 is the demo's ERP.
MEDIA_PORT = env.integer("MEDIA_PORT", PORT + 4, minimum=1, maximum=65535)
#: Addresses to listen on; none: all of this machine's.
MEDIA_BIND = env.names("MEDIA_BIND", [])
#: Addresses (with a port, if it differs) at which browsers reach it; none: those it listens on.
MEDIA_ADVERTISE = env.names("MEDIA_ADVERTISE", [])
MEDIA_VIDEO = env.text("MEDIA_VIDEO", "VP8", one_of=("VP8", "H264"))
MEDIA_CONNECTIONS = env.integer("MEDIA_CONNECTIONS", 2000, minimum=1)
#: /metrics of the media process, on loopback; 0: none.
MEDIA_METRICS_PORT = env.integer("MEDIA_METRICS_PORT", 0, minimum=0, maximum=65535)

# --- Mail ----------------------------------------------------------------------------------------
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("SMTP_HOST", "127.0.0.1")
EMAIL_PORT = env.integer("SMTP_PORT", 25, minimum=1, maximum=65535)
EMAIL_HOST_USER = env.text("SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text("SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.flag("SMTP_STARTTLS", False)
EMAIL_TIMEOUT = 15
#: Where mail lies that a `make run` without SMTP_HOST would have sent.
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "hub@localhost")

# --- What leaves the house (hub/outbound) --------------------------------------------------------
#: host:port pairs inside the house that may be called, e.g. an ERP. Never set by a screen.
OUTBOUND_ALLOW = env.names("OUTBOUND_ALLOW", [])
ERP_URL = env.text("ERP_URL", "")
ERP_TOKEN = env.text("ERP_TOKEN", "")
ERP_CURRENCY = env.text("ERP_CURRENCY", "EUR")
MODEL_URL = env.text("MODEL_URL", "")
MODEL_NAME = env.text("MODEL_NAME", "")
MODEL_KEY = env.text("MODEL_KEY", "")

# --- The website and its CMS ---------------------------------------------------------------------
#: Where the website lies on the public origin, before the language: `demo/` gives `/demo/de/…`.
CONTENT_PATH = env.text("CONTENT_PATH", "demo/" if DEMO else "").lstrip("/")
WAGTAIL_SITE_NAME = "Hub"
WAGTAILADMIN_BASE_URL = STAFF_ORIGIN
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILDOCS_EXTENSIONS = ["pdf", "csv", "txt"]
WAGTAIL_ENABLE_UPDATE_CHECK = False
# No hash of anybody's address goes to a service outside.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False

# --- What operators see --------------------------------------------------------------------------
LOGGING = runtime_logging.config(
    env.text("LOG_FORMAT", "json", one_of=("json", "text")), env.text("LOG_LEVEL", "INFO")
)
METRICS_TOKEN = env.text("METRICS_TOKEN", "")

SILENCED_SYSTEM_CHECKS = ["security.W019"]
