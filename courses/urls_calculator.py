"""Addresses of the cost-per-ration calculator; courses/urls.py takes them in."""

from django.urls import path

from .views import calculator

urlpatterns = [
    path("calculadora/", calculator.calculator, name="calculator"),
    path("calculadora/guardar/", calculator.save_sheet, name="save_sheet"),
    path("calculadora/guardadas/", calculator.saved_sheets, name="saved_sheets"),
    path("calculadora/guardadas/<uuid:sheet>/", calculator.saved_sheet, name="saved_sheet"),
    path("calculadora/guardadas/<uuid:sheet>/borrar/", calculator.delete_sheet, name="delete_sheet"),
]
