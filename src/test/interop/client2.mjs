// As direct.mjs, with the official client of the second line (2.x), which speaks both eras:
//   { server: { protocolVersion, serverInfo, instructions, tools: [definition...],
//               calls: [{ tool, arguments, result | error }...] } }
// Usage: node client2.mjs SERVERS_JSON CALLS_JSON legacy|2026-07-28
import { readFileSync } from "node:fs";
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

// Accepts every result as it is: a schema of the SDK's own would drop the fields it does not know.
const untouched = { "~standard": { version: 1, vendor: "mehari", validate: (value) => ({ value }) } };

async function listTools(client) {
  const tools = [];
  let cursor;
  do {
    const params = cursor === undefined ? {} : { cursor };
    const page = await client.request({ method: "tools/list", params }, untouched);
    tools.push(...page.tools);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return tools;
}

async function call(client, { tool, arguments: args }) {
  const request = { method: "tools/call", params: { name: tool, arguments: args } };
  try {
    return { tool, arguments: args, result: await client.request(request, untouched) };
  } catch (error) {
    if (typeof error.code !== "number") {
      throw error;
    }
    return { tool, arguments: args, error: { code: error.code, message: error.message, data: error.data } };
  }
}

function transportTo(server) {
  switch (server.type) {
    case undefined:
      return new StdioClientTransport({
        command: server.command,
        args: server.args,
        env: { ...process.env, ...server.env },
        stderr: "ignore",
      });
    case "streamable-http":
      return new StreamableHTTPClientTransport(new URL(server.url));
    case "sse":
      return new SSEClientTransport(new URL(server.url));
    default:
      throw new Error(`No transport of type ${server.type}`);
  }
}

async function run(server, calls, era) {
  const mode = era === "legacy" ? era : { pin: era };
  const client = new Client(
    { name: "mehari-interop", version: "1" },
    { capabilities: {}, versionNegotiation: { mode } },
  );
  await client.connect(transportTo(server));
  try {
    const answers = {
      protocolVersion: client.getNegotiatedProtocolVersion(),
      serverInfo: client.getServerVersion(),
      instructions: client.getInstructions(),
      tools: await listTools(client),
      calls: [],
    };
    for (const each of calls) {
      answers.calls.push(await call(client, each));
    }
    return answers;
  } finally {
    await client.close();
  }
}

const [serversFile, callsFile, era] = process.argv.slice(2);
const servers = JSON.parse(readFileSync(serversFile, "utf8")).mcpServers;
const calls = JSON.parse(readFileSync(callsFile, "utf8"));
const answers = {};
for (const [name, server] of Object.entries(servers)) {
  answers[name] = await run(server, calls[name] ?? [], era);
}
process.stdout.write(JSON.stringify(answers) + "\n", () => process.exit());
