"""Whom and what a row means: persons, organizations, programmes, providers, events."""
