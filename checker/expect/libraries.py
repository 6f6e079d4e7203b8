"""What the libraries of the course raise, what it means there, and where their names live."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TABLE = "select() and get() take the table's class here, not a Pydantic model"
_LONG = "refuse a password of more than 72 bytes before you hash it"
_OTHERS_ROW = "that row is not of this session: read it, change it and commit it in one session"
DEPENDS_SESSION = "write a function that yields a session, and give its name: Depends(get_session)"

SIGNS = (
    # passlib and bcrypt
    ("UnknownHashError", "verify() takes the password first, then its hash: that is no hash"),
    ("no crypt handler found", 'check the name of the scheme: CryptContext(schemes=["bcrypt"])'),
    ("hash must be unicode or bytes", "verify() takes the password first, then its hash as text"),
    ("PasswordSizeError", _LONG),
    ("PasswordTruncateError", _LONG),
    ("password cannot be longer than 72 bytes", _LONG),
    # SQLAlchemy
    (
        "AsyncContextNotStarted",
        "an async engine needs an AsyncSession, made by async_sessionmaker(), and `await`",
    ),
    ("was a class (", "make a row of that class first: session.add(Row(…)), not session.add(Row)"),
    (
        "UnmappedInstanceError",
        "a session takes rows only: make one of the table's class from that object",
    ),
    ("UnmappedClassError", _TABLE),
    ("No inspection system is available", _TABLE),
    ("or other columns clause element expected", _TABLE),
    ("is already attached to session", _OTHERS_ROW),
    ("is not persistent within this Session", _OTHERS_ROW),
    ("InvalidRequestError: Instance '<", _OTHERS_ROW),
    ("should be explicitly declared as text(", "write the query with select(…), not as a string"),
    ("DetachedInstanceError", "read what you need of a row before its session is closed"),
    ("is an invalid keyword argument for", "that table has no such column: check the name"),
    ("NoResultFound", "no row fits: scalar_one_or_none() gives None then, which can be a 404"),
    ("MultipleResultsFound", "more than one row fits: narrow the query with where(…)"),
    ("no such table", "the table is not made yet: it has to be there before the first request"),
    ("no such column", "the database file has another table: delete the file to begin afresh"),
    ("database is locked", "another session is still at work there: close each one you open"),
    ("NOT NULL constraint failed", "a column gets no value: give the row all that it needs"),
    ("Error binding parameter", "a column takes a plain value: hand over one field, not the whole"),
    ("concurrent operations are not permitted", "await the session's calls one after the other"),
    (
        "requires an async driver",
        'name the async driver in the address: "sqlite+aiosqlite:///…"',
    ),
    ("Could not parse SQLAlchemy URL", 'a database address begins as in "sqlite+aiosqlite:///…"'),
    ("'_run_ddl_visitor'", "an async engine makes its tables with run_sync(…create_all)"),
    ("'AsyncSession' object has no attribute 'query'", "write await session.scalars(select(…))"),
    # jose
    ("Subject must be a string", 'put the subject in as text: {"sub": str(…)}'),
    ("JWSError: Algorithm", 'check the name of the algorithm, such as "HS256"'),
    # Pydantic
    (
        "BaseSettings` has been moved",
        "it is in a package of its own: from pydantic_settings import BaseSettings",
    ),
    ("_AsyncSessionBind", DEPENDS_SESSION),
    ("non-annotated attribute", "give each field of the model its type: name: str = …"),
    ("`regex` is removed", "write pattern= instead of regex="),
    ("from_attributes=True` to use from_orm", "write Model.model_validate(…) instead of from_orm"),
    (
        "[type=model_type",
        "to make a model of a row, give it model_config = ConfigDict(from_attributes=True)",
    ),
    ("is not fully defined", "a type in that class is not known there: import it"),
    (
        "PydanticSchemaGenerationError",
        "Pydantic does not know that type: use a model instead",
    ),
    # FastAPI and Starlette
    ("'Depends' object has no attribute", "a type comes first: Annotated[Type, Depends(…)]"),
    ("SessionMiddleware must be installed", "request.session needs SessionMiddleware on the app"),
    ("response already started", "the answer has begun: raise HTTPException before its first byte"),
    ("RuntimeError: File at path", "ask whether the file is there before you send it"),
    ("'State' object has no attribute", "nobody put that name there: set it when the app starts"),
    (
        "HTTPException: ",
        "a route or a dependency raises it: middleware returns a JSONResponse",
    ),
)
"""As those of :mod:`checker.expect.signs`: what stands in "Type: message", and what to do."""

CAUGHT = {
    "IntegrityError": "catch IntegrityError around the commit, and answer it, as with a 409",
    "JWTError": "a token may be false: catch JWTError there, and answer 401",
    "ExpiredSignatureError": "a token may be too old: catch JWTError there, and answer 401",
    "JWTClaimsError": "a token may be false: catch JWTError there, and answer 401",
}
"""Exceptions that a request can cause by itself, and that the code has to answer."""

SLIPS = _words(
    "AmbiguousForeignKeysError ArgumentError AwaitRequired ClientDisconnect CompileError "
    "DataError DatabaseError FastAPIError FlushError IllegalStateChangeError "
    "InterfaceError InvalidRequestError InvalidTokenError JWKError JWSError "
    "JWSSignatureError MissingBackendError MissingGreenlet NoForeignKeysError "
    "NoInspectionAvailable NoSuchTableError NotSupportedError ObjectDeletedError "
    "ObjectNotExecutableError OperationalError ProgrammingError "
    "PydanticUndefinedAnnotation PydanticUserError ResourceClosedError SettingsError "
    "StaleDataError StatementError TemplateNotFound UnboundExecutionError "
    "UnmappedColumnError UnmappedError UnsupportedCompilationError ValidationError "
    "WebSocketException"
)
"""Other exceptions of the libraries: the code that raises them is wrong, so to catch them
hides what is."""

HOMES = {
    name: module
    for module, names in {
        "fastapi": "APIRouter BackgroundTasks Body Cookie Depends FastAPI File Form HTTPException "
        "Header Query Request Response Security UploadFile WebSocket status",
        "fastapi.encoders": "jsonable_encoder",
        "fastapi.exceptions": "RequestValidationError ResponseValidationError",
        "fastapi.responses": "FileResponse HTMLResponse JSONResponse PlainTextResponse "
        "RedirectResponse StreamingResponse",
        "fastapi.security": "APIKeyHeader HTTPAuthorizationCredentials HTTPBasic "
        "HTTPBasicCredentials HTTPBearer OAuth2PasswordBearer OAuth2PasswordRequestForm",
        "fastapi.middleware.cors": "CORSMiddleware",
        "starlette.middleware.base": "BaseHTTPMiddleware",
        "pydantic": "AfterValidator BaseModel BeforeValidator ConfigDict EmailStr Field HttpUrl "
        "SecretStr StringConstraints ValidationError computed_field field_validator "
        "model_validator",
        "pydantic_settings": "BaseSettings SettingsConfigDict",
        "sqlalchemy": "create_engine func select",
        "sqlalchemy.exc": "IntegrityError SQLAlchemyError",
        "sqlalchemy.ext.asyncio": "AsyncEngine AsyncSession async_sessionmaker create_async_engine",
        "sqlalchemy.orm": "DeclarativeBase Mapped mapped_column sessionmaker",
        "jose": "ExpiredSignatureError JWTError jwt",
        "passlib.context": "CryptContext",
        "typing": "Annotated Any ClassVar Literal Optional Union",
        "collections.abc": "AsyncIterator Awaitable Callable Iterator",
        "contextlib": "asynccontextmanager contextmanager suppress",
        "dataclasses": "dataclass",
        "datetime": "UTC datetime timedelta timezone",
        "enum": "Enum StrEnum",
        "functools": "lru_cache",
    }.items()
    for name in names.split()
}
"""Where the names are that the course's code uses."""
MODULES = _words(
    "asyncio base64 contextlib csv fastapi hashlib hmac io json logging math os pydantic "
    "re secrets shutil sqlalchemy string sys tempfile threading time typing uuid"
)
"""Modules that are often meant by a name that nobody imported."""


def imported(name: str) -> str:
    """How a well-known name is imported; "" for any other name."""
    if name in HOMES:
        return f"from {HOMES[name]} import {name}"
    return f"import {name}" if name in MODULES else ""
