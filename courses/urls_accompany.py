"""Addresses of whoever accompanies: reports, texts to read, tasks to confirm."""

from django.urls import path

from .views import accompany, confirming

urlpatterns = [
    path("acompanar/", accompany.accompany, name="accompany"),
    path("acompanar/lecturas/", accompany.marking, name="marking"),
    path("acompanar/lecturas/<int:pk>/", accompany.mark_answer, name="mark_answer"),
    path("acompanar/<uuid:course>/", accompany.course_report, name="course_report"),
    path("acompanar/<uuid:course>.csv", accompany.course_report_csv, name="course_report_csv"),
    path("acompanar/<uuid:course>.xlsx", accompany.course_report_xlsx, name="course_report_xlsx"),
    path("tareas/", confirming.companions_tasks, name="companions_tasks"),
    path("tarea/<int:pk>/confirmar/", confirming.confirm_task, name="confirm_task"),
    path("tarea/<int:pk>/vale.pdf", confirming.task_slip, name="task_slip"),
    path("vale/", confirming.slip_door, name="slip_door"),
    path("vale/<str:code>/", confirming.slip, name="slip"),
]
