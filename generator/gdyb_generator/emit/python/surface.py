"""`_surface.txt`: one sorted line per public symbol, so that a review shows what importers will feel."""

from __future__ import annotations

from collections.abc import Iterator

from gdyb_generator import ir
from gdyb_generator.emit.python import readers
from gdyb_generator.emit.python.identification import CLASS, builders, choosers
from gdyb_generator.emit.python.package import exports, public_scalars
from gdyb_generator.spec.names import ROWS, python_name


def emit_surface(package: ir.Package) -> str:
    """Every public name of the generated package with its type."""
    lines = {f"gdyb.{name}" for name in exports(package)}
    lines.update(_operations(package))
    lines.update(_models(package))
    if (identification := package.identification) is not None:
        result = f"{identification.interface.module}.{identification.node.class_name}"
        lines.update(f"gdyb.{CLASS}.{b.name}({s}) -> {result}" for b in builders(identification) for s in b.signatures)
        lines.update(f"gdyb.{CLASS}.{c.name}({c.signature}) -> {result}" for c in choosers(identification))
    for city in package.cities:
        defaults = [f"{name}={value!r}" for name, value in city.settings]
        defaults += [f"{header} as {name}" for header, name in city.headers]
        profile = [f"reader.profile={city.reader_profile!r}"] if city.reader_profile else []
        tables = ["tables of its own"] if city.changes_tables else []
        lines.add(f"gdyb.cities.CITIES: {city.id} {', '.join([*defaults, *profile, *tables])}")
    for dictionary in package.dictionaries:
        lines.update(f"gdyb.codes.{dictionary.class_name}.{v.name} = {v.code!r}" for v in dictionary.values)
    for layout in package.layouts:
        lines.add(f"gdyb.layouts.{layout.constant}: {', '.join(column.row.name for column in layout.columns)}")
    lines.update(f"gdyb.types.{s.name}: {s.kind}" for s in public_scalars(package))
    if (rules := package.settlement) is not None:
        named = "gdyb.settlement.SETTLEMENT"
        lines.update(f"{named}.voucher_uses: {use.infno} {use.field}" for use in rules.voucher.uses)
        lines.update(
            f"{named}.reversible: {one.infno}" for one in (rules.reversal.reversible if rules.reversal else ())
        )
    if package.readers is not None:
        lines.update(_readers(package.readers))
    for field in package.request.fields:
        if field.row.source == "settings":
            lines.add(f"gdyb.Settings.{field.attribute}: {field.scalar.name}{_required(field)}")
    return "".join(f"{line}\n" for line in sorted(lines))


def _operations(package: ir.Package) -> Iterator[str]:
    for interface in package.interfaces:
        for operation in interface.operations:
            nodes = [
                f"{n.wire}: {'rows of ' if n.many else ''}{interface.module}.{n.class_name}{'' if n.required else ' | None'}"
                for n in operation.parameters
            ]
            signature = ", ".join(["*", *nodes]) if nodes else ""
            for client in ("Client", "AsyncClient"):
                yield f"gdyb.{client}.{operation.name}({signature}) -> Reply[{interface.module}.Output]"
            yield f"gdyb.operations.{operation.name}: {interface.infno} {interface.effect}"


def _readers(library: ir.ReaderLibrary) -> Iterator[str]:
    yield from (f"gdyb.readers.{name}" for name in readers.names(library))
    for item in library.records:
        name = f"gdyb.readers.{item.record.record}"
        for field in item.items:
            mark = f" ({field.record.sensitive})" if field.record.sensitive != "public" else ""
            yield f"{name}.{field.record.name}: {readers.TYPES[field.record.kind]}{mark}"
        yield f"{name}.layout: {len(item.record.arrangements)} arrangements of {item.record.function}"
    constant = f"gdyb.readers.{library.constant}"
    for function in library.record.functions:
        yield f"{constant}.functions: {function.operation} = {function.name}({', '.join(p.name for p in function.parameters)})"
    for profile in library.record.profiles:
        renamed = [f"{symbol.function} = {symbol.symbol}" for symbol in profile.symbols]
        missing = [f"no {item.function}" for item in profile.unsupported]
        yield f"{constant}.profiles: {profile.id}, {', '.join([*renamed, *missing]) or 'as printed'}"


def _models(package: ir.Package) -> Iterator[str]:
    for interface in package.interfaces:
        prefix = f"gdyb.models.{interface.module}"
        nodes = {n.class_name: n for o in interface.operations for n in o.nodes} | {
            n.class_name: n for n in interface.output
        }
        for node in nodes.values():
            for field in node.fields:
                yield f"{prefix}.{node.class_name}.{field.attribute}: {field.scalar.name}{_required(field)}"
        sides = [(o.input_class, o.nodes) for o in interface.operations] + [("Output", interface.output)]
        for class_name, members in sides:
            yield f"{prefix}.{class_name}"
            names = {node.wire: node.class_name for node in members} | {"": class_name}
            for node in members:
                wire = node.wire or (ROWS if node.many else "")
                if wire:
                    kind = f"list[{node.class_name}]" if node.many else node.class_name
                    # Rows of a reply are never None.
                    never_none = node.required or (node.many and class_name == "Output")
                    holder = f"{prefix}.{names[node.inside]}.{python_name(wire)}"
                    yield f"{holder}: {kind}{'' if never_none else ' | None'}"


def _required(field: ir.Field) -> str:
    return "" if field.required else " | None"
