"""Doors, her own page, codes and cards. Composed into the app's addresses by ``urls.py``."""

from django.urls import path

from .device import views as device
from .helplines import views as helplines
from .her_data import views as her_data
from .secondfactor import views as second
from .views import access, account, cards, sync

urlpatterns = [
    path("entrar/", access.sign_in, name="sign_in"),
    path("entrar/perfil/<uuid:pk>/", access.profile_sign_in, name="profile_sign_in"),
    path("entrar/equipo/", access.team_sign_in, name="team_sign_in"),
    path("entrar/segundo/", second.second_step, name="second_step"),
    path("entrar/ayuda/", access.recover, name="recover"),
    path("entrar/guardado/", access.kept_form, name="kept_form"),
    path("salir/", access.sign_out, name="sign_out"),
    path("salir/listo/", access.signed_out, name="signed_out"),
    path("i/<str:code>/", access.invitation, name="invitation"),
    path("mi-pagina/", account.account, name="account"),
    path("mi-pagina/para-entrar/", account.how_i_enter, name="how_i_enter"),
    path("mi-pagina/cambiar/<slug:what>/", account.change, name="account_change"),
    path("mi-pagina/permisos/", account.consents, name="consents"),
    path("mi-pagina/avisos/", account.notices_page, name="notices"),
    path("mi-pagina/quien-miro/", account.who_looked, name="who_looked"),
    path("mi-pagina/datos/", her_data.her_data, name="her_data"),
    path("mi-pagina/datos/pagina.html", her_data.as_page, name="her_data_page"),
    path("mi-pagina/datos/archivo.json", her_data.as_json, name="her_data_json"),
    path("mi-pagina/datos/borrar/", her_data.erase, name="erase"),
    path("mi-pagina/segundo-paso/", second.second_factors, name="second_factors"),
    path("mi-pagina/segundo-paso/aplicacion/", second.add_app, name="add_app"),
    path("mi-pagina/segundo-paso/llave/", second.add_passkey, name="add_passkey"),
    path("mi-pagina/segundo-paso/codigos/", second.printed_codes, name="printed_codes"),
    path("mi-pagina/segundo-paso/<uuid:pk>/quitar/", second.remove_factor, name="remove_factor"),
    path("mi-pagina/sesiones/", second.sessions_page, name="sessions"),
    path("a-quien-llamar/", helplines.help_lines, name="help_lines"),
    path("borrado/", her_data.erased, name="erased"),
    path("mi-pagina/telefono/olvidar/", access.forget_device_profile, name="forget_device_profile"),
    path("mi-pagina/telefono/mostrar/", access.show_on_phone, name="show_on_phone"),
    path("mi-camino/enviado/", sync.sync_centre, name="sync_centre"),
    path("mi-camino/enviado/<uuid:pk>/borrar/", sync.delete_kept, name="delete_kept"),
    path("mi-camino/traer/", device.bring, name="bring"),
    path("celular/palabras.json", device.words, name="device_words"),
    path("celular/llave.json", device.carrier_key, name="carrier_key"),
    path("acompanar/recibo/", sync.receipt, name="receipt"),
    path("organizar/socia/<uuid:pk>/recuperar/", cards.issue_recovery, name="issue_recovery"),
    path("organizar/invitacion/<int:pk>/tarjeta.pdf", cards.invitation_card, name="invitation_card"),
    path("organizar/<int:pk>/tarjetas.pdf", cards.invitation_cards, name="invitation_cards"),
]
