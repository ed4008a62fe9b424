# Written by gdyb-generator from spec/; change the spec and regenerate.
"""模型的基类：知道随包发布的 JSON Schema 在哪里。"""

from collections.abc import Mapping
from typing import ClassVar

from gdyb_runtime.model.base import ReplyModel, RequestModel


class Request(RequestModel):
    """一切发送内容的基类：照接口表格严格检查。"""

    __schemas__: ClassVar[str] = "gdyb.schemas"


class ReplyBase(ReplyModel):
    """一切应答内容的基类：与表格不符之处只作提示；`__spellings__` 是见过的其他写法。"""

    __schemas__: ClassVar[str] = "gdyb.schemas"
    __spellings__: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "FILE_NO": ("file_no",),
        "expContent": ("exp", "exp_content"),
        "fileNo": ("file_no",),
    }
