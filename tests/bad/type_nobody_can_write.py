# what: an answer's type that Pydantic cannot write, with a Depends inside
# error: crash
# says: declares: `Annotated[Session, Depends(…)]`
from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()


class Session: ...


def get_session() -> Session:
    return Session()


@app.get("/stats", response_model=Annotated[Session, Depends(get_session)])  # HERE
def stats() -> None: ...
