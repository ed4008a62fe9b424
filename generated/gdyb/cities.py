# Written by gdyb-generator from spec/; change the spec and regenerate.
"""地市与省文档不同之处：配置里写 city 即可使用；没有列出的地市与省文档一致。"""

from typing import Final

from gdyb_runtime.config.cities import Cities, City

__all__ = ["CITIES"]

CITIES: Final = Cities(
    edition="",
    known=(
        # reader.profile 改为 foshan：同一文件名的动态库导出的函数名与文档不同，按文档的名字找不到函数（依据：一个公开的佛山客户端，调用 SSCard.dll 的 ReadCardBasGZ 与 GetTwoBarCodes）
        City(
            id="foshan",
            label="佛山",
            settings=(),
            reader_profile="foshan",
            headers=(),
            answers=(),
            changes_tables=False,
        ),
        # content_type 改为 text/plain：当地在用的正式环境走的是这一种，照它发送最有把握；application/json 只见于个别接口（依据：一个公开的中山客户端（2021 至 2022 年，医院在用），几乎所有正式环境的调用都是如此）
        City(
            id="zhongshan",
            label="中山",
            settings=(("content_type", "text/plain"),),
            reader_profile="",
            headers=(),
            answers=(),
            changes_tables=False,
        ),
    ),
)
"""edition 是生成本包时套用的地市，空为省文档。"""
