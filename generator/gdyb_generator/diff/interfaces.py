"""Rules about interfaces, their operations and nodes."""

from __future__ import annotations

from gdyb_generator.diff.change import Level, Pair
from gdyb_generator.diff.rule import On, added, any_cell, changed, moved, removed

_REQUEST = On(kinds="node", direction="request")
_REPLY = On(kinds="node", direction="reply")


def _is_required(pair: Pair) -> bool:
    return pair.item.cells.get("required") != "false"


def _is_optional(pair: Pair) -> bool:
    return not _is_required(pair)


def _is_lowered(pair: Pair) -> bool:
    old, new = pair.texts("limit")
    return bool(new) and (not old or int(new) < int(old))


def _is_raised(pair: Pair) -> bool:
    return not _is_lowered(pair)


RULES = (
    removed("INTERFACE_REMOVED", Level.BREAKING, On(kinds="interface"), "Callers of a removed interface fail."),
    added("INTERFACE_ADDED", Level.ADDITION, On(kinds="interface"), "A new interface is an offer."),
    changed("OPERATION_RENAMED", Level.BREAKING, On(kinds="interface variant"), "operation",
            "The client method has another name.", word="方法名"),
    changed("EFFECT_CHANGED", Level.BREAKING, On(kinds="interface"), "effect",
            "A call that changes something is not repeated by itself, a query is.", word="性质"),
    changed("REPLY_KIND_CHANGED", Level.BREAKING, On(kinds="interface"), "reply",
            "A reply that is a file is read in another way than a message.", word="应答"),
    removed("VARIANT_REMOVED", Level.BREAKING, On(kinds="variant"), "A method of its own is gone."),
    added("VARIANT_ADDED", Level.BREAKING, On(kinds="variant"), "The ordinary method refuses the value from now on."),
    changed("VARIANT_CLASS_CHANGED", Level.BREAKING, On(kinds="variant"), "suffix",
            "The input classes of a variant have other names.", word="类名后缀"),
    removed("REQUEST_NODE_REMOVED", Level.BREAKING, _REQUEST, "Callers still pass the node."),
    removed("REPLY_NODE_REMOVED", Level.BREAKING, _REPLY, "Callers still read the node."),
    added("REQUEST_NODE_ADDED_REQUIRED", Level.BREAKING, _REQUEST, "Callers do not pass the node yet.",
          when=_is_required),
    added("REQUEST_NODE_ADDED_OPTIONAL", Level.ADDITION, _REQUEST, "Callers may pass one node more.",
          when=_is_optional),
    added("REPLY_NODE_ADDED", Level.ADDITION, _REPLY, "Callers may read one node more."),
    changed("REQUEST_NODE_NOW_REQUIRED", Level.BREAKING, _REQUEST, "required",
            "Callers that leave the node out are refused.", when=_is_required, word="必填"),
    changed("REQUEST_NODE_NOW_OPTIONAL", Level.ADDITION, _REQUEST, "required",
            "Callers may leave the node out.", when=_is_optional, word="必填"),
    changed("REPLY_NODE_NOW_OPTIONAL", Level.BREAKING, _REPLY, "required",
            "The node may be None, which callers do not expect.", when=_is_optional, word="必填"),
    changed("REPLY_NODE_NOW_REQUIRED", Level.ADDITION, _REPLY, "required",
            "The node always comes; a check for None is merely useless.", when=_is_required, word="必填"),
    changed("CARDINALITY_CHANGED", Level.BREAKING, On(kinds="node"), "rows",
            "One row and many rows have different types.", word="行数"),
    changed("NESTING_CHANGED", Level.BREAKING, On(kinds="node"), "inside",
            "The rows stand in another node.", word="所在节点"),
    changed("REQUEST_ROW_LIMIT_LOWERED", Level.REFUSED, _REQUEST, "limit",
            "More rows than the limit are refused.", when=_is_lowered, word="每次行数上限"),
    changed("REQUEST_ROW_LIMIT_RAISED", Level.ADDITION, _REQUEST, "limit",
            "More rows fit into one call.", when=_is_raised, word="每次行数上限"),
    changed("REPLY_ROW_LIMIT_CHANGED", Level.MISREAD, _REPLY, "limit",
            "Who counts on the number of rows of a reply stops too early or too late.", word="每次行数上限"),
    removed("PAGING_REMOVED", Level.BREAKING, On(kinds="paging"), "Pages can no longer be asked for."),
    added("PAGING_ADDED", Level.MISREAD, On(kinds="paging"), "Who asks once gets the first page only."),
    any_cell("PAGING_CHANGED", Level.MISREAD, On(kinds="paging"), "field first size rows key",
             "Pages that are counted otherwise lose or repeat rows."),
    removed("COUNT_RULE_REMOVED", Level.ADDITION, On(kinds="count"), "A number of rows is no longer checked."),
    added("COUNT_RULE_ADDED", Level.REFUSED, On(kinds="count"), "A wrong number of rows is refused from now on."),
    any_cell("COUNT_RULE_CHANGED", Level.REFUSED, On(kinds="count"), "kind rows",
             "A number counts the rows of another node."),
    moved("ORDER_CHANGED", Level.TEXT, On(kinds="interface node dictionary envelope headers file case"),
          "input output rules variants files fields values documents errata formats rules environments interfaces "
          "arguments sends", "Order within a table is as printed; on the wire and in Python names decide."),
)  # fmt: skip
