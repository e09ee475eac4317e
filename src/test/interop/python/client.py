"""As direct.mjs, with the official Python client, which speaks both eras:
  { server: { protocolVersion, serverInfo, instructions, tools: [definition...],
              calls: [{ tool, arguments, result | error }...] } }
Usage: client.py SERVERS_JSON CALLS_JSON legacy|2026-07-28
"""
import json
import os
import sys
from typing import Any

import anyio
from mcp import Client, StdioServerParameters
from mcp.client.sse import sse_client
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError
from mcp_types import (
    CallToolRequest,
    CallToolRequestParams,
    Implementation,
    ListToolsRequest,
    PaginatedRequestParams,
)
from pydantic import TypeAdapter

# Results as they are: models of the SDK's own would drop the fields they do not know.
UNTOUCHED = TypeAdapter(dict[str, Any])


def dumped(value):
    return None if value is None else value.model_dump(mode="json", by_alias=True, exclude_unset=True)


async def list_tools(client):
    tools, cursor = [], None
    while True:
        params = PaginatedRequestParams(cursor=cursor) if cursor else PaginatedRequestParams()
        page = await client.session.send_request(ListToolsRequest(params=params), UNTOUCHED)
        tools += page["tools"]
        cursor = page.get("nextCursor")
        if cursor is None:
            return tools


async def call(client, tool, arguments):
    answer = {"tool": tool, "arguments": arguments}
    request = CallToolRequest(params=CallToolRequestParams(name=tool, arguments=arguments))
    try:
        return answer | {"result": await client.session.send_request(request, UNTOUCHED)}
    except MCPError as e:
        return answer | {"error": dumped(e.error)}


def transport(server, errors):
    if server.get("type") == "streamable-http":
        return server["url"]
    if server.get("type") == "sse":
        return sse_client(server["url"])
    env = {**os.environ, **server.get("env", {})}
    parameters = StdioServerParameters(command=server["command"], args=server.get("args", []), env=env)
    return stdio_client(parameters, errlog=errors)


async def run(server, calls, era, errors):
    me = Implementation(name="mehari-interop", version="1")
    async with Client(transport(server, errors), mode=era, client_info=me) as client:
        return {
            "protocolVersion": client.session.protocol_version,
            "serverInfo": dumped(client.session.server_info),
            "instructions": client.session.instructions,
            "tools": await list_tools(client),
            "calls": [await call(client, each["tool"], each["arguments"]) for each in calls],
        }


async def main():
    servers_file, calls_file, era = sys.argv[1:]
    with open(servers_file, encoding="utf-8") as file:
        servers = json.load(file)["mcpServers"]
    with open(calls_file, encoding="utf-8") as file:
        calls = json.load(file)
    answers = {}
    with open(os.devnull, "w", encoding="utf-8") as errors:
        for name, server in servers.items():
            answers[name] = await run(server, calls.get(name, []), era, errors)
    print(json.dumps(answers))


anyio.run(main)
