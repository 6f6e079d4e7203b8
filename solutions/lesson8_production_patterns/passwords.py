"""Given: password hashing, as in lesson 5. You call it, you don't edit it.

Both functions are slow on purpose and block the thread that calls them. Out of an
``async def`` function, call them in a thread: ``await asyncio.to_thread(…)``.
"""

import bcrypt

ROUNDS = 12
"""The cost: one more makes hashing, and guessing, take twice as long."""


def hash_password(password: str) -> str:
    """A salted hash. bcrypt reads no more than 72 bytes of the password."""
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(ROUNDS)).decode()


def verify_password(password: str, hashed: str | None) -> bool:
    """Whether this is the password.

    Without a hash (nobody has that email) the answer is False and takes just as long,
    so that nobody can find out by the clock who has an account.
    """
    if hashed is None:
        hash_password(password)
        return False
    return bcrypt.checkpw(password.encode(), hashed.encode())
