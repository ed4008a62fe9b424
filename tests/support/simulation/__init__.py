"""Whole histories of the real code against a simulated platform, network, clock and person, each from one seed.

What a world is made of is independent of what it is about:

    decisions   what happens in a history: drawn from a seed, or replayed from what was drawn
    clock       one true time, the clocks of hosts that depart from it, and what is due later
    network     what becomes of a request and of its answer
    crashes     a program that dies at a write, and a database that goes away
    stores      where a ledger is: SQLite in memory, or PostgreSQL
    running     one history to its end, with its figures and what it violated
    shrinking   the shortest history that still violates the same

A world adds the platform, the programs with what they may do next, and the invariants; `clearing` is one.
"""
