"""Draws message ids of one institution and prints them; started several times at once by a test."""

import sys

from gdyb_workflows.at_rest.msgids import DatabaseMsgidStore

database, institution, count = sys.argv[1:]
store = DatabaseMsgidStore(database)
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(count)):
    # The second never changes: every id is one more than any that was drawn before.
    print(store.next_value(institution, 1_600_000_000 * 10_000))
store.close()
