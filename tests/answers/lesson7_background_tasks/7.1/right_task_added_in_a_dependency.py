# region 7.1
from typing import Annotated

from fastapi import Depends


class Welcome:
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks

    def __call__(self, email: str) -> None:
        self.tasks.add_task(lambda: mail.send(email))


@app.post("/register", status_code=status.HTTP_201_CREATED)
def register(account: AccountCreate, welcome: Annotated[Welcome, Depends()]) -> dict[str, Any]:
    record = accounts.add(account.email, account.name)
    if record is None:
        raise HTTPException(status.HTTP_409_CONFLICT, "This email is taken.")
    welcome(account.email)
    return record
# endregion
