// Calls MCP servers with the official client, each over the transport it is configured with, and prints what they
// answer, untouched, as one JSON document:
//   { server: { protocolVersion, serverInfo, instructions, tools: [definition...],
//               calls: [{ tool, arguments, result | error }...] } }
// Usage: node direct.mjs MCP_SERVERS_JSON CALLS_JSON
// Both files are what the gateway under test is given: the servers' configuration, and { server: [{ tool, arguments }...] }.
import { readFileSync } from "node:fs";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport } from "@modelcontextprotocol/sdk/client/sse.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

// Accepts every result as it is: a schema of the SDK's own would drop the fields it does not know.
const untouched = {
  "~standard": { version: 1, vendor: "mehari", validate: (value) => ({ value }) },
  parse: (value) => value,
  parseAsync: async (value) => value,
  safeParse: (value) => ({ success: true, data: value }),
  safeParseAsync: async (value) => ({ success: true, data: value }),
};

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
    // The SDK writes "MCP error CODE: " before the server's own message.
    const message = error.message.replace(`MCP error ${error.code}: `, "");
    return { tool, arguments: args, error: { code: error.code, message, data: error.data } };
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

// The client keeps the version to itself, but tells its transport.
function hearingVersion(transport, heard) {
  const original = transport.setProtocolVersion?.bind(transport);
  transport.setProtocolVersion = (version) => {
    heard(version);
    original?.(version);
  };
  return transport;
}

async function run(server, calls) {
  // No capabilities: the gateway declares none either, and servers offer fewer tools to such clients.
  const client = new Client({ name: "mehari-interop", version: "1" }, { capabilities: {} });
  let protocolVersion;
  await client.connect(hearingVersion(transportTo(server), (version) => (protocolVersion = version)));
  try {
    const answers = {
      protocolVersion,
      serverInfo: client.getServerVersion(),
      instructions: client.getInstructions(),
      tools: await listTools(client),
      calls: [],
    };
    // One after the other: memory and sequential-thinking answer from what was called before.
    for (const each of calls) {
      answers.calls.push(await call(client, each));
    }
    return answers;
  } finally {
    await client.close();
  }
}

const [serversFile, callsFile] = process.argv.slice(2);
const servers = JSON.parse(readFileSync(serversFile, "utf8")).mcpServers;
const calls = JSON.parse(readFileSync(callsFile, "utf8"));
const answers = {};
for (const [name, server] of Object.entries(servers)) {
  answers[name] = await run(server, calls[name] ?? []);
}
// Streams of servers that went on speaking would keep Node alive.
process.stdout.write(JSON.stringify(answers) + "\n", () => process.exit());
