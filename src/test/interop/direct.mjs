// Calls MCP servers over stdio with the official client and prints what they answer, untouched, as one JSON document:
//   { server: { tools: [definition...], calls: [{ tool, arguments, result | error }...] } }
// Usage: node direct.mjs MCP_SERVERS_JSON CALLS_JSON
// Both files are what the gateway under test is given: the servers' configuration, and { server: [{ tool, arguments }...] }.
import { readFileSync } from "node:fs";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

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

async function run(server, calls) {
  // No capabilities: the gateway declares none either, and servers offer fewer tools to such clients.
  const client = new Client({ name: "mehari-interop", version: "1" }, { capabilities: {} });
  await client.connect(
    new StdioClientTransport({
      command: server.command,
      args: server.args,
      env: { ...process.env, ...server.env },
      stderr: "ignore",
    }),
  );
  try {
    const answers = { tools: await listTools(client), calls: [] };
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
process.stdout.write(JSON.stringify(answers) + "\n");
