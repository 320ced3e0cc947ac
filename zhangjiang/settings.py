"""Every setting of the portal, each environment variable read once.

Without DATABASE_URL and REDIS_URL the embedded PostgreSQL and broker inside the clone are used; production
(PORTAL_MODE=production) refuses to start without servers and secrets of its own.
"""

import re
import secrets
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from dev import servers

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

PRODUCTION = env("PORTAL_MODE", default="development") == "production"
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("PORTAL_DEMO", default=not PRODUCTION)  # demonstration data and accounts, marked on every page


def required(name: str, mend: str) -> str:
    """The variable, or a sentence that says what to set."""
    value = env(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {mend}")
    return value


def secret(name: str, make: Callable[[], str] = lambda: secrets.token_urlsafe(48)) -> str:
    """A secret of production from the environment, of development from a file made at the first start."""
    if PRODUCTION:
        return required(name, "Production needs a secret of its own: at least 50 random characters.")
    value = env(name, default="")
    if value:
        return value
    path = VAR_DIR / f"{name.lower()}.txt"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(make())
    return path.read_text()


SECRET_KEY = secret("SECRET_KEY")
SCOPE_KEY = secret("SCOPE_KEY")  # signs app.scope; the database's owner holds the other copy
AUDIT_KEY = secret("AUDIT_KEY")  # marks events and signs the audit's seals; the database never sees it
AUDIT_FORMER_KEYS = env.list("AUDIT_FORMER_KEYS", default=[])
SEAL_KEY = secret("SEAL_KEY", lambda: secrets.token_hex(32))  # the private half of Ed25519; signs seals
if not re.fullmatch(r"[0-9a-f]{64}", SEAL_KEY):
    raise ImproperlyConfigured("SEAL_KEY is no Ed25519 key; make one of 64 digits with `openssl rand -hex 32`.")
SEAL_OLD_PUBLIC_KEYS = env.list("SEAL_OLD_PUBLIC_KEYS", default=[])  # of keys that have been replaced

# -- Servers ---------------------------------------------------------------------------------------------------------
_urls = {name: env(name, default="") for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")}
if PRODUCTION:
    for _name in ("DATABASE_URL", "REDIS_URL"):
        required(_name, "Production uses servers of its own; docs/operations.md shows how to make them.")
if not _urls["DATABASE_URL"] or not _urls["REDIS_URL"]:
    _embedded = servers.ensure()
    if not _urls["DATABASE_URL"]:
        _urls |= {"DATABASE_URL": _embedded.database_url, "DATABASE_OWNER_URL": _embedded.database_owner_url}
    _urls["REDIS_URL"] = _urls["REDIS_URL"] or _embedded.redis_url


def database(url: str) -> dict[str, object]:
    """A connection from its URL; a socket folder moves to HOST, where dbshell and ``manage.py dsn`` look."""
    config = environ.Env.db_url_config(url)
    config["HOST"] = config.get("OPTIONS", {}).pop("host", config["HOST"])
    return dict(config) | {"DISABLE_SERVER_SIDE_CURSORS": True}  # PgBouncer pools by transaction


DATABASES = {
    "default": {
        **database(_urls["DATABASE_URL"]),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"MIRROR": "owner"},
    },
    "owner": {
        **database(_urls["DATABASE_OWNER_URL"] or _urls["DATABASE_URL"]),
        "TEST": {"NAME": env("PORTAL_TEST_NAME", default=None), "DEPENDENCIES": []},
    },
}
OWNER_CONFIGURED = bool(_urls["DATABASE_OWNER_URL"])
DATABASE_ROUTERS = ["core.rowsecurity.router.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = _urls["REDIS_URL"]


def next_database(url: str) -> str:
    """The numbered database after the broker's, so that clearing the cache never empties a queue."""
    parts = urlsplit(url)
    number = int(parts.path.strip("/") or 0)
    return urlunsplit((parts.scheme, parts.netloc, f"/{number + 1}", parts.query, parts.fragment))


CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": next_database(REDIS_URL)},
}

# -- Applications, highest layer first -------------------------------------------------------------------------------
PORTAL_APPS = [
    "coordination",
    "assessment",
    "services",
    "incubators",
    "enterprises",
    "parks",
    "accounts",
    "core",
]
INSTALLED_APPS = [
    *PORTAL_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "guardian",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "core.middleware.BodyLimitMiddleware",  # in the reader's language, before anything reads the body
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "parks.middleware.ScopeMiddleware",
]

ROOT_URLCONF = "zhangjiang.urls"
WSGI_APPLICATION = "zhangjiang.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "parks.context.portal",
            ],
            "builtins": ["django.templatetags.i18n", "core.templatetags.portal"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- Tenancy ---------------------------------------------------------------------------------------------------------
SCOPE_DIMENSIONS = ("park", "enterprise", "organisation")  # core knows these as words only
SCOPE_SECONDS = 3600

# -- People ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.SignInBackend",
    "parks.access.MembershipBackend",
]
ACCOUNT_ADAPTER = "accounts.adapter.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is written to who has no account
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip" if DEMO else "30/m/ip",
    "login_failed": "1000/m/ip,5/15m/key" if DEMO else "10/m/ip,5/15m/key",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds; how recent a sign-in is for acts that cannot be taken back
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session goes on, all others end
MFA_ADAPTER = "accounts.second_factor.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # browsers allow it for localhost alone
MFA_TOTP_ISSUER = "Zhangjiang"
MFA_TOTP_TOLERANCE = 1  # a clock half a minute off
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-work"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_USER_OBJ_PERMS_MODEL = "parks.ObjectGrant"
ANONYMOUS_USER_NAME = None

# -- Mail ------------------------------------------------------------------------------------------------------------
EMAIL = env.email_url("EMAIL_URL", default="smtp://localhost:25" if PRODUCTION else "filemail://")
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL.get("EMAIL_HOST") or "localhost", EMAIL.get("EMAIL_PORT") or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL.get("EMAIL_HOST_USER") or "", EMAIL.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_TLS", False), EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = VAR_DIR / "mail"  # where a clone without a mail server leaves what it would have sent
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="portal@localhost")

# -- Language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 31_536_000
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# -- Files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
TESTING = env.bool("PORTAL_TEST_SERVERS", default=False)
STATIC_ROOT = VAR_DIR / ("test-static" if TESTING else "static")
STATIC_STORAGE = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if PRODUCTION
    else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"  # as strict, without minutes of compression
)
STATICFILES_DIRS = [BASE_DIR / "static"]


def file_store(url: str) -> dict[str, object]:
    """Where handed-in files lie: outside the web root, or in a bucket, ``s3://bucket?endpoint_url=…``."""
    if not url:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": VAR_DIR / "files", "file_permissions_mode": 0o600},
        }
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query)) | {"bucket_name": parts.netloc, "querystring_auth": True}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


STORAGES = {
    "default": file_store(""),
    "attachments": (
        {"BACKEND": "django.core.files.storage.InMemoryStorage"}
        if TESTING
        else file_store(env("FILES_URL", default=""))
    ),
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}
# Where the audit's seals are copied, out of the reach of the database's owner.
AUDIT_COPY_DIR = Path(
    required("AUDIT_COPY_DIR", "Name a folder outside the database's machine that web and worker share.")
    if PRODUCTION
    else env("AUDIT_COPY_DIR", default=str(VAR_DIR / ("test-audit" if TESTING else "audit")))
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024  # of one file; a page that takes files says so (core.addresses.takes_files)
SCANNER_URL = env("SCANNER_URL", default="none:" if PRODUCTION else "signature:")  # core.attachments.scanning

# -- Web -------------------------------------------------------------------------------------------------------------
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
CSRF_FAILURE_VIEW = "core.errors.csrf_refused"

# -- Mail ------------------------------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="dummymail://" if PRODUCTION else f"filemail://{VAR_DIR / 'mail'}"))
EMAIL_TIMEOUT = 10
PORTAL_URL = env("PORTAL_URL", default="http://127.0.0.1:8000")  # as mails name it, without a slash at the end
MAIL_DOMAIN = urlsplit(PORTAL_URL).hostname or "localhost"
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default=f"portal@{MAIL_DOMAIN}")

# -- API -------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["parks.api_authentication.ScopedAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "core.api.Pages",
    "PAGE_SIZE": 50,
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.Body"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle", "core.api.VisitorThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "3000/min" if DEMO else "600/min", "anon": "3000/min" if DEMO else "120/min"},
    "EXCEPTION_HANDLER": "core.api.problem",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "core.api.describe_refusals"],
    "TITLE": "Zhangjiang park portal",
    "DESCRIPTION": "Parks, cycles, returns, rankings and service cases of the zone, over the portal's own actions.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
}
REST_KNOX = {"AUTH_HEADER_PREFIX": "Token"}
KNOX_TOKEN_MODEL = "knox.AuthToken"  # noqa: S105  a model's name

# -- Jobs ------------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 2400, "socket_timeout": 2, "socket_connect_timeout": 2}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_QUEUES = [Queue(name) for name in ("default", "assessment")]  # by kind of work; a worker takes all or some
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "send jobs that were lost on the way": {"task": "core.sweep_jobs", "schedule": 15.0, "options": {"expires": 14}},
    "link the audit's events": {"task": "core.link_audit", "schedule": 60.0, "options": {"expires": 59}},
    "seal the audit once a day": {"task": "core.seal_audit", "schedule": 1800.0, "options": {"expires": 1799}},
    "tell people of the day": {"task": "core.tell_of_the_day", "schedule": 900.0, "options": {"expires": 800}},
    "keep the peers' medians": {
        "task": "assessment.keep_peer_medians",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 3600},
    },
    "tell that a worker is alive": {"task": "core.worker_alive", "schedule": 15.0, "options": {"expires": 14}},
}

# -- Logs ------------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}

SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # parks.access.MembershipBackend asks the grants, with their end
