"""The database server of the tests."""

from support.postgresql import postgresql, postgresql_server

__all__ = ["postgresql", "postgresql_server"]
