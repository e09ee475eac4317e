// Records how a client opens: the first requests it sends to a server of both eras over streamable HTTP, and how they are
// answered is made up. RecordedOpeningsIT sends them to the gateway.
// Usage: node record.mjs FILE CLIENT VERSION COMMAND ARGUMENTS..., in which {url} stands for the address, {servers} and
// {calls} for the files that the programs of this directory want.
import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [file, client, version, ...command] = process.argv.slice(2);
const HOP = new Set(["host", "connection", "content-length", "transfer-encoding", "upgrade", "http2-settings"]);
const SESSION = "recorded-session";
const requests = [];

function answer({ method, params }) {
  const modern = params?._meta?.["io.modelcontextprotocol/protocolVersion"] !== undefined;
  const stamps = modern ? { resultType: "complete", ttlMs: 0, cacheScope: "private" } : {};
  const about = { capabilities: { tools: { listChanged: true } } };
  switch (method) {
    case "initialize":
      return { ...about, protocolVersion: params.protocolVersion, serverInfo: { name: "recorder", version: "1" } };
    case "server/discover":
      return { ...about, ...stamps, supportedVersions: ["2026-07-28"] };
    case "tools/list":
      return { ...stamps, tools: [] };
    default:
      return {};
  }
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const headers = {};
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    if (!HOP.has(request.rawHeaders[i].toLowerCase())) {
      headers[request.rawHeaders[i]] = request.rawHeaders[i + 1];
    }
  }
  const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString("utf8")) : undefined;
  requests.push({ method: request.method, headers, body });
  if (request.method === "GET") {
    response.writeHead(200, { "Content-Type": "text/event-stream" }).flushHeaders();
  } else if (body?.id === undefined) {
    response.writeHead(request.method === "POST" ? 202 : 200).end();
  } else {
    const session = body.method === "initialize" ? { "Mcp-Session-Id": SESSION } : {};
    response.writeHead(200, { "Content-Type": "application/json", ...session });
    response.end(JSON.stringify({ jsonrpc: "2.0", id: body.id, result: answer(body) }));
  }
});

server.listen(0, "127.0.0.1", () => {
  const url = `http://127.0.0.1:${server.address().port}/mcp`;
  const directory = mkdtempSync(join(tmpdir(), "record-"));
  const servers = join(directory, "servers.json");
  const calls = join(directory, "calls.json");
  writeFileSync(servers, JSON.stringify({ mcpServers: { gateway: { type: "streamable-http", url } } }));
  writeFileSync(calls, "{}");
  const places = { "{url}": url, "{servers}": servers, "{calls}": calls };
  const [program, ...args] = command.map((word) => places[word] ?? word);
  spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] }).on("exit", (code) => {
    writeFileSync(file, JSON.stringify({ client, version, requests }, null, 2) + "\n");
    process.exit(code);
  });
});
