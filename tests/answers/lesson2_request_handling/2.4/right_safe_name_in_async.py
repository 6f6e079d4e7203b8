# region 2.4
import re

from starlette.concurrency import run_in_threadpool


def safe(name):
    base = pathlib.PurePosixPath(name.replace("\\", "/")).name
    return re.sub(r"[^A-Za-z0-9.-]", "_", base)[-80:].lstrip(".") or "unnamed"


async def contents_of(file):
    parts, size = [], 0
    while part := await file.read(16_384):
        size += len(part)
        if size > MAX_BYTES:
            raise HTTPException(413, "too large")
        parts.append(part)
    return b"".join(parts)


def write(file, data):
    UPLOADS.mkdir(parents=True, exist_ok=True)
    stored_as = f"{uuid.uuid4()}-{safe(file.filename)}"
    (UPLOADS / stored_as).write_bytes(data)
    return {
        "filename": file.filename,
        "stored_as": stored_as,
        "size": len(data),
        "content_type": file.content_type,
    }


@app.post("/artifacts", status_code=201)
async def upload(file: UploadFile):
    return await run_in_threadpool(write, file, await contents_of(file))


@app.post("/artifacts/batch", status_code=201)
async def upload_many(files: list[UploadFile]):
    data = [await contents_of(file) for file in files]
    return [await run_in_threadpool(write, f, d) for f, d in zip(files, data)]
# endregion
