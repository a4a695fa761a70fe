from .learning import (
    Answer,
    Attempt,
    Certificate,
    Enrolment,
    LessonCompletion,
    RealTask,
    Reflection,
    SavedSheet,
    TaskSlip,
)
from .pages import CourseIndexPage, CoursePage, LessonPage, TestPage
from .published import CourseOutline, LessonWeight, QuestionVersion
from .reference import Competency, Track

__all__ = [
    "Answer",
    "Attempt",
    "Certificate",
    "Competency",
    "CourseIndexPage",
    "CourseOutline",
    "CoursePage",
    "Enrolment",
    "LessonCompletion",
    "LessonPage",
    "LessonWeight",
    "QuestionVersion",
    "RealTask",
    "Reflection",
    "SavedSheet",
    "TaskSlip",
    "TestPage",
    "Track",
]
