# region 3.6
import csv
import io


async def lines():
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "name", "framework", "version"])
    async for row in exports.rows():
        writer.writerow(row)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


@app.get("/models/export")
async def export():
    headers = {"Content-Disposition": "attachment; filename=models.csv"}
    return StreamingResponse(lines(), headers=headers, media_type="text/csv; charset=utf-8")
# endregion
# region 3.6
# endregion
