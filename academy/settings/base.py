"""What every way of running shares. dev, test, run and production say only where they differ."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from academy.core import languages

from . import env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

languages.install()

INSTALLED_APPS = [
    # Floors, highest first: templates and translations of a higher floor win over those of a lower one.
    "academy.demo",
    "leadership",
    "courses",
    "mentoring",
    "peer_exchange",
    "academy.members",
    "academy.site",
    "academy.core",
    # Parts
    "modeltranslation",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "academy.members.wagtail_users.ClosedUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "academy.core.health.Health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "academy.core.compression.Compression",
    "academy.core.middleware.ContentSecurityPolicy",
    "academy.core.middleware.NoNul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "academy.core.middleware.AndeanLocaleMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "academy.members.secondfactor.middleware.SecondStep",
    "academy.site.closed_admin.AdminDoor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "academy.core.middleware.PrivatePages",
]

if env.flag("LOG_REQUESTS", False):
    MIDDLEWARE.insert(1, "academy.core.logs.RequestLog")

ROOT_URLCONF = "academy.urls"
WSGI_APPLICATION = "academy.wsgi.application"

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
                "academy.site.context_processors.shell",
            ],
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'relevo.sqlite3'}")}
CACHES = {"default": env.cache("CACHE_URL", "locmem://")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_ENGINE = "django.contrib.sessions.backends.db"

AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = ["academy.members.backends.MemberBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "members:sign_in"
LOGIN_REDIRECT_URL = "courses:my_path"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = languages.DEFAULT
LANGUAGES = languages.LANGUAGES
#: Interface languages whose words no native speaker has signed yet: every page in them says so.
DRAFT_LANGUAGES = {"qu", "ay"}
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
#: The second: what Django's forms say, in our Spanish. The third: Spanish of Wagtail's own admin where Wagtail has
#: none yet. makemessages writes to the first alone.
LOCALE_PATHS = [
    BASE_DIR / "locale",
    BASE_DIR / "academy" / "core" / "django_words" / "locale",
    BASE_DIR / "academy" / "site" / "wagtail_words" / "locale",
]
FORMAT_MODULE_PATH = ["academy.core.formats"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = env.text("TIME_ZONE", "America/Lima")
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
LANGUAGE_COOKIE_NAME = "idioma"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365

MODELTRANSLATION_DEFAULT_LANGUAGE = languages.DEFAULT
MODELTRANSLATION_LANGUAGES = languages.CODES
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("es", "en", "qu", "ay")}

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_DIR", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
#: What women upload as proof of a task. Never under MEDIA_URL: served only through a view that asks who may see it.
PRIVATE_ROOT = VAR_DIR / "private"
#: Where pictures come from besides this site: the content security policy lets them through. Empty for files.
MEDIA_ORIGIN = env.storage_origin("STORAGE_URL")
STORAGES = {
    "default": env.storage("STORAGE_URL", "file://"),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

WAGTAIL_SITE_NAME = "Relevo"
WAGTAILADMIN_BASE_URL = env.text("SITE_URL", "http://localhost:8000")
SITE_URL = WAGTAILADMIN_BASE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = [("es", "Español"), ("en", "English")]
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_LOGIN_URL = "members:team_sign_in"
WAGTAIL_FRONTEND_LOGIN_URL = "/entrar/"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_IMAGE_MODEL = "site.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "site.File"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "avif", "webp": "webp"}
WAGTAILIMAGES_AVIF_QUALITY = 40
WAGTAILIMAGES_WEBP_QUALITY = 50
WAGTAILIMAGES_JPEG_QUALITY = 60
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 24_000_000
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "ul", "ol", "link"]},
    }
}
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

SESSION_COOKIE_NAME = "sesion"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "academy.site.views.session_ended"
DEFAULT_EXCEPTION_REPORTER_FILTER = "academy.core.reporting.NothingTyped"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS = [
    # Wagtail shows a page inside its own editor; frame-ancestors 'self' in the policy keeps all others out.
    "security.W019",
    # The site sends no mail at all, so there is no address to check.
    "wagtailadmin.W003",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_codes": {"()": "academy.core.logs.WithoutCodes"}},
    "formatters": {"text": {"()": "academy.core.logs.Lines"}, "json": {"()": "academy.core.logs.Json"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["without_codes"],
            "formatter": env.choice("LOG_FORMAT", ("text", "json"), "text"),
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "relevo": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}

#: What the academy is called on its own pages; a federation gives its own name here.
ACADEMY_NAME = env.text("ACADEMY_NAME", "Relevo")
ACADEMY_TAGLINE = _("Escuela de lideresas")

#: Days that whoever has a role over others has, from when she is first told, to set up her second step. 0: at once.
SECOND_STEP_GRACE_DAYS = env.number("SECOND_STEP_GRACE_DAYS", 14, least=0)

#: Off: phones are told to remove their service worker and what it kept for reading; work waiting to be sent stays.
OFFLINE = env.flag("OFFLINE", True)
#: How the academy is called among the apps of her phone, and under which picture: nobody need see what it is.
APP_NAME = env.text("APP_NAME", ACADEMY_NAME)
APP_ICON = env.choice("APP_ICON", ("relevo", "cuaderno"), "relevo")

#: Where «Salir rápido» leads: a page that anybody may have open.
LEAVE_TO = env.text("LEAVE_TO", "https://www.senamhi.gob.pe/")

#: Where security reports go: an address or a page, shown in /.well-known/security.txt.
KEYS_ROOT = VAR_DIR / "keys"
SECURITY_CONTACT = env.text("SECURITY_CONTACT", f"{SITE_URL}/seguridad/")

#: A learning record store for `manage.py push_xapi`, and "key:secret" for it. Empty: the site calls nobody.
XAPI_ENDPOINT = env.endpoint("XAPI_ENDPOINT")
XAPI_AUTH = env.credentials("XAPI_AUTH")

#: The private key that signs digital badges, as PEM; several: the first signs, all of them verify.
#: Empty: one is made once, in KEYS_ROOT.
BADGE_SIGNING_KEY = env.text("BADGE_SIGNING_KEY", "")

#: Seal what one woman alone may read (academy/core/sealing.py), as base64; several, with commas: the first seals, all
#: of them open. Empty: one is made once, in KEYS_ROOT.
SEALING_KEYS = env.text("SEALING_KEYS", "")

#: Where `manage.py backup` puts copies, and the file with the key that locks them. Empty: the key is asked for.
BACKUP_DIR = env.text("BACKUP_DIR", str(VAR_DIR / "backups"))
BACKUP_KEY_FILE = env.text("BACKUP_KEY_FILE", "")

#: What `manage.py daily` does, one after the other; one that fails does not keep the next from its work.
DAILY = [
    ["forget_again"],
    ["forget_old_lists"],
    ["forget_stray_photos"],
    ["forget_mentoring_notes"],
    ["retention"],
    ["tend_mentoring"],
    ["tend_pairings"],
    ["sync_editors"],
    ["prepare_sounds"],
    ["look_for_evidence", "--days", "2"],
    ["count_pipeline"],
    ["clearsessions"],
    ["prune_db_task_results"],
    ["retry_kept"],
]
#: What `manage.py upgrade` does after its copy, in this order.
UPGRADE = [
    ["migrate", "--noinput", "--verbosity=0"],
    ["forget_again"],
    ["collectstatic", "--noinput", "--verbosity=0"],
    ["load_courses"],
    ["load_topics"],
    ["sync_editors"],
]
