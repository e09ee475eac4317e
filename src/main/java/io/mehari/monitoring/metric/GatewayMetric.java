package io.mehari.monitoring.metric;

import static io.mehari.monitoring.metric.MetricKind.COUNTER;
import static io.mehari.monitoring.metric.MetricKind.GAUGE;
import static io.mehari.monitoring.metric.MetricKind.HISTOGRAM;
import static io.mehari.monitoring.metric.MetricKind.INFO;

import java.util.List;

/**
 * The names of all metrics that the gateway itself has, by the conventions of Prometheus: base units, which stand in the name;
 * counters end with {@code _total}.
 */
public enum GatewayMetric {
    /** Calls that have ended. */
    CALLS(COUNTER, "mehari_calls_total", "Tool calls that have ended, by how they ended", "server tool outcome"),
    /** How long calls take. */
    CALL_DURATION(
            HISTOGRAM, "mehari_call_duration_seconds", "Time from the arrival of a call to its end", "server tool"),
    /** Calls under way. */
    CALLS_IN_FLIGHT(GAUGE, "mehari_calls_in_flight", "Calls that are waiting for something at the moment"),
    /** Failures by category. */
    ERRORS(COUNTER, "mehari_errors_total", "Failed calls, by the category of the failure", "server category"),
    /** Recoveries by category. */
    RECOVERIES(
            COUNTER,
            "mehari_recoveries_total",
            "Failures by what recovery came to; only recovered, failed and broken say something about recovery",
            "category result"),
    /** Time in routes. */
    STAGE_DURATION(
            HISTOGRAM,
            "mehari_stage_duration_seconds",
            "Time in each route of the running generation, where mehari.metrics.stages is on",
            "route"),

    /** Breakers by state. */
    BREAKERS(GAUGE, "mehari_breakers", "Circuit breakers of tools, by server and state", "server state"),
    /** Breakers that are not closed. */
    BREAKER_OPEN(
            GAUGE,
            "mehari_breaker_open",
            "1 for a tool whose circuit breaker is open, 0.5 while it lets trial calls through",
            "server tool"),
    /** Places taken. */
    BULKHEAD_CALLS(GAUGE, "mehari_bulkhead_calls", "Calls that have a place in a bulkhead", "bulkhead"),
    /** Calls that wait for a place. */
    BULKHEAD_WAITING(GAUGE, "mehari_bulkhead_waiting_calls", "Calls that wait for a place in a bulkhead", "bulkhead"),
    /** Places. */
    BULKHEAD_LIMIT(GAUGE, "mehari_bulkhead_limit_calls", "Places of a bulkhead", "bulkhead"),

    /** Cache lookups that were answered. */
    CACHE_HITS(COUNTER, "mehari_cache_hits_total", "Lookups that the result cache has answered"),
    /** Cache lookups that were not answered. */
    CACHE_MISSES(COUNTER, "mehari_cache_misses_total", "Lookups that the result cache has not answered"),
    /** Results kept. */
    CACHE_ENTRIES(GAUGE, "mehari_cache_entries", "Results in the cache, by estimate"),
    /** Calls of a tool that the cache has answered. */
    CACHE_TOOL_HITS(
            COUNTER,
            "mehari_cache_tool_hits_total",
            "Calls that the result cache has answered, from any tier, those that waited for one like them included",
            "server tool"),
    /** Answers that did not hold any more. */
    CACHE_STALE(
            COUNTER,
            "mehari_cache_stale_hits_total",
            "Calls that were answered with a result whose time was over, while it is renewed"),
    /** What became of renewals. */
    CACHE_RENEWALS(
            COUNTER,
            "mehari_cache_renewals_total",
            "Renewals of such results, by what came of them: renewed, failed, or skipped since mehari.cache.renewals ran already",
            "result"),
    /** Calls that waited for one like them. */
    CACHE_JOINED(
            COUNTER,
            "mehari_cache_joined_calls_total",
            "Calls that were given the result of one like them that ran at the same time, here or in another gateway",
            "where"),
    /** Lookups in tiers outside of this process. */
    CACHE_TIER_LOOKUPS(
            COUNTER,
            "mehari_cache_tier_lookups_total",
            "Lookups in a tier of the result cache outside of this process, by what came of them: hit, miss, error, or skipped"
                    + " since the ones before had failed",
            "tier result"),
    /** How long they took. */
    CACHE_TIER_SECONDS(
            COUNTER,
            "mehari_cache_tier_lookup_seconds_total",
            "How long the lookups took that such a tier has answered, all together",
            "tier"),
    /** Results given to tiers outside of this process. */
    CACHE_TIER_STORES(
            COUNTER,
            "mehari_cache_tier_stores_total",
            "Results that such a tier has kept for sure, or that were lost",
            "tier result"),
    /** Their bytes. */
    CACHE_TIER_BYTES(
            COUNTER, "mehari_cache_tier_stored_bytes_total", "Bytes of the results that such a tier has kept", "tier"),
    /** Results on their way. */
    CACHE_TIER_WAITING(
            GAUGE, "mehari_cache_tier_waiting_stores", "Results that are on their way to such a tier", "tier"),
    /** Removals on their way. */
    CACHE_TIER_OWED(GAUGE, "mehari_cache_tier_owed_removals", "Removals that such a tier has not made yet", "tier"),
    /** Foreign or damaged results. */
    CACHE_TIER_UNREADABLE(
            COUNTER,
            "mehari_cache_tier_unreadable_total",
            "Results in such a tier that were foreign or damaged, and were removed",
            "tier"),

    /** Whether servers are connected. */
    SERVER_UP(GAUGE, "mehari_server_up", "1 while the server is connected and its tools are known, else 0", "server"),
    /** Tools of a server. */
    SERVER_TOOLS(GAUGE, "mehari_server_tools", "Tools that the server offers", "server"),
    /** Calls at a server. */
    SERVER_CALLS(GAUGE, "mehari_server_calls_in_flight", "Calls sent to the server and not answered yet", "server"),
    /** Reconnects of a server. */
    SERVER_RESTARTS(
            COUNTER,
            "mehari_server_reconnects_total",
            "How often the server became ready again after a loss",
            "server"),
    /** Attempts to connect. */
    SERVER_ATTEMPTS(
            GAUGE,
            "mehari_server_connect_attempts",
            "Attempts to connect since the server was last ready; 0 while it is",
            "server"),

    /** How well servers answer. */
    SERVER_HEALTH(
            GAUGE,
            "mehari_server_health",
            "1 for a server that is online, 0.5 for one that is degraded, 0 for one that is offline, by its heartbeats",
            "server"),
    /** How fast servers answer. */
    SERVER_LATENCY(
            GAUGE,
            "mehari_server_heartbeat_seconds",
            "How fast the server answers its heartbeats, as a moving average",
            "server"),
    /** Members of servers. */
    SERVER_MEMBERS(
            GAUGE,
            "mehari_server_members",
            "Processes or replicas the server consists of, by the state of their health",
            "server state"),
    /** Members of a pool that have a call. */
    SERVER_MEMBERS_BUSY(
            GAUGE,
            "mehari_server_members_busy",
            "Processes of a stateless server that have a call: over 80 % of them there will be more",
            "server"),

    /** Connections of clients. */
    HTTP_CONNECTIONS(GAUGE, "mehari_http_connections", "Open connections of clients to the data plane"),
    /** Sessions of MCP clients. */
    MCP_SESSIONS(GAUGE, "mehari_mcp_sessions", "Sessions of MCP clients of the older versions"),
    /** Streams of MCP clients. */
    MCP_STREAMS(GAUGE, "mehari_mcp_streams", "Streams on which MCP clients listen", "era"),
    /** Parked calls. */
    MCP_PARKED(GAUGE, "mehari_mcp_parked_calls", "Calls that wait for what their client answers"),

    /** Requests at the wrong instance. */
    MCP_FORWARDED(
            COUNTER,
            "mehari_mcp_forwarded_total",
            "Requests of MCP clients handed to the instance that has their session, and those whose instance did not answer",
            "result"),

    /** Events in a queue. */
    QUEUE_EVENTS(GAUGE, "mehari_event_queue_events", "Events that wait for whoever listens", "event"),
    /** Events lost. */
    QUEUE_DROPPED(
            COUNTER,
            "mehari_event_queue_dropped_total",
            "Events that a listener has lost since it was too slow; calls are counted all the same",
            "event"),

    /** Dead letters kept. */
    DEAD_LETTERS(GAUGE, "mehari_dead_letters", "Dead letters that are kept, counted at most every 10 s"),
    /** Dead letters that wait for the database. */
    DEAD_LETTERS_QUEUED(GAUGE, "mehari_dead_letters_queued", "Dead letters that wait for the database"),
    /** Dead letters lost. */
    DEAD_LETTERS_LOST(COUNTER, "mehari_dead_letters_lost_total", "Dead letters that could not be stored"),

    /** Connections to PostgreSQL. */
    DATABASE_CONNECTIONS(
            GAUGE,
            "mehari_database_connections",
            "Connections to PostgreSQL that are in use, and those that nobody uses, where mehari.database.url is set",
            "state"),
    /** Those who wait for one. */
    DATABASE_WAITING(GAUGE, "mehari_database_waiting", "Those who wait for a connection to PostgreSQL"),
    /** Most of them. */
    DATABASE_POOL(
            GAUGE,
            "mehari_database_pool_connections",
            "Most connections to PostgreSQL for now; follows the load between mehari.database.pool.min and max"),
    /** Load of the pool. */
    DATABASE_LOAD(
            GAUGE,
            "mehari_database_pool_load",
            "Connections in use or waited for, of those there may be for now, as a moving average; 1 is all"),
    /** Changes of its size. */
    DATABASE_POOL_CHANGES(
            COUNTER,
            "mehari_database_pool_changes_total",
            "How often the pool of connections to PostgreSQL has grown and shrunk",
            "direction"),
    /** Connections that could not be had. */
    DATABASE_REFUSED(
            COUNTER,
            "mehari_database_refused_total",
            "How often a connection to PostgreSQL was asked for and could not be had"),
    /** Outages. */
    DATABASE_OUTAGES(COUNTER, "mehari_database_outages_total", "How often PostgreSQL could not be used any more"),
    /** How fast it answers. */
    DATABASE_LATENCY(
            GAUGE,
            "mehari_database_latency_seconds",
            "How long PostgreSQL took to answer the last question whether it is there"),

    /** Calls beyond the limit of their caller. */
    RATE_LIMIT_REFUSALS(
            COUNTER,
            "mehari_rate_limit_refusals_total",
            "Calls that were refused since their caller had met its limit"),
    /** Callers that are counted. */
    RATE_LIMIT_CALLERS(GAUGE, "mehari_rate_limit_callers", "Callers whose calls are counted in this process"),
    /** Calls of callers without a place. */
    RATE_LIMIT_SHARED(
            COUNTER,
            "mehari_rate_limit_shared_total",
            "Calls of callers that were counted together with others, since mehari.rate-limit.max-callers were kept"),
    /** Calls counted in Redis, or not. */
    RATE_LIMIT_REDIS(
            COUNTER,
            "mehari_rate_limit_redis_total",
            "Calls counted in Redis, and those counted in this process alone since it failed or had failed just before",
            "result"),

    /** Large results. */
    RESULTS_SHORTENED(
            COUNTER, "mehari_results_shortened_total", "Large results of which the caller got the head and a handle"),
    /** Large results kept. */
    RESULTS_KEPT(GAUGE, "mehari_results_kept", "Large results that are kept to be read in parts"),
    /** Records to learn from, by what became of them. */
    LEARNING_RECORDS(
            COUNTER,
            "mehari_learning_records_total",
            "Records of calls to learn from: journaled, stored, and by what they were lost, where mehari.learning is on",
            "result"),
    /** Records that wait for the database. */
    LEARNING_WAITING(
            GAUGE,
            "mehari_learning_waiting_records",
            "Records of calls in the journal that are not in the database yet"),
    /** Size of the journal. */
    LEARNING_JOURNAL(GAUGE, "mehari_learning_journal_bytes", "Size of the journal of calls to learn from"),

    /** Gateways on one Redis. */
    INSTANCES(
            GAUGE,
            "mehari_instances",
            "Gateways on the same Redis that are known to be there, this one among them, where mehari.instances is on"),
    /** Their route files. */
    INSTANCE_ROUTES(
            GAUGE,
            "mehari_instance_route_sets",
            "Different sets of route files that serve at them; 1 is as it should be"),
    /** What one does at a time. */
    INSTANCE_LOCK(
            GAUGE,
            "mehari_instance_lock_held",
            "1 where this gateway does what only one does at a time, 0 where it leaves that to another",
            "lock"),
    /** Writes of one that had lost its lock. */
    INSTANCE_STALE(
            COUNTER,
            "mehari_instance_stale_writes_total",
            "Writes that were refused since another gateway had taken over before",
            "lock"),
    /** Events between gateways. */
    INSTANCE_EVENTS(
            COUNTER,
            "mehari_instance_events_total",
            "Events between gateways: sent, dropped before that, heard, missed, and unreadable entries",
            "result"),

    /** Keys that are remembered. */
    IDEMPOTENCY_KEYS(GAUGE, "mehari_idempotency_keys", "Idempotency keys that are remembered"),
    /** Bytes of answers under keys. */
    IDEMPOTENCY_BYTES(GAUGE, "mehari_idempotency_bytes", "Memory of answers that are kept under idempotency keys"),
    /** Calls with keys that run. */
    IDEMPOTENCY_RUNNING(GAUGE, "mehari_idempotency_running_calls", "Calls with an idempotency key that run"),
    /** Ends of calls that others do not know yet. */
    IDEMPOTENCY_UNTOLD(
            GAUGE,
            "mehari_idempotency_untold_calls",
            "Calls with an idempotency key that have ended, of which Redis could not be told yet"),

    /** Spans by what became of them. */
    TRACE_SPANS(
            COUNTER,
            "mehari_trace_spans_total",
            "Spans that have ended, by what became of them: sent, failed, or dropped since too many waited",
            "result"),
    /** Spans that wait. */
    TRACE_SPANS_WAITING(GAUGE, "mehari_trace_spans_waiting", "Spans that wait to be sent"),

    /** Memory of calls. */
    MEMORY_HELD(GAUGE, "mehari_memory_held_bytes", "Memory that requests, answers and responses hold"),
    /** Bound of it. */
    MEMORY_LIMIT(GAUGE, "mehari_memory_limit_bytes", "What they may hold at most: mehari.memory.max-held"),
    /** Refused for want of it. */
    MEMORY_REFUSALS(COUNTER, "mehari_memory_refusals_total", "How often there was no room within that bound"),

    /** Number of the generation. */
    GENERATION(GAUGE, "mehari_route_generation", "Number of the set of route files that serves; each reload adds one"),
    /** Calls in it. */
    GENERATION_CALLS(GAUGE, "mehari_route_generation_calls", "Calls in the set of route files that serves"),
    /** Runs of tool routes. */
    TOOL_RUNS(GAUGE, "mehari_tool_route_runs", "Runs of tools that are routes, by what they do", "state"),

    /** Alerts. */
    ALERTS(GAUGE, "mehari_alerts", "Alerts of the gateway itself that are active", "severity"),
    /** Parts of the gateway. */
    PART_HEALTHY(
            GAUGE, "mehari_part_healthy", "1 for a part that is healthy in /health, 0 for one that is not", "part"),
    /** Version. */
    BUILD(INFO, "mehari_build_info", "Always 1; the version is a label", "version");

    private final MetricKind kind;
    private final String title;
    private final String help;
    private final List<String> labels;

    GatewayMetric(MetricKind kind, String title, String help) {
        this(kind, title, help, "");
    }

    /** Names of labels have spaces between them. */
    GatewayMetric(MetricKind kind, String title, String help, String labels) {
        this.kind = kind;
        this.title = title;
        this.help = help;
        this.labels = labels.isEmpty() ? List.of() : List.of(labels.split(" "));
    }

    /**
     * What it is.
     *
     * @return never null
     */
    public MetricKind kind() {
        return kind;
    }

    /**
     * Its name, as Prometheus has it.
     *
     * @return {@code mehari_calls_total}, for example
     */
    public String title() {
        return title;
    }

    /**
     * What it says, for people.
     *
     * @return one sentence without its full stop
     */
    public String help() {
        return help;
    }

    /**
     * The names of its labels.
     *
     * @return in the order in which values are given
     */
    public List<String> labels() {
        return labels;
    }

    List<String> labelValues(String... values) {
        if (values.length != labels.size()) {
            throw new IllegalArgumentException(
                    title + " has the labels " + labels + " and got " + values.length + " values: give one for each");
        }
        return List.of(values);
    }
}
