# region 3.6
class Lines:
    def __init__(self):
        self.rows = exports.rows()
        self.begun = False

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.begun:
            self.begun = True
            return exports.csv_line(exports.COLUMNS)
        return exports.csv_line(await anext(self.rows))


@app.get("/models/export")
async def export() -> StreamingResponse:
    return StreamingResponse(Lines(), headers={"content-type": "text/csv"})
# endregion
# region 3.6
# endregion
