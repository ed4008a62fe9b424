"""The rules a spec must satisfy, as data: id, purpose and one function each; cases in tests/generator/lint/cases/<family>.md."""
