# Written by gdyb-generator from spec/; change the spec and regenerate.
"""文件布局：随接口上传或下载的文本文件，一行有哪些列。"""

__all__ = []
