import pytest

from .network_files import run


@pytest.fixture
def load(tmp_path):
    """Load a text as a network file; returns what the command says, in lines."""

    def load_text(text, **options):
        path = tmp_path / "network.yaml"
        path.write_text(text, encoding="utf-8")
        return run(path, **options)

    return load_text
