"""The printed tables of the package's interfaces."""

from gdyb_runtime.model.tables import Tables

__all__ = ["TABLES"]

TABLES = Tables("gdyb.schemas")
