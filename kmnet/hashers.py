"""How passwords are hashed: argon2, within the memory of a small server."""

from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth.hashers import Argon2PasswordHasher


class SmallArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id at OWASP's 19 MiB, two passes, one lane; Django's own 100 MiB each is too much for a room of phones."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    # One thread of its own: nine people who sign in together wait a few tenths of a second at most, instead of taking
    # the memory nine times. (A lock would not do: the C library keeps such a block for every thread that had one.)
    one_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hash")

    def encode(self, password, salt):
        return self.one_thread.submit(super().encode, password, salt).result()

    def verify(self, password, encoded):
        return self.one_thread.submit(super().verify, password, encoded).result()
