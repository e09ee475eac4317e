package io.mehari.upstream;

import io.mehari.upstream.UpstreamSettings.HttpSettings;
import io.mehari.upstream.UpstreamSettings.Pool;
import io.mehari.upstream.UpstreamSettings.StdioSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Settings of an upstream of which some are to be others. For one thread. */
final class ChangedSettings {
    private final UpstreamSettings origin;
    private String name;
    private StdioSettings stdio;
    private HttpSettings http;
    private AllowedTools tools;
    private boolean stateless;
    private Optional<Pool> pool;
    private Optional<Duration> connect;
    private Optional<String> problem;
    private Set<String> clientCapabilities;
    private List<UpstreamSettings> replicas;

    ChangedSettings(UpstreamSettings origin) {
        this.origin = origin;
        name = origin.name();
        stdio = origin.stdio();
        http = origin.http();
        tools = origin.tools();
        stateless = origin.stateless();
        pool = origin.pool();
        connect = origin.connect();
        problem = origin.problem();
        clientCapabilities = origin.clientCapabilities();
        replicas = origin.replicas();
    }

    ChangedSettings name(String other) {
        name = other;
        return this;
    }

    ChangedSettings reachedBy(StdioSettings process, HttpSettings address) {
        stdio = process;
        http = address;
        return this;
    }

    ChangedSettings tools(AllowedTools allowed) {
        tools = allowed;
        return this;
    }

    ChangedSettings pool(boolean shared, Pool connections) {
        stateless = shared;
        pool = Optional.ofNullable(connections);
        return this;
    }

    ChangedSettings connect(Duration longest) {
        connect = Optional.of(longest);
        return this;
    }

    ChangedSettings problem(String text) {
        problem = Optional.of(text);
        return this;
    }

    ChangedSettings clientCapabilities(Set<String> declared) {
        clientCapabilities = declared;
        return this;
    }

    ChangedSettings replicas(List<UpstreamSettings> all) {
        replicas = all;
        return this;
    }

    ChangedSettings replicas(UnaryOperator<UpstreamSettings> change) {
        replicas = replicas.stream().map(change).toList();
        return this;
    }

    UpstreamSettings settings() {
        return new UpstreamSettings(
                name,
                stdio,
                http,
                tools,
                origin.trustAnnotations(),
                origin.calls(),
                origin.toolCalls(),
                origin.fingerprint(),
                stateless,
                pool,
                connect,
                problem,
                clientCapabilities,
                replicas);
    }
}
