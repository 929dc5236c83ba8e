"""Several people at the same moment, each with a database connection of their own; see `many_connections`."""

import threading

from django.db import connection


def all_at_once(*acts):
    """Run each act in a thread with a connection of its own; returns what they raised."""
    start, raised = threading.Barrier(len(acts)), []

    def run(act):
        try:
            start.wait()
            act()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
