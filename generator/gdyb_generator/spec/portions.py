"""Work for several processes, shared out over the cores."""

import os


def portions(items: list[str], smallest: int) -> list[list[str]]:
    """One portion for each core, none so small that starting a process costs more than it saves."""
    count = max(1, min(os.cpu_count() or 1, len(items) // smallest))
    size = -(-len(items) // count)
    return [items[start : start + size] for start in range(0, len(items), size)] if items else []
