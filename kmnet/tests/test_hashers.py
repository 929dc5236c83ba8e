"""The password hash and its numbers; bench/start.py measures its memory."""

from django.contrib.auth.hashers import check_password, get_hasher, make_password

from kmnet import settings as ours
from kmnet.hashers import SmallArgon2PasswordHasher


def test_passwords_are_hashed_with_argon2_in_19_mebibytes(settings):
    settings.PASSWORD_HASHERS = ["kmnet.hashers.SmallArgon2PasswordHasher"]

    encoded = make_password("ความลับ", salt="salt" * 6)

    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password("ความลับ", encoded) is True
    assert check_password("ความลบ", encoded) is False


def test_hash_stored_with_other_numbers_is_renewed_at_the_next_sign_in(settings):
    settings.PASSWORD_HASHERS = ["kmnet.hashers.SmallArgon2PasswordHasher"]
    stored = (
        "argon2$argon2id$v=19$m=1024,t=2,p=8$c2FsdHNhbHRzYWx0c2FsdHNhbHRz$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    )

    assert get_hasher().must_update(stored) is True


def test_settings_hash_new_passwords_with_it():
    name = f"{SmallArgon2PasswordHasher.__module__}.{SmallArgon2PasswordHasher.__name__}"

    assert ours.PASSWORD_HASHERS[0] == name
