"""A Word file or its text dump → spec files and a report of doubts; one module per step, nothing guessed silently."""
