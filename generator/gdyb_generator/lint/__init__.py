"""The rules a spec must satisfy, as data: id, purpose and one function each; fixtures in tests/rules/<id>/."""
