# What schemathesis does not know of the formats of this API.
import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    if isinstance(value, (bytes, str)):
        return value
    return "".join(json.dumps(line) + "\n" for line in (value if isinstance(value, list) else [value]))
