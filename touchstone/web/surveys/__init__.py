"""Surveys by link, for children, parents, victims and staff."""
