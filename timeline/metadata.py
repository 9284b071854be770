"""The tables that follow from facts: they have a fingerprint instead of migrations (timeline/store.py)."""

from sqlalchemy import MetaData

metadata = MetaData()
