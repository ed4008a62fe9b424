# Written by gdyb-generator from spec/; change the spec and regenerate.
"""地市与省文档不同之处：配置里写 city 即可使用；没有列出的地市与省文档一致。"""

from typing import Final

from gdyb_runtime.config.cities import Cities

__all__ = ["CITIES"]

CITIES: Final = Cities(
    edition="",
    known=(),
)
"""edition 是生成本包时套用的地市，空为省文档。"""
