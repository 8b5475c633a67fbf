"""The addresses of signing in. Each page of django-allauth that is used is named here; all others do not exist.

Names are those by which allauth knows its pages.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path
from django.views.generic import RedirectView

from touchstone.web.accounts.people import account as own
from touchstone.web.accounts.sessions import resuming
from touchstone.web.accounts.sign_in import single_sign_on, views

urlpatterns = [
    path("", own.account, name="account"),
    path("details/", own.details, name="account_details"),
    path("sessions/", own.sessions, name="account_sessions"),
    path("sessions/<uuid:id>/end/", own.end_session, name="account_end_session"),
    path("sessions/end-others/", own.end_other_sessions, name="account_end_other_sessions"),
    path("login/", views.sign_in, name="account_login"),
    path("logout/", views.sign_out, name="account_logout"),
    path("stay/", resuming.stay_signed_in, name="stay_signed_in"),
    path("send-again/", resuming.send_again, name="send_again"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("link/<uuid:token>/", views.open_link, name="link"),
    path("link/", views.use_link, name="use_link"),
    path("password/change/", views.change_password, name="account_change_password"),
    path("password/reset/", views.ask_for_password, name="account_reset_password"),
    path("2fa/", views.second_factors, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", views.recovery_codes, name="mfa_recovery_codes"),
    path("2fa/webauthn/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("2fa/webauthn/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("single-sign-on/", single_sign_on.begin, name="single_sign_on"),
    path("single-sign-on/callback/", single_sign_on.callback, name="single_sign_on_callback"),
    path("single-sign-on/disconnect/", views.disconnect, name="single_sign_on_disconnect"),
]
