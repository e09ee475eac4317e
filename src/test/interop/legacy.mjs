// An MCP server of the legacy era with every feature of it, on the official server package: what the official conformance
// suite asks a server for, and what modern clients can only be given by a gateway (questions while a call runs, changes of
// lists). It never answers 2026-07-28.
//
//   node legacy.mjs PORT   streamable HTTP with sessions at http://127.0.0.1:PORT/mcp, resumable
//   node legacy.mjs stdio
//
// The tools test_input_required_* and test_missing_capability stand for what modern servers do by results of type
// input_required: here they ask by requests, and name the question in _meta as a gateway may pass it on.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  CreateMessageResultSchema,
  ElicitResultSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListRootsResultSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  SetLevelRequestSchema,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const SILENCE = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";
const LEVELS = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"];
const QUESTION = "io.mehari/inputKey";
const WATCHED = "test://watched-resource";

const text = (value) => ({ type: "text", text: value });
const says = (value) => ({ content: [text(value)] });
const object = (properties, required = Object.keys(properties)) => ({ type: "object", properties, required });
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// What all connections share, as the lists of a real server are the same for everyone.
const connections = new Set();
let extraTool = false;
let extraPrompt = false;
let watchedVersion = 1;

// ---- Questions to the client -----------------------------------------------------------------------------------------

// Asked on the stream of the call, whatever the client has declared: to refuse is the client's part.
const elicit = (call, key, message, requestedSchema) =>
  call.sendRequest(
    { method: "elicitation/create", params: { message, requestedSchema, _meta: { [QUESTION]: key } } },
    ElicitResultSchema,
  );

const sample = (call, key, prompt, maxTokens) =>
  call.sendRequest(
    {
      method: "sampling/createMessage",
      params: { messages: [{ role: "user", content: text(prompt) }], maxTokens, _meta: { [QUESTION]: key } },
    },
    CreateMessageResultSchema,
  );

const roots = (call, key) =>
  call.sendRequest({ method: "roots/list", params: { _meta: { [QUESTION]: key } } }, ListRootsResultSchema);

const name = (call) => elicit(call, "user_name", "What is your name?", object({ name: { type: "string" } }));
const confirm = (call) => elicit(call, "confirm", "Please confirm", object({ ok: { type: "boolean" } }));
const outcome = ({ action, content }) => `action=${action}, content=${JSON.stringify(content ?? {})}`;

const defaults = {
  name: { type: "string", default: "John Doe" },
  age: { type: "integer", default: 30 },
  score: { type: "number", default: 95.5 },
  status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" },
  verified: { type: "boolean", default: true },
};

const options = ["option1", "option2", "option3"];
const titled = ["First", "Second", "Third"].map((title, i) => ({ const: `value${i + 1}`, title }));
const enums = {
  untitledSingle: { type: "string", enum: options },
  titledSingle: { type: "string", oneOf: titled },
  legacyEnum: { type: "string", enum: ["opt1", "opt2", "opt3"], enumNames: ["Option One", "Option Two", "Option Three"] },
  untitledMulti: { type: "array", items: { type: "string", enum: options } },
  titledMulti: { type: "array", items: { anyOf: titled } },
};

// ---- Tools -----------------------------------------------------------------------------------------------------------

const embedded = {
  type: "resource",
  resource: { uri: "test://embedded-resource", mimeType: "text/plain", text: "This is an embedded resource content." },
};
const image = { type: "image", data: PIXEL, mimeType: "image/png" };

// name: [description, what it does with (call, arguments, connection), input schema if it takes arguments]
const tools = {
  test_simple_text: ["Answers with text", () => says("This is a simple text response for testing.")],
  test_image_content: ["Answers with an image", () => ({ content: [image] })],
  test_audio_content: [
    "Answers with sound",
    () => ({ content: [{ type: "audio", data: SILENCE, mimeType: "audio/wav" }] }),
  ],
  test_embedded_resource: ["Answers with a resource", () => ({ content: [embedded] })],
  test_multiple_content_types: [
    "Answers with text, an image and a resource",
    () => ({ content: [text("Multiple content types test:"), image, embedded] }),
  ],
  test_error_handling: [
    "Fails",
    () => ({ content: [text("This tool intentionally returns an error for testing")], isError: true }),
  ],
  test_tool_with_logging: [
    "Logs three messages while it runs",
    async (call, args, connection) => {
      for (const step of ["Tool execution started", "Tool processing data", "Tool execution completed"]) {
        await connection.log(call, "info", step);
        await pause(50);
      }
      return says("Tool with logging executed successfully");
    },
  ],
  test_logging_tool: [
    "Logs one message at level info",
    async (call, args, connection) => {
      await connection.log(call, "info", "logged by test_logging_tool");
      return says("logged");
    },
  ],
  test_tool_with_progress: [
    "Reports progress in three steps, to clients that want to know",
    async (call) => {
      const progressToken = call._meta?.progressToken;
      for (const progress of [0, 50, 100]) {
        if (progressToken !== undefined) {
          const params = { progressToken, progress, total: 100, message: `${progress} of 100` };
          await call.sendNotification({ method: "notifications/progress", params });
        }
        await pause(50);
      }
      return says(`Progress token: ${progressToken}`);
    },
  ],
  test_reconnection: [
    "Closes the stream of its call, and answers when the client has come back for it",
    async (call) => {
      call.closeSSEStream?.();
      await pause(200);
      return says("Answered after the stream was closed");
    },
  ],
  test_sampling: [
    "Has the client's model complete a prompt",
    async (call, { prompt }) => {
      const answer = await sample(call, "answer", prompt, 100);
      return says(`LLM response: ${answer.content.text}`);
    },
    object({ prompt: { type: "string" } }),
  ],
  test_elicitation: [
    "Asks the user for a name and an address",
    async (call, { message }) => {
      const schema = object({
        username: { type: "string", description: "User's response" },
        email: { type: "string", description: "User's email address" },
      });
      return says(`User response: ${outcome(await elicit(call, "user", message, schema))}`);
    },
    object({ message: { type: "string" } }),
  ],
  test_elicitation_sep1034_defaults: [
    "Asks the user with a default for each type",
    async (call) => {
      const answer = await elicit(call, "defaults", "Please review", object(defaults, []));
      return says(`Elicitation completed: ${outcome(answer)}`);
    },
  ],
  test_elicitation_sep1330_enums: [
    "Asks the user to choose, in every form there is",
    async (call) => {
      const answer = await elicit(call, "enums", "Please choose", object(enums, []));
      return says(`Elicitation completed: ${outcome(answer)}`);
    },
  ],
  test_streaming_elicitation: [
    "Asks the user, if the client lets it, and says what came of it",
    async (call, args, connection) => {
      if (!connection.declared().elicitation) {
        return says("The client cannot be asked");
      }
      const answer = await elicit(call, "go_on", "Go on?", object({ ok: { type: "boolean" } }));
      return says(outcome(answer));
    },
  ],
  test_missing_capability: [
    "Asks the client's model, also of clients that have not declared one",
    async (call) => says(`Answer: ${(await sample(call, "llm_answer", "Reply with the single word: pong", 16)).content.text}`),
  ],
  test_input_required_result_elicitation: [
    "Greets the user by the name it asks for",
    async (call) => says(`Hello, ${(await name(call)).content?.name}!`),
  ],
  test_input_required_result_sampling: [
    "Asks the client's model for a capital",
    async (call) => says((await sample(call, "capital_question", "What is the capital of France?", 100)).content.text),
  ],
  test_input_required_result_list_roots: [
    "Lists the client's roots",
    async (call) => says((await roots(call, "client_roots")).roots.map((root) => root.uri).join("\n")),
  ],
  test_input_required_result_request_state: [
    "Waits for a confirmation",
    async (call) => says(`state-ok: ${outcome(await confirm(call))}`),
  ],
  test_input_required_result_tampered_state: [
    "Waits for a confirmation, too",
    async (call) => says(`confirmed: ${outcome(await confirm(call))}`),
  ],
  test_input_required_result_multiple_inputs: [
    "Asks for a name, a greeting and the roots at once",
    async (call) => {
      const [user, greeting, folders] = await Promise.all([
        name(call),
        sample(call, "greeting", "Generate a greeting", 50),
        roots(call, "client_roots"),
      ]);
      return says(`${greeting.content.text} ${user.content?.name}, ${folders.roots.length} roots`);
    },
  ],
  test_input_required_result_multi_round: [
    "Asks for a name, then for a color",
    async (call) => {
      const first = await elicit(call, "step1", "Step 1: What is your name?", object({ name: { type: "string" } }));
      const second = await elicit(
        call,
        "step2",
        "Step 2: What is your favorite color?",
        object({ color: { type: "string" } }),
      );
      return says(`${first.content?.name} likes ${second.content?.color}`);
    },
  ],
  test_input_required_result_capabilities: [
    "Asks for all that the client lets it ask for",
    async (call, args, connection) => {
      const declared = connection.declared();
      const asked = await Promise.all([
        declared.elicitation && name(call).then(outcome),
        declared.sampling && sample(call, "greeting", "Generate a greeting", 50).then((answer) => answer.content.text),
      ]);
      return says(asked.filter(Boolean).join("\n") || "The client cannot be asked");
    },
  ],
  test_x_mcp_header: [
    "Says which region it was called for",
    (call, { region, level }) => says(`region=${region ?? "none"}, level=${level ?? "none"}`),
    object(
      {
        region: { type: "string", description: "Mirrored in a header", "x-mcp-header": "Region" },
        level: { type: "integer", description: "Mirrored as well", "x-mcp-header": "Level" },
      },
      [],
    ),
  ],
  json_schema_2020_12_tool: [
    "Tool with JSON Schema 2020-12 features",
    (call, args) => says(JSON.stringify(args)),
    {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      $defs: {
        address: {
          $anchor: "addressDef",
          type: "object",
          properties: { street: { type: "string" }, city: { type: "string" } },
        },
      },
      properties: {
        name: { type: "string" },
        address: { $ref: "#/$defs/address" },
        contactMethod: { type: "string", enum: ["phone", "email"] },
        phone: { type: "string" },
        email: { type: "string" },
      },
      allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
      if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
      then: { required: ["phone"] },
      else: { required: ["email"] },
      additionalProperties: false,
    },
  ],
  test_trigger_tool_change: [
    "Adds a tool to the list, or takes it away again",
    async () => {
      extraTool = !extraTool;
      await everyone((server) => server.sendToolListChanged());
      return says(`test_extra_tool: ${extraTool}`);
    },
  ],
  test_trigger_prompt_change: [
    "Adds a prompt to the list, or takes it away again",
    async () => {
      extraPrompt = !extraPrompt;
      await everyone((server) => server.sendPromptListChanged());
      return says(`test_extra_prompt: ${extraPrompt}`);
    },
  ],
  test_trigger_resource_update: [
    "Changes the watched resource and tells those who watch it",
    async () => {
      watchedVersion++;
      await everyone((server, connection) =>
        connection.watches.has(WATCHED) ? server.sendResourceUpdated({ uri: WATCHED }) : undefined,
      );
      return says(`version ${watchedVersion}`);
    },
  ],
};

function listedTools() {
  const listed = Object.entries(tools).map(([name, [description, , inputSchema]]) => ({
    name,
    description,
    inputSchema: inputSchema ?? { type: "object" },
  }));
  return extraTool
    ? [...listed, { name: "test_extra_tool", description: "Comes and goes", inputSchema: { type: "object" } }]
    : listed;
}

async function callTool({ params }, call, connection) {
  const tool = tools[params.name];
  if (tool === undefined && !(extraTool && params.name === "test_extra_tool")) {
    throw new McpError(ErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
  }
  return tool === undefined ? says("Here for now") : tool[1](call, params.arguments ?? {}, connection);
}

async function everyone(notify) {
  for (const connection of connections) {
    try {
      await notify(connection.server, connection);
    } catch {
      // Its client has gone
    }
  }
}

// ---- Resources -------------------------------------------------------------------------------------------------------

const resources = {
  "test://static-text": ["Static text", "text/plain", () => ({ text: "This is the content of the static text resource." })],
  "test://static-binary": ["Static image", "image/png", () => ({ blob: PIXEL })],
  [WATCHED]: ["Watched text", "text/plain", () => ({ text: `Version ${watchedVersion} of the watched resource` })],
};
const TEMPLATE = /^test:\/\/template\/([^/]+)\/data$/;

function readResource({ params: { uri } }) {
  const known = resources[uri];
  if (known !== undefined) {
    return { contents: [{ uri, mimeType: known[1], ...known[2]() }] };
  }
  const id = TEMPLATE.exec(uri)?.[1];
  if (id === undefined) {
    throw new McpError(-32002, "Resource not found", { uri });
  }
  const data = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` });
  return { contents: [{ uri, mimeType: "application/json", text: data }] };
}

// ---- Prompts ---------------------------------------------------------------------------------------------------------

const user = (content) => ({ role: "user", content });

// name: [description, arguments, messages for (arguments, call)]
const prompts = {
  test_simple_prompt: ["A simple prompt", [], () => [user(text("This is a simple prompt for testing."))]],
  test_prompt_with_arguments: [
    "A prompt with two arguments",
    ["arg1", "arg2"],
    ({ arg1, arg2 }) => [user(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`))],
  ],
  test_prompt_with_embedded_resource: [
    "A prompt with a resource in it",
    ["resourceUri"],
    ({ resourceUri: uri }) => [
      user({ type: "resource", resource: { uri, mimeType: "text/plain", text: "Embedded resource content for testing." } }),
      user(text("Please process the embedded resource above.")),
    ],
  ],
  test_prompt_with_image: [
    "A prompt with an image in it",
    [],
    () => [user(image), user(text("Please analyze the image above."))],
  ],
  test_input_required_result_prompt: [
    "A prompt that asks the user first",
    [],
    async (args, call) => {
      const question = object({ context: { type: "string" } });
      const answer = await elicit(call, "user_context", "What context should the prompt use?", question);
      return [user(text(`Use the following context: ${answer.content?.context}`))];
    },
  ],
};

function listedPrompts() {
  const listed = Object.entries(prompts).map(([name, [description, names]]) => ({
    name,
    description,
    arguments: names.map((argument) => ({ name: argument, description: `The ${argument}`, required: true })),
  }));
  return extraPrompt ? [...listed, { name: "test_extra_prompt", description: "Comes and goes" }] : listed;
}

async function getPrompt({ params }, call) {
  const prompt = prompts[params.name];
  if (prompt === undefined) {
    throw new McpError(ErrorCode.InvalidParams, `Unknown prompt: ${params.name}`);
  }
  return { description: prompt[0], messages: await prompt[2](params.arguments ?? {}, call) };
}

function complete({ params: { argument } }) {
  const values = ["alpha", "beta", "gamma"].filter((value) => value.startsWith(argument.value));
  return { completion: { values, total: values.length, hasMore: false } };
}

// ---- One connection: a session over HTTP, or the process over stdio ----------------------------------------------------

class Connection {
  watches = new Set();
  level = "debug";

  constructor() {
    this.server = new Server(
      { name: "mehari-legacy", title: "Everything of the legacy era", version: "1.0.0" },
      {
        capabilities: {
          tools: { listChanged: true },
          resources: { subscribe: true, listChanged: true },
          prompts: { listChanged: true },
          logging: {},
          completions: {},
        },
        instructions: "Every feature of the legacy era, for tests.",
      },
    );
    this.answer();
    this.server.onclose = () => connections.delete(this);
    connections.add(this);
  }

  answer() {
    const { server } = this;
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: listedTools() }));
    server.setRequestHandler(CallToolRequestSchema, (request, call) => callTool(request, call, this));
    server.setRequestHandler(ListResourcesRequestSchema, () => ({
      resources: Object.entries(resources).map(([uri, [name, mimeType]]) => ({ uri, name, mimeType })),
    }));
    server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
      resourceTemplates: [
        { uriTemplate: "test://template/{id}/data", name: "Data by id", mimeType: "application/json" },
      ],
    }));
    server.setRequestHandler(ReadResourceRequestSchema, readResource);
    server.setRequestHandler(SubscribeRequestSchema, ({ params }) => (this.watches.add(params.uri), {}));
    server.setRequestHandler(UnsubscribeRequestSchema, ({ params }) => (this.watches.delete(params.uri), {}));
    server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: listedPrompts() }));
    server.setRequestHandler(GetPromptRequestSchema, getPrompt);
    server.setRequestHandler(CompleteRequestSchema, complete);
    server.setRequestHandler(SetLevelRequestSchema, ({ params }) => ((this.level = params.level), {}));
  }

  declared() {
    return this.server.getClientCapabilities() ?? {};
  }

  async log(call, level, data) {
    if (LEVELS.indexOf(level) >= LEVELS.indexOf(this.level)) {
      const params = { level, logger: "legacy", data };
      await call.sendNotification({ method: "notifications/message", params });
    }
  }
}

// ---- Streamable HTTP -------------------------------------------------------------------------------------------------

// What a session has sent, so that clients can ask for what they missed: by stream, in order.
class Events {
  sent = [];

  async storeEvent(streamId, message) {
    this.sent.push({ streamId, message });
    return String(this.sent.length - 1);
  }

  async getStreamIdForEventId(eventId) {
    return this.sent[Number(eventId)]?.streamId;
  }

  async replayEventsAfter(lastEventId, { send }) {
    const streamId = await this.getStreamIdForEventId(lastEventId);
    for (let i = Number(lastEventId) + 1; i < this.sent.length; i++) {
      const { streamId: other, message } = this.sent[i];
      if (other === streamId && Object.keys(message).length > 0) {
        await send(String(i), message);
      }
    }
    return streamId;
  }
}

const sessions = new Map();

const refused = (response, status, message) =>
  response
    .writeHead(status, { "Content-Type": "application/json" })
    .end(JSON.stringify({ jsonrpc: "2.0", id: null, error: { code: -32000, message } }));

async function opened() {
  const connection = new Connection();
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    eventStore: new Events(),
    retryInterval: 300,
    onsessioninitialized: (id) => sessions.set(id, transport),
    onsessionclosed: (id) => sessions.delete(id),
  });
  await connection.server.connect(transport);
  return transport;
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

async function handle(request, response) {
  const hosts = /^(localhost|127\.0\.0\.1)(:\d+)?$/;
  if (!hosts.test(request.headers.host ?? "")) {
    return refused(response, 403, "Only for this machine");
  }
  if (new URL(request.url, "http://localhost").pathname !== "/mcp") {
    return refused(response, 404, "Only /mcp is served");
  }
  const message = request.method === "POST" ? await body(request) : undefined;
  const id = request.headers["mcp-session-id"];
  if (id === undefined && message?.method !== "initialize") {
    return refused(response, 400, "No session: initialize first");
  }
  const transport = id === undefined ? await opened() : sessions.get(id);
  if (transport === undefined) {
    return refused(response, 404, "Session not found");
  }
  await transport.handleRequest(request, response, message);
}

// ---- Start -----------------------------------------------------------------------------------------------------------

const [place] = process.argv.slice(2);
if (place === "stdio") {
  await new Connection().server.connect(new StdioServerTransport());
} else {
  createServer((request, response) =>
    handle(request, response).catch((error) => {
      if (response.headersSent) {
        response.destroy();
      } else {
        refused(response, 400, error.message);
      }
    }),
  ).listen(Number(place), "127.0.0.1", () => console.log(`http://127.0.0.1:${place}/mcp`));
}
