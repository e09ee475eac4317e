"""Checks of the gateway's own, for schemathesis: no answer may be a defect of the gateway."""

import schemathesis


@schemathesis.check
def no_defect(ctx, response, case):
    try:
        body = response.json()
    except Exception:
        return
    if not isinstance(body, dict):
        return
    for field in ("detail", "error"):
        error = body.get(field)
        if isinstance(error, dict) and error.get("code") == "internal" and "request_id" in error:
            raise AssertionError(f"The gateway failed: {body}")
