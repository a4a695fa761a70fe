"""A course as one file, codes that come home, a lesson to forward."""

from tests.matrix.words import ACCOMPANY, OPEN, POST_ONLY, row

ROWS = {
    "courses:course_file": OPEN,
    "courses:course_file_get": OPEN,
    # The QR of a file leads here, also whoever has not signed in yet.
    "courses:returning": OPEN,
    "courses:return_code": POST_ONLY,
    "courses:return_for_her": ACCOMPANY,
    "courses:lesson_message": OPEN,
    # The lesson of these tests has no drawing, nor has its course.
    "courses:lesson_message_picture": row(*[404] * 9),
}


def addresses(house, course, people):
    return {
        "courses:course_file": [course.key],
        "courses:course_file_get": [course.key, "es"],
        "courses:lesson_message": [course.lessons[0]],
        "courses:lesson_message_picture": [course.lessons[0]],
    }
