"""Addresses of promises, what is owed, spaces, the directory, and the public face."""

from django.urls import path

from .calendar import views as calendar
from .commitments import views, views_change, views_following, views_notice, views_proof
from .commitments.owed import views as owed
from .public import views as public
from .public import views_open
from .spaces import views as spaces
from .spaces import views_directory as directory

urlpatterns = [
    path("dialogo/compromisos/", views.commitments, name="commitments"),
    path("dialogo/compromisos/nuevo/", views.note, name="note_commitment"),
    path("dialogo/compromisos/nos-deben/", owed.owed, name="owed"),
    path("dialogo/compromisos/nos-deben.csv", owed.owed_csv, name="owed_csv"),
    path("dialogo/compromisos/nos-deben.xlsx", owed.owed_xlsx, name="owed_xlsx"),
    path("dialogo/compromisos/nos-deben.pdf", owed.owed_pdf, name="owed_pdf"),
    path("dialogo/compromisos/<uuid:pk>/", views.commitment, name="commitment"),
    path("dialogo/compromisos/<uuid:pk>/corregir/", views.correct, name="correct_commitment"),
    path("dialogo/compromisos/<uuid:pk>/seguimiento/", views_following.follow, name="follow_commitment"),
    path("dialogo/compromisos/<uuid:pk>/escalera/", views_following.ladder, name="ladder"),
    path("dialogo/compromisos/<uuid:pk>/carta/<slug:step>.pdf", views_following.letter, name="letter"),
    path("dialogo/compromisos/<uuid:pk>/respuesta/<uuid:step>/", views_following.answer, name="note_answer"),
    path("dialogo/compromisos/<uuid:pk>/quitar/<uuid:entry>/", views_following.take_back, name="take_back_entry"),
    path("dialogo/compromisos/<uuid:pk>/prueba/", views_proof.add_proof, name="add_proof"),
    path("dialogo/compromisos/<uuid:pk>/aviso/", views_notice.of_commitment, name="late_notice"),
    path("dialogo/sesiones/<uuid:pk>/aviso/", views_notice.of_session, name="late_notice_of_session"),
    path("dialogo/feriados/", calendar.holidays, name="holidays"),
    path("dialogo/feriados/<int:pk>/quitar/", calendar.take_off, name="take_off_holiday"),
    path("dialogo/compromisos/<uuid:pk>/publicar/", public.publish, name="publish_commitment"),
    path("dialogo/compromisos/<uuid:pk>/despublicar/", public.unpublish, name="unpublish_commitment"),
    # --- a new authority ---------------------------------------------------------------------------
    path("dialogo/cambio/<int:organisation>/", views_change.begin, name="begin_change"),
    path("dialogo/cambio/<int:organisation>/<uuid:institution>/", views_change.new, name="new_change"),
    path(
        "dialogo/cambio/<int:organisation>/<uuid:institution>/<uuid:post>/",
        views_change.new,
        name="new_change_of_post",
    ),
    path("dialogo/cambio/<uuid:pk>/", views_change.changed, name="change"),
    path("dialogo/cambio/<uuid:pk>/carta.pdf", views_change.change_letter, name="change_letter"),
    path("dialogo/cambio/<uuid:pk>/entregada/", views_change.sent, name="change_letter_sent"),
    # --- spaces and the directory ------------------------------------------------------------------
    path("dialogo/espacios/", spaces.spaces, name="spaces"),
    path("dialogo/espacios/nuevo/", spaces.new, name="new_space"),
    path("dialogo/espacios/<uuid:pk>/", spaces.space, name="space"),
    path("dialogo/espacios/<uuid:pk>/cambiar/", spaces.change, name="change_space"),
    path("dialogo/espacios/<uuid:pk>/asiento/", spaces.new_seat, name="new_space_seat"),
    path("dialogo/espacios/<uuid:pk>/asiento/<int:seat>/termina/", spaces.end_seat, name="end_space_seat"),
    path("dialogo/instituciones/", directory.institutions, name="institutions"),
    path("dialogo/instituciones/<uuid:pk>/", directory.institution, name="institution"),
    path(
        "dialogo/instituciones/<uuid:pk>/autoridad/<int:official>/borrar/",
        directory.remove_official,
        name="remove_official",
    ),
    # --- what strangers read -----------------------------------------------------------------------
    path("dialogo/publico/<int:organisation>/", public.face, name="public_face"),
    path("dialogo/publico/<int:organisation>/quitar/", public.take_down, name="take_down_face"),
    path("dialogo/publico/<int:organisation>/pedido/<int:pk>/", public.answer_correction, name="answer_correction"),
    path("compromisos/<slug:slug>/", views_open.page, name="open_commitments"),
    path("compromisos/<slug:slug>/tabla/", views_open.table, name="open_table"),
    path("compromisos/<slug:slug>/corregir/<uuid:pk>/", views_open.ask_correction, name="ask_correction"),
]
