"""Editions: what is kept, who reads what of it, and what is taken back."""

import pytest
from django.urls import reverse

from meetings.sets.book import public_book


def titles(book):
    return [section.title for chapter in book.chapters for section in chapter.sections]


@pytest.fixture
def public(edition):
    return reverse("meetings:public_edition", args=[edition.uid])


def test_everyone_reads_only_what_tellers_let_everyone_read(client, public, edition):
    response = client.get(public)

    text = response.content.decode()
    assert (text.count("น้ำใจ"), text.count("เงียบทั้งวง")) == (2, 0)
    assert titles(public_book(edition)) == ["น้ำใจ"]
    assert public_book(edition).left_out_number == 1
