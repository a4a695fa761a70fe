"""Every address of the site, composed from the apps that own them."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("academy.site.urls_plain")),
    path("", include("academy.members.urls_plain")),
    path("", include("courses.urls_plain")),
    path("", include("peer_exchange.urls_plain")),
    *i18n_patterns(
        path("", include("academy.members.urls")),
        path("", include("courses.urls")),
        path("", include("mentoring.urls")),
        path("", include("peer_exchange.urls")),
        path("", include("leadership.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]

handler403 = "academy.site.views.forbidden"
handler404 = "academy.site.views.not_found"
handler400 = "academy.site.failures.refused"
handler500 = "academy.site.failures.failed"
