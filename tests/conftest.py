"""What all tests share."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, settings

from academy.bootstrap import catalogues
from tests import database

# No test is timed: a busy machine is no defect. Found examples are printed, so that they can be tried again.
settings.register_profile("relevo", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("relevo")


def pytest_configure(config):
    """Without compiled catalogues Django answers 404 to every Quechua and Aymara address."""
    catalogues.compile_stale()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """The test database begins as a copy, where one was made of the same migrations (tests/database.py)."""
    with database.copied(connection):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        database.keep(connection)


@pytest.fixture(autouse=True)
def _spanish_and_nothing_cached():
    """Each test begins in Spanish with an empty cache, whatever the one before it did."""
    cache.clear()
    with translation.override("es"):
        yield


@pytest.fixture
def course(db):
    """A published course with every kind of question; see ``tests.courses.factories.published_course``."""
    from tests.courses.factories import published_course

    return published_course()


@pytest.fixture
def house(db):
    """yuli learns, hilda is her companion, amanda facilitates their federation, rosa is a stranger to all."""
    from tests.courses.factories import people

    return people()
