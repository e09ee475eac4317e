"""An MCP server over stdio for the guides: read_file answers, fails reports an error."""
import json
import sys

TOOLS = [
    {"name": "read_file", "inputSchema": {"type": "object"}, "annotations": {"readOnlyHint": True}},
    {"name": "fails", "inputSchema": {"type": "object"}},
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
    return {"content": [{"type": "text", "text": "done"}]}


for line in sys.stdin:
    message = json.loads(line)
    answer = result(message["method"], message.get("params")) if "id" in message and "method" in message else None
    if answer is not None:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": answer}), flush=True)
