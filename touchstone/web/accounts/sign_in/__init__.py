"""Signing in: passwords, second factors, single sign-on, one-time links; django-allauth in our look, by our rules."""
