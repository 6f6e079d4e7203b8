"""Given: the registry, a database that other teams look after. You call it, you don't
edit it.

It can be out of reach at any time. Whatever goes wrong inside comes out as a
:class:`RegistryError`. To see one with ``course run``, ask for a model_id over 1000.
"""


class RegistryError(Exception):
    """The registry could not answer. Its text is for us, not for clients."""


def query(sql: str, model_id: int) -> int:
    """Ask the database. It only pretends, and knows the answers by heart."""
    if model_id > 1000:
        raise ConnectionError("connection to hub:tr0ub4dor@db-7.internal:5432 refused")
    return model_id * 7 % 100


def count_downloads(model_id: int) -> int:
    """How often a model was downloaded. Raises RegistryError."""
    return _ask("SELECT downloads FROM usage WHERE model_id = %s", model_id)


def count_likes(model_id: int) -> int:
    """How many people like a model. Raises RegistryError."""
    return _ask("SELECT likes FROM usage WHERE model_id = %s", model_id)


def _ask(sql: str, model_id: int) -> int:
    try:
        return query(sql, model_id)
    except Exception as error:
        raise RegistryError(f"{sql}: {error}") from error
