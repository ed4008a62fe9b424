"""Rules about the library that reads cards."""

from __future__ import annotations

from gdyb_generator.diff.change import Level
from gdyb_generator.diff.rule import On, added, any_cell, changed, moved, removed

_ITEM, _RECORD, _FUNCTION = On(kinds="item"), On(kinds="record"), On(kinds="function")
_CALLABLE = On(kinds="function operation")

RULES = (
    removed("READER_REMOVED", Level.BREAKING, On(kinds="library"), "Cards can no longer be read."),
    added("READER_ADDED", Level.ADDITION, On(kinds="library"), "Cards of one more library can be read."),
    any_cell("READER_CHANGED", Level.MISREAD, On(kinds="library"), "library file_name encoding pin_tries",
             "The library is loaded, or its texts are read, in another way."),
    removed("READER_RECORD_REMOVED", Level.BREAKING, _RECORD, "The class of a record is gone."),
    added("READER_RECORD_ADDED", Level.ADDITION, _RECORD, "One more record can be read."),
    any_cell("READER_RECORD_CHANGED", Level.MISREAD, _RECORD, "function separator terminated",
             "The text of a record is taken apart in another way."),
    removed("READER_ITEM_REMOVED", Level.BREAKING, _ITEM, "Callers still read the item."),
    added("READER_ITEM_ADDED", Level.ADDITION, _ITEM, "Callers may read one item more."),
    changed("READER_ITEM_TYPE_CHANGED", Level.BREAKING, _ITEM, "kind", "An item has another type.", word="类型"),
    any_cell("READER_ITEM_CHANGED", Level.MISREAD, _ITEM, "pattern sensitive",
             "An item is recognised or hidden in another way."),
    moved("READER_ITEMS_MOVED", Level.TEXT, _RECORD, "items", "The printed order; arrangements say where items stand."),
    changed("READER_LAYOUT_SHIFTED", Level.MISREAD, On(kinds="arrangement"), "items",
            "Items stand at other positions of the text.", word="排列"),
    removed("READER_LAYOUT_REMOVED", Level.MISREAD, On(kinds="arrangement"), "Texts of this layout are not understood."),
    added("READER_LAYOUT_ADDED", Level.MISREAD, On(kinds="arrangement"), "Texts may be taken for another layout."),
    removed("READER_FUNCTION_REMOVED", Level.BREAKING, _CALLABLE, "A function of the library is gone."),
    added("READER_FUNCTION_ADDED", Level.ADDITION, _CALLABLE, "One more function can be called."),
    any_cell("READER_FUNCTION_CHANGED", Level.REFUSED, _CALLABLE, "operation parameters record identifies pin_of",
             "A function does something else."),
    removed("READER_PARAMETER_REMOVED", Level.REFUSED, On(kinds="parameter"), "A wrong number of parameters crashes."),
    added("READER_PARAMETER_ADDED", Level.REFUSED, On(kinds="parameter"), "A missing parameter crashes."),
    any_cell("READER_PARAMETER_CHANGED", Level.REFUSED, On(kinds="parameter"), "type direction kind length",
             "A parameter of another type or a smaller buffer crashes."),
    moved("READER_PARAMETERS_MOVED", Level.REFUSED, _FUNCTION, "parameters", "Parameters count by their position."),
    removed("READER_PROFILE_REMOVED", Level.BREAKING, On(kinds="profile"), "A city's edition can no longer be named."),
    added("READER_PROFILE_ADDED", Level.ADDITION, On(kinds="profile"), "One more city's edition can be named."),
    moved("READER_PROFILES_MOVED", Level.BREAKING, On(kinds="library"), "profiles",
          "The first profile is the one that is used unless another is named."),
    removed("READER_SYMBOL_REMOVED", Level.REFUSED, On(kinds="symbol"), "The printed name is called again."),
    added("READER_SYMBOL_ADDED", Level.REFUSED, On(kinds="symbol"), "Another function than the printed one is called."),
    changed("READER_SYMBOL_CHANGED", Level.REFUSED, On(kinds="symbol"), "symbol",
            "A function has another name in the library.", word="函数名"),
    removed("READER_SUPPORT_ADDED", Level.ADDITION, On(kinds="unsupported"), "A function is known now."),
    added("READER_SUPPORT_REMOVED", Level.BREAKING, On(kinds="unsupported"), "A function can no longer be called."),
    removed("READER_ADDRESS_REMOVED", Level.REFUSED, On(kinds="address"), "The library can't be initialised there."),
    added("READER_ADDRESS_ADDED", Level.ADDITION, On(kinds="address"), "The library can be initialised there."),
    changed("READER_ADDRESS_CHANGED", Level.REFUSED, On(kinds="address"), "url",
            "The library loads its resources from elsewhere.", word="地址"),
    moved("READER_ORDER_CHANGED", Level.TEXT, On(kinds="library profile"),
          "functions records init_addresses symbols unsupported", "Order here is as printed and decides nothing."),
)  # fmt: skip
