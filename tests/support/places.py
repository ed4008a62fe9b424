"""Where the checkout and what tests read of it are."""

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
SPEC = ROOT / "spec"
GOLDEN = TESTS / "generator" / "golden"
EXPECTED = GOLDEN / "expected"
"""The package that the generator writes from the golden spec."""
RULES_BASE = TESTS / "generator" / "lint" / "_base"
"""The small spec that the cases of rules edit."""
