"""Opentime: live email content, decided when the email is opened."""

__version__ = "0.1.0"
