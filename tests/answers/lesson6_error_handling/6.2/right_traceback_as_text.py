# region 6.2
import traceback
from http import HTTPStatus


@app.exception_handler(registry.RegistryError)
def handle(request: Request, error: registry.RegistryError):
    logger.error("registry\n%s", "".join(traceback.format_exception(error)))
    return JSONResponse({"message": "No answer."}, HTTPStatus.SERVICE_UNAVAILABLE)
# endregion
