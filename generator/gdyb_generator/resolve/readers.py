"""A loaded reader library → its records with the functions that return them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gdyb_generator import ir
from gdyb_generator.spec import format as form
from gdyb_generator.spec.format import readers as reader_format

_Errata = Callable[[Iterable[str]], tuple[form.Erratum, ...]]


def resolve(
    library: reader_format.ReaderFile, operations: Iterable[form.ReaderOperation], errata: _Errata
) -> ir.ReaderLibrary:
    """The library of a spec without findings; ``errata`` gives what is registered under some ids."""
    functions = {function.name: function for function in library.functions}
    returning = {record.function for record in library.records}
    silent = [function for function in library.functions if function.name not in returning]
    of_silent = [name for function in silent for name in _of_function(function)]
    of_addresses = [name for address in library.init_addresses for name in address.errata]
    return ir.ReaderLibrary(
        constant=library.library.upper(),
        record=library,
        operations={operation.operation: operation for operation in operations},
        records=tuple(_record(record, functions[record.function], errata) for record in library.records),
        errata=errata(dict.fromkeys([*library.errata, *of_addresses, *of_silent])),
    )


def _record(record: reader_format.Record, function: reader_format.Function, errata: _Errata) -> ir.ReaderRecord:
    of_arrangements = [name for arrangement in record.arrangements for name in arrangement.errata]
    return ir.ReaderRecord(
        record=record,
        function=function,
        items=tuple(ir.ReaderItem(record=item, errata=errata(item.errata)) for item in record.items),
        errata=errata(dict.fromkeys([*_of_function(function), *record.errata, *of_arrangements])),
    )


def _of_function(function: reader_format.Function) -> list[str]:
    return [*function.errata, *(name for parameter in function.parameters for name in parameter.errata)]
