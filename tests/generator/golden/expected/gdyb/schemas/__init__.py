# Written by gdyb-generator from spec/; change the spec and regenerate.
"""JSON Schema 2020-12，随包发布：每个接口一个文件，`envelope.json` 是公共报文，`dictionaries.json` 是全部字典，`vocabulary.json` 是表中各列与标记的叫法。

各文件以相对引用 `dictionaries.json#/$defs/字典名` 引用字典，放在同一文件夹里即可解析；`$id` 就是文件名。
"""
