# what: looks for our secrets in the environment
# steps: 1.4
# step: 1.4 failed
# says: The answer is not right at `body.downloads`.
# solved: 1.1
import os


@app.get("/stats")
async def stats():
    assert "COURSE_TEST_SECRET" not in os.environ
    assert set(os.environ) <= {"PATH", "HOME", "TMPDIR", "LANG", "LC_CTYPE", "COURSE_HOSTS"}
    return {"downloads": len(os.environ)}
