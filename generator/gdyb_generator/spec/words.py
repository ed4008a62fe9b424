"""What people call the keys of the spec format, and values that are words of it, wherever they are shown."""

from __future__ import annotations

CELLS = {
    "address": "地址", "advice": "建议", "algorithm": "算法", "applies_to": "用于", "argument": "参数", "base": "基准",
    "by": "依据的项", "by_label": "依据的项", "caption": "标题", "category": "类别", "charset": "字符集", "check": "校验",
    "code": "代码标识", "code_keys": "错误码的键", "confidence": "可信程度", "content_type": "Content-Type",
    "decision": "处理", "derived_from": "参照的表", "description": "说明", "dictionary": "字典", "direction": "方向",
    "disagreements": "分歧", "document": "文档", "draft": "草稿", "effect": "性质", "effective": "实际取值",
    "effective.code": "实际代码标识", "effective.length": "实际长度", "effective.required": "实际必填",
    "effective.type": "实际类型", "empty": "空值的写法", "encoding": "文字编码", "entry": "压缩包里的文件名",
    "envelope_keys": "报文所在的键", "errata": "勘误编号", "error": "错误", "evidence": "依据", "explanation": "解释",
    "field": "字段", "file_name": "文件名", "finding": "发现", "first": "起始值", "format": "格式", "function": "函数",
    "host": "域名", "identification": "识别的接口", "infno": "接口编号", "inside": "范围内的方式", "items": "各项",
    "key": "行的标识", "keys_errata": "勘误编号", "kind": "类型", "label": "名称", "length": "长度", "library": "动态库",
    "limit": "行数上限", "limit_line": "行号", "line": "行号", "lines": "行号", "message": "文字", "method": "HTTP 方法",
    "means": "含义", "infnos": "限于接口", "signs_in": "要求签到", "finds_nothing": "没有查到", "answer": "答复文字", "echoes": "照原样返回的字段", "total": "总额", "maybe": "可能另计的金额", "addends": "相加的金额", "ask": "可查询的接口", "query": "查询的接口", "takes": "取用的字段", "input": "取自输入字段", "given": "取值方式", "agrees": "应一致的字段", "lookup": "查询结果的方法", "makes": "办成的内容", "mode": "调用方式", "name": "名称", "node": "节点", "note": "说明", "operation": "方法名", "optional": "可另填的字段",
    "output_printed": "印出的输出", "outside": "范围外的方式", "parts": "签名各部分", "parameters": "参数", "personal": "像个人信息的字段名", "identifies": "识别身份用的记录", "pin_of": "密码所属的卡", "id_number": "身份证号码", "ascii": "只有半角字符", "ends_before": "其后的字符", "in_json": "JSON 里的位置", "pattern": "形状",
    "pin_tries": "密码次数", "pin_tries_line": "行号", "ports": "端口", "prefix": "前缀", "reason": "理由",
    "receiver": "接收方", "record": "记录", "remark": "说明", "required": "必填", "required_when": "必填的条件",
    "required_when.field": "必填的条件", "required_when.values": "必填的条件", "required_when_input_has": "必填的条件",
    "undoes": "所撤销的内容", "row_end": "行的结尾", "rows": "行所在的节点", "seconds": "秒数", "sender": "发起方",
    "sensitive": "个人信息标记", "separator": "分隔符", "size": "每页行数", "source": "取值来源", "spellings": "其他写法",
    "subcategory": "子类", "summary": "概要", "table": "表号", "terminated": "末尾有分隔符", "text_keys": "错误文字的键",
    "text_lines": "文本行数", "text_sha256": "文本校验值", "title": "标题", "type": "类型", "url_example": "地址示例",
    "used_in": "使用处", "value": "值", "widths": "每行的列数", "@kind": "类型", "@length": "长度", "@required": "必填",
    "@scale": "小数位",
}  # fmt: skip
"""Keys of any record."""
ROW = ("name", "label", "type", "length", "code", "required", "remark", "line", "dictionary", "confidence", "errata")
"""Keys of a row that are shown as columns of a table."""
ROW_CELLS = {key: CELLS[key] for key in ROW} | {"name": "字段名"}
"""The heads of those columns: what has a label besides its name is called by both."""
EFFECTS = {"query": "查询", "command": "办理（改变平台上的数据）"}
"""What an interface does (`effect`)."""
MEANINGS = {"refused": "被拒绝", "already_done": "先前已办", "unknown": "结果不明"}
"""What a text of the platform says of a command (`means`)."""
