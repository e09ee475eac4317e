// An MCP server over stdio whose tools have schemas and names that are hard on whoever describes them. Each tool answers
// with the arguments it was given; the schemas are in awkward.json.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const tools = JSON.parse(readFileSync(new URL("awkward.json", import.meta.url), "utf8"));

function answer({ method, params }) {
  switch (method) {
    case "initialize":
      return {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: "awkward", version: "1.0.0" },
        instructions: "Tools whose schemas are hard to describe.",
      };
    case "tools/list":
      return { tools };
    case "tools/call":
      return { content: [{ type: "text", text: JSON.stringify({ arguments: params.arguments ?? {} }) }] };
    default:
      return {};
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.id !== undefined && message.method !== undefined) {
    process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id: message.id, result: answer(message) }) + "\n");
  }
}
