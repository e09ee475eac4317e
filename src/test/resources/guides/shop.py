"""An MCP server over stdio for the guides: read_file answers, fails reports an error, dies_once ends the process at its first call."""
import json
import os
import sys

TOOLS = [
    {"name": "read_file", "inputSchema": {"type": "object"}, "annotations": {"readOnlyHint": True}},
    {"name": "fails", "inputSchema": {"type": "object"}},
    {"name": "dies_once", "inputSchema": {"type": "object"}},
]


def result(method, params):
    if method == "initialize":
        return {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": {"name": "shop", "version": "1"}}
    if method == "tools/list":
        return {"tools": TOOLS}
    if method != "tools/call":
        return {}
    if params["name"] == "fails":
        return {"content": [{"type": "text", "text": "connect ECONNREFUSED 10.0.0.5:5432"}], "isError": True}
    if params["name"] == "dies_once" and not os.path.exists(params["arguments"]["marker"]):
        open(params["arguments"]["marker"], "w").close()
        os._exit(3)
    return {"content": [{"type": "text", "text": "done"}]}


for line in sys.stdin:
    message = json.loads(line)
    answer = result(message["method"], message.get("params")) if "id" in message and "method" in message else None
    if answer is not None:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": answer}), flush=True)
