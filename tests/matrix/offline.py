"""Having courses on the phone: the same for everybody, whoever asks."""

from tests.matrix.words import OPEN, POST_ONLY

ROWS = {
    "worker": OPEN,
    "manifest": OPEN,
    "courses:kept": OPEN,
    "courses:download_manifest": OPEN,
    "courses:offline_practice": OPEN,
    "courses:test_take": POST_ONLY,
}


def addresses(house, course, people):
    return {
        "courses:download_manifest": [course.page.slug],
        "courses:offline_practice": [course.page.slug],
        "courses:test_take": [course.test],
    }
