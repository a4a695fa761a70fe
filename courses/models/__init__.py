from .circles import Circle, CircleAttendance, CircleMeeting, PaperSheet
from .downloads import CourseDownload
from .files import CourseFile, FileEdition, ReturnedFile
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
from .prepared import PreparedTry
from .published import CourseOutline, LessonWeight, QuestionVersion
from .reference import Competency, Track
from .sounds import BlockSound, LessonSounds

__all__ = [
    "Answer",
    "Attempt",
    "BlockSound",
    "Certificate",
    "Circle",
    "CircleAttendance",
    "CircleMeeting",
    "Competency",
    "CourseDownload",
    "CourseFile",
    "CourseIndexPage",
    "CourseOutline",
    "CoursePage",
    "Enrolment",
    "FileEdition",
    "LessonCompletion",
    "LessonPage",
    "LessonSounds",
    "LessonWeight",
    "PaperSheet",
    "PreparedTry",
    "QuestionVersion",
    "RealTask",
    "Reflection",
    "ReturnedFile",
    "SavedSheet",
    "TaskSlip",
    "TestPage",
    "Track",
]
