/** What commands answer, as far as the dashboard reads it. Members that may be missing are optional. */
export interface Stats {
  calls: number;
  calls_per_second: number;
  errors_per_second: number;
  error_rate: number;
  in_flight: number;
  latency_ms: { p50: number | null; p95: number | null; p99: number | null };
  cache: { hits: number; misses: number; hit_rate: number };
  recovery_rate: number;
  health: { status: string; score: number | null };
  upstreams: { online: number; degraded: number; offline: number };
  uptime_seconds: number;
  dropped_events?: number;
}

export interface Instances {
  enabled: boolean;
  problem?: string;
  instances: { id: string; self: boolean; epoch: string; address: string; version: string; routes: string }[];
}

export interface Breaker {
  tool: string;
  state: string;
  failure_rate?: number;
  calls?: number;
  next_trial?: string;
  next_trial_at?: string;
}

export interface Heartbeat {
  average_response_time_ms?: number;
  success_rate_percent?: number;
  last_heartbeat?: string;
  recent?: (number | null)[];
}

export interface Server {
  name: string;
  transport: string;
  state: string;
  since?: string;
  tools: number;
  in_flight?: number;
  restarts?: number;
  attempts?: number;
  next_attempt_at?: string;
  protocol_version?: string;
  server_info?: { name?: string; version?: string; title?: string };
  last_error?: string;
  client_connections?: number;
  health?: { state: string; since?: string; latency_ms?: number; last_good?: string; reason?: string };
  pool?: { size: number; busy: number; min: number; max: number; grown: number; shrunk: number };
  replicas?: { index: number; state: string; health: string; in_flight: number; calls: number; failures: number; latency_ms?: number }[];
  breakers?: Breaker[];
  heartbeat?: Heartbeat | Heartbeat[];
  stderr?: string[];
  attempt?: { number: number; of?: number; next?: string };
}

export interface ToolSummary {
  server: string;
  name: string;
  title?: string;
  description?: string;
}

export interface Schema {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  definitions?: Record<string, Schema>;
}

export interface ToolDetail {
  server: string;
  name: string;
  definition: { title?: string; description?: string; inputSchema?: Schema; annotations?: Record<string, unknown> };
  settings?: Record<string, unknown>;
  schema_problem?: string;
}

export interface Content {
  type: string;
  text?: string;
  data?: string;
  mimeType?: string;
  uri?: string;
  name?: string;
  resource?: { uri?: string; text?: string; mimeType?: string };
}

export interface ToolResult {
  content?: Content[];
  structuredContent?: unknown;
  isError?: boolean;
}

export interface CallAnswer {
  success?: boolean;
  data?: ToolResult;
  error?: { code?: string; message?: string };
  performance?: { duration_ms?: number; cache_hit?: boolean };
  request_id?: string;
}

export interface Solution {
  text: string;
  by?: string;
  at?: string;
}

export interface KnownFailure {
  id: string;
  template: string;
  category: string;
  outcome: string;
  count: number;
  first_seen: string;
  last_seen: string;
  servers: string[];
  tools: string[];
  solved: boolean;
  score?: number;
  solution?: Solution;
}

export interface FailureDetail extends KnownFailure {
  examples?: string[];
  recoveries?: Record<string, number>;
  similar?: KnownFailure[];
  recommendations?: { source: string; id: string; title: string; cause: string; fix: string[]; score: number }[];
}

export interface DeadLetter {
  id: string;
  request_id: string;
  occurred_at: string;
  server: string;
  tool: string;
  caller: string;
  outcome: string;
  category: string;
  message: string;
  arguments: string;
  upstream_error?: string;
  state: string;
  may_have_run: boolean;
  attempts: number;
  not_replayable?: string;
  next_replay_at?: string;
  replay?: { request_id: string; caller: string; at: string; outcome?: string; message?: string };
}

export interface RouteStep {
  id?: string;
  type?: string;
  name?: string;
  uri?: string;
  description?: string;
  /** How deep it stands within other steps. */
  depth?: number;
}

export interface RouteInfo {
  id: string;
  folder?: string;
  group?: string;
  file?: string;
  description?: string;
  from?: string;
  state?: string;
  /** Who stopped or suspended it. */
  held?: { by: string; since: string };
  /** There once, in no generation. */
  fixed?: boolean;
  /** Requests arrive by it. */
  ingress?: boolean;
  steps?: (RouteStep | string)[];
  statistics?: { completed?: number; total?: number; failed?: number; in_flight?: number; mean_ms?: number; p95_ms?: number };
}

export interface RouteList {
  generation?: number;
  fingerprint?: string;
  calls_in_flight?: number;
  last_problem?: string;
  warnings?: string[];
  routes: RouteInfo[];
  /** What stands around routes, such as the error firewall. */
  configurations?: RouteInfo[];
  links?: RouteLink[];
}

export interface RouteLink {
  from: string;
  to: string;
  kind: 'call' | 'tap' | 'failure' | string;
  step?: string;
}

/** What `list_route_counts` answers, each second. */
export interface RouteCounts {
  generation?: number;
  fingerprint?: string;
  calls_in_flight?: number;
  routes: Record<string, Pick<RouteInfo, 'state' | 'held' | 'statistics'>>;
}

export interface FileChange {
  file: string;
  change: string;
  diff?: string;
}

/** A kept version of files. */
export interface Version {
  version: number;
  at: string;
  result: 'ACK' | 'NACK' | string;
  digest: string;
  author: { kind: string; name: string; comment?: string };
  problems?: string[];
  left_out?: string[];
  changes?: FileChange[];
  effective?: { generation: number; reached: boolean };
}

export interface History {
  running?: number;
  versions: Version[];
}

export interface Drift {
  drift: boolean;
  version?: number;
  files: FileChange[];
  problems?: string[];
  left_out?: string[];
}

export interface RecordedCall {
  call: string | number;
  server: string;
  tool: string;
  /** Null while it is under way. */
  outcome?: string | null;
  duration_ms?: number | null;
}

export interface Recording {
  id: string;
  started: string;
  until: string;
  running?: boolean;
  server?: string;
  tool?: string;
  calls: RecordedCall[];
}

export interface FilmStep {
  seq: number;
  route: string;
  step: string;
  label?: string;
  description?: string;
  at_ms: number;
  /** Null if it had not ended when the recording did. */
  duration_ms: number | null;
  error?: string;
  /** As the step found it. */
  body?: string;
  cut?: boolean;
  /** Differs from that of the step before. */
  changed?: boolean;
}

export interface Film extends RecordedCall {
  request_id: string;
  steps: FilmStep[];
}

export interface Alert {
  key: string;
  severity: string;
  text: string;
  remedy: string;
  raised_at: string;
  updated_at?: string;
  times?: number;
  cleared_at?: string;
}

export interface Diagnostics {
  status: string;
  health_score: number;
  issues: { kind: string; severity: string; subject: string; cause: string; recommendation: string }[];
}

export interface CallCompleted {
  request_id: string;
  server: string;
  tool: string;
  caller: string;
  outcome: string;
  cache_hit: boolean;
  duration_ms: number;
  completed_at?: string;
  trace_id?: string;
}
