"""Addresses of courses. Lessons have one of their own before Wagtail's: one query instead of eight (decision 0009)."""

from django.urls import path

from . import urls_accompany, urls_calculator, urls_certificates, urls_circles, urls_offline, urls_onefile
from .views import catalogue, doing, lesson, taking, test
from .views import path as my_path

app_name = "courses"

urlpatterns = [
    path("mi-camino/", my_path.my_path, name="my_path"),
    path("cursos/", catalogue.index, name="catalogue"),
    path("buscar/", catalogue.search, name="search"),
    path("leccion/<uuid:lesson>/leida/", doing.read, name="read"),
    path("leccion/<uuid:lesson>/pregunta/<uuid:question>/", doing.answer, name="answer"),
    path("leccion/<uuid:lesson>/tarea/<uuid:task>/", doing.task, name="task"),
    path("leccion/<uuid:lesson>/para-mi/<uuid:block>/", doing.reflect, name="reflect"),
    path("tarea/<int:pk>/foto/", doing.task_photo, name="task_photo"),
    path("prueba/<uuid:test>/empezar/", test.start, name="test_start"),
    path("prueba/<uuid:test>/llevar/", taking.take, name="test_take"),
    path("intento/<uuid:attempt>/", test.attempt, name="attempt"),
    path("intento/<uuid:attempt>/resultado/", test.result, name="attempt_result"),
    path("cursos/<slug:course>/", lesson.course_at, name="course"),
    path("cursos/<slug:course>/<slug:lesson>/", lesson.lesson_at, name="lesson"),
    *urls_accompany.urlpatterns,
    *urls_calculator.urlpatterns,
    *urls_certificates.urlpatterns,
    *urls_circles.urlpatterns,
    *urls_offline.urlpatterns,
    *urls_onefile.urlpatterns,
]
