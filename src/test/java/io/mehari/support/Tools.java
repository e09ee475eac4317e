package io.mehari.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ArgumentMode;
import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.call.ToolCall;
import io.mehari.catalog.Tool;
import io.mehari.catalog.schema.ToolSchema;
import io.mehari.protocol.Json;
import io.mehari.upstream.CachePolicy;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.CallSettings.Breaker;
import io.mehari.upstream.CallSettings.Resend;
import io.mehari.upstream.CallSettings.Retry;
import io.mehari.upstream.UpstreamSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Tools, calls, settings and JSON in one line each. */
public final class Tools {
    private Tools() {}

    /** JSON with single quotes for double ones. */
    public static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.read(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** A tools/call result of one text item. */
    public static ObjectNode text(String text) {
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }

    /** An MCP tool definition that takes anything. */
    public static ObjectNode definition(String name) {
        ObjectNode definition = Json.object().put("name", name);
        definition.putObject("inputSchema").put("type", "object");
        return definition;
    }

    public static UpstreamSettings settings(String name) {
        return settings(name, CallSettings.DEFAULTS);
    }

    public static UpstreamSettings settings(String name, CallSettings calls) {
        return settings(name, calls, "fingerprint", Set.of());
    }

    /** Settings with limits of one tool's own. */
    public static UpstreamSettings settings(String name, CallSettings calls, String tool, CallSettings callsOfTool) {
        return settings(name, calls, "fingerprint", Set.of(), Map.of(tool, callsOfTool));
    }

    /** Settings that differ from others by their fingerprint and by tools that are switched off. */
    public static UpstreamSettings settings(String name, String fingerprint, String... disabledTools) {
        return settings(name, CallSettings.DEFAULTS, fingerprint, Set.of(disabledTools));
    }

    private static UpstreamSettings settings(
            String name, CallSettings calls, String fingerprint, Set<String> disabledTools) {
        return settings(name, calls, fingerprint, disabledTools, Map.of());
    }

    private static UpstreamSettings settings(
            String name,
            CallSettings calls,
            String fingerprint,
            Set<String> disabledTools,
            Map<String, CallSettings> toolCalls) {
        return new UpstreamSettings(
                name,
                new UpstreamSettings.StdioSettings("none", List.of(), Map.of(), ""),
                disabledTools,
                false,
                calls,
                toolCalls,
                fingerprint);
    }

    /** Settings of a server behind a URL. */
    public static UpstreamSettings remote(String name, String fingerprint) {
        return new UpstreamSettings(
                name,
                null,
                new UpstreamSettings.HttpSettings(
                        URI.create("http://127.0.0.1:1/mcp"),
                        UpstreamSettings.Transport.PROBE,
                        Map.of(),
                        Optional.empty(),
                        Optional.empty()),
                Set.of(),
                false,
                CallSettings.DEFAULTS,
                Map.of(),
                fingerprint);
    }

    /** A call that arrives now. */
    public static ToolCall call(String server, String tool, ObjectNode arguments) {
        return call(server, tool, arguments, Duration.ZERO);
    }

    /** A call that arrived some time ago. */
    public static ToolCall call(String server, String tool, ObjectNode arguments, Duration ago) {
        return new ToolCall(
                server,
                tool,
                arguments,
                new CallContext(
                        UUID.randomUUID().toString(),
                        Caller.ANONYMOUS,
                        Instant.EPOCH,
                        System.nanoTime() - ago.toNanos()));
    }

    public static Tool tool(String server, String name) {
        return tool(server, name, limits().build());
    }

    public static Tool tool(String server, String name, CallSettings calls) {
        return tool(server, definition(name), calls, false);
    }

    public static Tool tool(String server, ObjectNode definition, CallSettings calls, boolean trust) {
        return new Tool(
                server,
                definition.path("name").asText(),
                definition,
                ToolSchema.of(definition.get("inputSchema")),
                calls,
                trust,
                server,
                "upstream-" + server,
                "fingerprint");
    }

    /** Limits to change one at a time. */
    public static Limits limits() {
        return new Limits();
    }

    /** Builds {@link CallSettings} from the defaults. */
    public static final class Limits {
        private Duration attempt = CallSettings.DEFAULTS.attempt();
        private Duration total = CallSettings.DEFAULTS.total();
        private Retry retry = new Retry(3, Duration.ofSeconds(1), 2, Duration.ofSeconds(60), 0, Resend.NEVER_SENT);
        private Breaker breaker = CallSettings.DEFAULTS.breaker();
        private int bulkhead = CallSettings.DEFAULTS.bulkhead();
        private Duration bulkheadWait = CallSettings.DEFAULTS.bulkheadWait();
        private Optional<CachePolicy> cache = Optional.empty();
        private boolean idempotent;
        private Optional<ArgumentMode> arguments = Optional.empty();

        public Limits attempt(Duration attempt) {
            this.attempt = attempt;
            return this;
        }

        public Limits total(Duration total) {
            this.total = total;
            return this;
        }

        public Limits retry(int max) {
            retry = new Retry(max, retry.base(), retry.factor(), retry.maxDelay(), retry.jitter(), retry.resend());
            return this;
        }

        public Limits retry(int max, Duration base) {
            retry = new Retry(max, base, retry.factor(), retry.maxDelay(), retry.jitter(), retry.resend());
            return this;
        }

        public Limits resendAlways() {
            retry = new Retry(
                    retry.max(), retry.base(), retry.factor(), retry.maxDelay(), retry.jitter(), Resend.ALWAYS);
            return this;
        }

        public Limits breaker(int window, Duration wait) {
            breaker = new Breaker(50, window, wait);
            return this;
        }

        public Limits bulkhead(int bulkhead) {
            this.bulkhead = bulkhead;
            return this;
        }

        public Limits bulkheadWait(Duration bulkheadWait) {
            this.bulkheadWait = bulkheadWait;
            return this;
        }

        public Limits cache(Duration ttl, boolean shared) {
            return cache(CachePolicy.of(ttl, shared));
        }

        public Limits cache(CachePolicy policy) {
            this.cache = Optional.of(policy);
            return this;
        }

        public Limits idempotent() {
            this.idempotent = true;
            return this;
        }

        public Limits arguments(ArgumentMode mode) {
            this.arguments = Optional.of(mode);
            return this;
        }

        public CallSettings build() {
            return new CallSettings(
                    attempt, total, retry, breaker, bulkhead, bulkheadWait, cache, idempotent, arguments);
        }
    }
}
