import pytest
from django.db import transaction

from .sample_course import write


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker, tmp_path_factory):
    """The sample, loaded once for a module: every test starts from it and is rolled back to it. Its path."""
    from courses.coursefile.loading import load
    from courses.reference import load_reference

    path = write(tmp_path_factory.mktemp("sample"))
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        load([path])
        yield path
        transaction.set_rollback(True)
