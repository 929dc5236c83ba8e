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


class Lock:
    """What one has taken and another is about to wait for."""

    WAITED_FOR = """
        SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
    """

    def __init__(self):
        self.taken, self.asked, self.over = threading.Event(), threading.Event(), threading.Event()

    def hold(self):
        """Return, with the transaction still open, when the other waits for it or has come to the end without."""
        self.taken.set()
        while not (self.over.wait(0.01) or self.is_waited_for()):
            pass

    def is_waited_for(self):
        if connection.vendor == "sqlite":
            return self.asked.is_set()
        with connection.cursor() as cursor:
            cursor.execute(self.WAITED_FOR)
            return cursor.fetchone()[0]

    def come_to(self, act):
        """Act once it is taken; returns what the act does."""

        def note(execute, sql, params, many, context):
            if sql.startswith("BEGIN"):  # SQLite's only lock, which is for writing anything
                self.asked.set()
            return execute(sql, params, many, context)

        self.taken.wait()
        try:
            with connection.execute_wrapper(note):
                return act()
        finally:
            self.over.set()
