# Written by gdyb-generator from spec/; change the spec and regenerate.
"""广东省医疗保障信息平台两定医药机构接口的 Python SDK。

`import gdyb` 不加载任何接口，用到时才加载。Nothing below is loaded by `import gdyb`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdyb import cities as cities
    from gdyb import codes as codes
    from gdyb import layouts as layouts
    from gdyb import models as models
    from gdyb import operations as operations
    from gdyb import readers as readers
    from gdyb.client import AsyncClient as AsyncClient
    from gdyb.client import Client as Client
    from gdyb.person_query import PersonQuery as PersonQuery
    from gdyb.settings import Settings as Settings
    from gdyb_runtime.errors import BusinessError as BusinessError
    from gdyb_runtime.errors import FileInvalid as FileInvalid
    from gdyb_runtime.errors import FileUnreadable as FileUnreadable
    from gdyb_runtime.errors import GatewayRefused as GatewayRefused
    from gdyb_runtime.errors import GdybError as GdybError
    from gdyb_runtime.errors import MissingHeaders as MissingHeaders
    from gdyb_runtime.errors import MsgidUnavailable as MsgidUnavailable
    from gdyb_runtime.errors import ReplyDeparts as ReplyDeparts
    from gdyb_runtime.errors import ReplyFieldMissing as ReplyFieldMissing
    from gdyb_runtime.errors import ReplyFieldUnreadable as ReplyFieldUnreadable
    from gdyb_runtime.errors import ReplyTooLarge as ReplyTooLarge
    from gdyb_runtime.errors import ReplyUnreadable as ReplyUnreadable
    from gdyb_runtime.errors import RequestInvalid as RequestInvalid
    from gdyb_runtime.errors import SettingsInvalid as SettingsInvalid
    from gdyb_runtime.errors import SignatureExpired as SignatureExpired
    from gdyb_runtime.errors import SignatureMismatch as SignatureMismatch
    from gdyb_runtime.errors import TransportFailed as TransportFailed
    from gdyb_runtime.errors import UnknownAccount as UnknownAccount
    from gdyb_runtime.model.base import or_none as or_none
    from gdyb_runtime.problems import Problem as Problem
    from gdyb_runtime.wire.reply import Reply as Reply

_HOMES = {
    "AsyncClient": "gdyb.client",
    "Client": "gdyb.client",
    "PersonQuery": "gdyb.person_query",
    "Problem": "gdyb_runtime.problems",
    "Reply": "gdyb_runtime.wire.reply",
    "Settings": "gdyb.settings",
    "or_none": "gdyb_runtime.model.base",
    "BusinessError": "gdyb_runtime.errors",
    "FileInvalid": "gdyb_runtime.errors",
    "FileUnreadable": "gdyb_runtime.errors",
    "GatewayRefused": "gdyb_runtime.errors",
    "GdybError": "gdyb_runtime.errors",
    "MissingHeaders": "gdyb_runtime.errors",
    "MsgidUnavailable": "gdyb_runtime.errors",
    "ReplyDeparts": "gdyb_runtime.errors",
    "ReplyFieldMissing": "gdyb_runtime.errors",
    "ReplyFieldUnreadable": "gdyb_runtime.errors",
    "ReplyTooLarge": "gdyb_runtime.errors",
    "ReplyUnreadable": "gdyb_runtime.errors",
    "RequestInvalid": "gdyb_runtime.errors",
    "SettingsInvalid": "gdyb_runtime.errors",
    "SignatureExpired": "gdyb_runtime.errors",
    "SignatureMismatch": "gdyb_runtime.errors",
    "TransportFailed": "gdyb_runtime.errors",
    "UnknownAccount": "gdyb_runtime.errors",
}
_MODULES = ("cities", "codes", "layouts", "models", "operations", "readers")

__all__ = [
    "AsyncClient",
    "BusinessError",
    "Client",
    "FileInvalid",
    "FileUnreadable",
    "GatewayRefused",
    "GdybError",
    "MissingHeaders",
    "MsgidUnavailable",
    "PersonQuery",
    "Problem",
    "Reply",
    "ReplyDeparts",
    "ReplyFieldMissing",
    "ReplyFieldUnreadable",
    "ReplyTooLarge",
    "ReplyUnreadable",
    "RequestInvalid",
    "Settings",
    "SettingsInvalid",
    "SignatureExpired",
    "SignatureMismatch",
    "TransportFailed",
    "UnknownAccount",
    "cities",
    "codes",
    "layouts",
    "models",
    "operations",
    "or_none",
    "readers",
]


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return import_module(f"gdyb.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'gdyb' has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
