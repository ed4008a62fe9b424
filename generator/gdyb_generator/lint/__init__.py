"""The rules a spec must satisfy, as data: id, purpose and one function each; fixtures in tests/rules/<id>/."""

from gdyb_generator.lint.registry import Rule, lint, rules

__all__ = ["Rule", "lint", "rules"]
