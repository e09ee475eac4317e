// As direct.mjs, with the official Inspector's command line: a process for each request.
//   { server: { tools: [definition...], calls: [{ tool, arguments, result }...] } }
// Usage: node inspector.mjs SERVERS_JSON CALLS_JSON legacy|2026-07-28
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";

const PROGRAM = new URL("node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js", import.meta.url);
const [serversFile, callsFile, version] = process.argv.slice(2);
const era = version === "legacy" ? version : "modern";

function target(server) {
  switch (server.type) {
    case undefined:
      return [server.command, ...server.args];
    case "streamable-http":
      return [server.url, "--transport", "http"];
    default:
      return [server.url, "--transport", server.type];
  }
}

// The exit code says no more than the result does: a tool that fails has one of its own.
const ask = (server, ...options) =>
  new Promise((resolve, reject) => {
    const settings = ["--protocol-era", era, "--quiet", "--format", "json"];
    const command = [PROGRAM.pathname, "--cli", ...target(server), ...settings, ...options];
    execFile(process.execPath, command, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout).result);
      } catch {
        reject(new Error(`${command.join(" ")}: ${stdout}${stderr}`));
      }
    });
  });

const servers = JSON.parse(readFileSync(serversFile, "utf8")).mcpServers;
const calls = JSON.parse(readFileSync(callsFile, "utf8"));
const answers = {};
for (const [name, server] of Object.entries(servers)) {
  const { tools } = await ask(server, "--method", "tools/list");
  answers[name] = { tools, calls: [] };
  for (const { tool, arguments: args } of calls[name] ?? []) {
    const options = ["--method", "tools/call", "--tool-name", tool, "--tool-args-json", JSON.stringify(args)];
    answers[name].calls.push({ tool, arguments: args, result: await ask(server, ...options) });
  }
}
console.log(JSON.stringify(answers));
