package io.mehari.configuration.serversfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.ArgumentMode;
import io.mehari.configuration.InvalidConfigurationException;
import io.mehari.support.ChangesBehaviour;
import io.mehari.upstream.AllowedTools;
import io.mehari.upstream.CachePolicy;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.CallSettings.Resend;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.Pool;
import io.mehari.upstream.UpstreamSettings.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mock.env.MockEnvironment;

class McpServersFileTest {
    private static final Duration DEFAULT_TTL = Duration.ofSeconds(77);

    private final McpServersFile file = new McpServersFile(
            new ServerReader(new CallSettingsReader(DEFAULT_TTL), Map.of("TOKEN", "s3cret", "DIR", "/data")::get));

    @Test
    @ChangesBehaviour("mcp-servers.json:command")
    @ChangesBehaviour("mcp-servers.json:args")
    @ChangesBehaviour("mcp-servers.json:env")
    @ChangesBehaviour("mcp-servers.json:cwd")
    void readsHowToStartAServer() {
        var stdio = server(
                        "'command': 'npx', 'args': ['-y', '${DIR}/x'], 'env': {'KEY': 'a-${TOKEN}'}, 'cwd': '${DIR}'")
                .stdio();
        assertThat(stdio.command()).isEqualTo("npx");
        assertThat(stdio.args()).containsExactly("-y", "/data/x");
        assertThat(stdio.env()).containsExactly(Map.entry("KEY", "a-s3cret"));
        assertThat(stdio.directory()).isEqualTo("/data");
        assertThat(stdio.toString()).doesNotContain("s3cret");
    }

    @Test
    void whatIsNotSaidIsTheDefault() {
        UpstreamSettings server = server("'command': 'x'");
        assertThat(server.calls()).isEqualTo(CallSettings.DEFAULTS);
        assertThat(server.tools()).isEqualTo(AllowedTools.ALL);
        assertThat(server.trustAnnotations()).isFalse();
        assertThat(server.callsOf("any")).isEqualTo(CallSettings.DEFAULTS);
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:clientCapabilities")
    void readsWhatTheUsualConnectionDeclares() {
        assertThat(server("'command': 'x', 'clientCapabilities': ['roots', 'sampling']")
                        .clientCapabilities())
                .containsExactlyInAnyOrder("roots", "sampling");
        assertThat(server("'command': 'x'").clientCapabilities()).isEmpty();
        assertThatThrownBy(() -> server("'command': 'x', 'clientCapabilities': ['root']"))
                .hasMessageContaining("clientCapabilities[0]")
                .hasMessageContaining("expected one of elicitation, roots, sampling");
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:timeout.attempt")
    @ChangesBehaviour("mcp-servers.json:timeout.total")
    void readsTimeouts() {
        CallSettings calls = calls("'timeout': {'attempt': '5s', 'total': '1m'}");
        assertThat(calls.attempt()).isEqualTo(Duration.ofSeconds(5));
        assertThat(calls.total()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:retry.max")
    @ChangesBehaviour("mcp-servers.json:retry.base")
    @ChangesBehaviour("mcp-servers.json:retry.factor")
    @ChangesBehaviour("mcp-servers.json:retry.max-delay")
    @ChangesBehaviour("mcp-servers.json:retry.jitter")
    @ChangesBehaviour("mcp-servers.json:retry.resend")
    void readsRetries() {
        assertThat(calls("'retry': {'max': 5, 'base': '2s', 'factor': 3, 'max-delay': '9s', 'jitter': 0.1,"
                                + " 'resend': 'always'}")
                        .retry())
                .isEqualTo(
                        new CallSettings.Retry(5, Duration.ofSeconds(2), 3, Duration.ofSeconds(9), 0.1, Resend.ALWAYS));
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:retry.trust-annotations")
    void believesAnnotationsWhereTold() {
        assertThat(server("'command': 'x', 'retry': {'trust-annotations': true}")
                        .trustAnnotations())
                .isTrue();
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:breaker.failure-rate")
    @ChangesBehaviour("mcp-servers.json:breaker.window")
    @ChangesBehaviour("mcp-servers.json:breaker.wait")
    @ChangesBehaviour("mcp-servers.json:bulkhead")
    @ChangesBehaviour("mcp-servers.json:bulkhead-wait")
    void readsBreakerAndBulkhead() {
        CallSettings calls = calls("'breaker': {'failure-rate': 25.5, 'window': 7, 'wait': '3s'}, 'bulkhead': 4,"
                + " 'bulkhead-wait': '250ms'");
        assertThat(calls.breaker()).isEqualTo(new CallSettings.Breaker(25.5f, 7, Duration.ofSeconds(3)));
        assertThat(calls.bulkhead()).isEqualTo(4);
        assertThat(calls.bulkheadWait()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:cache.ttl")
    @ChangesBehaviour("mcp-servers.json:cache.shared")
    void readsTheCache() {
        assertThat(calls("'cache': {'ttl': '5m', 'shared': true}").cache())
                .contains(CachePolicy.of(Duration.ofMinutes(5), true));
        assertThat(calls("'cache': {}").cache()).contains(CachePolicy.of(DEFAULT_TTL, false));
        assertThat(calls("'cache': true").cache()).contains(CachePolicy.of(DEFAULT_TTL, false));
        assertThat(calls("'cache': false").cache()).isEmpty();
        assertThat(calls("'bulkhead': 4").cache()).isEmpty();
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:cache.staleWhileRevalidate")
    @ChangesBehaviour("mcp-servers.json:cache.context")
    @ChangesBehaviour("mcp-servers.json:cache.maxSize")
    @ChangesBehaviour("mcp-servers.json:cache.hints")
    void readsHowResultsAreKept() {
        CachePolicy policy = calls(
                        "'cache': {'ttl': '5m', 'staleWhileRevalidate': '1m', 'context': ['X-Tenant', 'io.x/locale'],"
                                + " 'maxSize': '100KB', 'hints': true}")
                .cache()
                .orElseThrow();
        assertThat(policy.stale()).isEqualTo(Duration.ofMinutes(1));
        assertThat(policy.context()).contains(Set.of("X-Tenant", "io.x/locale"));
        assertThat(policy.maxBytes()).isEqualTo(100 * 1024);
        assertThat(policy.hints()).isTrue();
        UpstreamSettings server =
                server("'command': 'x', 'cache': {'ttl': '5m', 'staleWhileRevalidate': '1m', 'maxSize': '1KB'},"
                        + " 'tools': {'write': {'cache': false}, 'read': {'cache': {'shared': true}}}");
        assertThat(server.callsOf("write").cache()).isEmpty();
        assertThat(server.callsOf("read").cache())
                .contains(new CachePolicy(
                        Duration.ofMinutes(5), Duration.ofMinutes(1), true, Optional.empty(), 1024, false));
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:tools")
    @ChangesBehaviour("mcp-servers.json:idempotent")
    void aToolDiffersFromItsServerOnlyWhereItSaysSo() {
        UpstreamSettings server = server("'command': 'x', 'bulkhead': 4, 'timeout': {'attempt': '5s'},"
                + " 'cache': {'ttl': '5m', 'shared': true}, 'retry': {'max': 1},"
                + " 'tools': {'read': {'idempotent': true, 'timeout': {'total': '9s'}, 'retry': {'base': '7s'},"
                + " 'cache': {'ttl': '1m'}}}");
        CallSettings read = server.callsOf("read");
        assertThat(read.idempotent()).isTrue();
        assertThat(read.attempt()).isEqualTo(Duration.ofSeconds(5));
        assertThat(read.total()).isEqualTo(Duration.ofSeconds(9));
        assertThat(read.bulkhead()).isEqualTo(4);
        assertThat(read.retry().max()).isEqualTo(1);
        assertThat(read.retry().base()).isEqualTo(Duration.ofSeconds(7));
        assertThat(read.cache()).contains(CachePolicy.of(Duration.ofMinutes(1), true));
        assertThat(server.callsOf("write").idempotent()).isFalse();
        assertThat(server.callsOf("write").cache()).contains(CachePolicy.of(Duration.ofMinutes(5), true));
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:arguments")
    void aServerAndItsToolsSayWhatBecomesOfArguments() {
        UpstreamSettings server =
                server("'command': 'x', 'arguments': 'strict', 'tools': {'read': {'arguments': 'coerce'}}");
        assertThat(server.callsOf("write").arguments()).contains(ArgumentMode.STRICT);
        assertThat(server.callsOf("read").arguments()).contains(ArgumentMode.COERCE);
        assertThat(server("'command': 'x'").calls().arguments()).isEmpty();
        assertThatThrownBy(() -> server("'command': 'x', 'arguments': 'mcpo'"))
                .hasMessageContaining("arguments: expected \"coerce\" or \"strict\"");
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:disabledTools")
    @ChangesBehaviour("mcp-servers.json:disabled_tools")
    @ChangesBehaviour("mcp-servers.json:excludeTools")
    void readsDisabledToolsInEachSpelling() {
        assertThat(server("'command': 'x', 'disabledTools': ['a'], 'disabled_tools': ['b'], 'excludeTools': ['c']")
                        .tools()
                        .disabled())
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allowedTools",
                "allowed_tools",
                "enabledTools",
                "enabled_tools",
                "includeTools",
                "exposed_tools",
                "tools"
            })
    @ChangesBehaviour("mcp-servers.json:allowedTools")
    @ChangesBehaviour("mcp-servers.json:allowed_tools")
    @ChangesBehaviour("mcp-servers.json:enabledTools")
    @ChangesBehaviour("mcp-servers.json:enabled_tools")
    @ChangesBehaviour("mcp-servers.json:includeTools")
    @ChangesBehaviour("mcp-servers.json:exposed_tools")
    void readsTheToolsThatAreAllowedInEachSpelling(String key) {
        AllowedTools tools = server("'command': 'x', '" + key + "': ['get_*', 'search'], 'disabledTools': ['get_all']")
                .tools();
        assertThat(List.of("search", "get_one", "get_all", "remove"))
                .filteredOn(tools::has)
                .containsExactly("search", "get_one");
    }

    @Test
    void anEmptyListAllowsNothingButWhereItsProgramMeansAll() {
        assertThat(server("'command': 'x', 'allowedTools': []").tools().has("a"))
                .isFalse();
        assertThat(server("'command': 'x', 'exposed_tools': []").tools()).isEqualTo(AllowedTools.ALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'allowedTools': ['a'], 'tools': ['b'] | .tools: a second list of the tools that are allowed",
                "'includeTools': ['a'], 'enabledTools': ['a'] | .includeTools: a second list",
                "'allowedTools': 'a' | .allowedTools: expected a list of strings",
                "'allowedTools': ['a', ' '] | .allowedTools[1]: expected the name of a tool",
                "'tools': [1] | .tools[0]: expected a string",
                "'allowedTools': {'a': true} | .allowedTools: expected a list of strings",
            })
    void aListThatCannotBeUsedIsRefused(String keys, String problem) {
        assertThatThrownBy(() -> server("'command': 'x', " + keys)).hasMessageContaining(problem);
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:type")
    void theTypeDecidesHowTheServerIsReached() {
        assertThat(server("'command': 'x', 'type': 'stdio'").stdio().command()).isEqualTo("x");
        assertThat(server("'url': 'https://example.com/mcp', 'type': 'sse'")
                        .http()
                        .transport())
                .isEqualTo(Transport.SSE);
        assertThat(server("'url': 'https://example.com/mcp'").http().transport())
                .isEqualTo(Transport.PROBE);
        assertThatThrownBy(() -> server("'command': 'x', 'type': 'sse'"))
                .hasMessageContaining("$.mcpServers.files.url: missing");
    }

    @Test
    @ChangesBehaviour("mehari.servers.max-retries")
    void retriesAreThoseOfTheGatewayWhereAServerSaysNothing() {
        McpServersFile file = gateway("max-retries=7");
        String json =
                "{\"mcpServers\": {\"a\": {\"command\": \"x\"}, \"b\": {\"command\": \"x\", \"retry\": {\"max\": 1}}}}";
        assertThat(file.read(new ByteArrayResource(json.getBytes(StandardCharsets.UTF_8))))
                .extracting(server -> server.calls().retry().max())
                .containsExactly(7, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                       | command, stateless                     | 2  | 10
                    pool-min=3               | command, stateless                     | 3  | 10
                    pool-min=3, pool-max=4   | command, stateless                     | 3  | 4
                    pool-max=0               | command, stateless                     | 2  | 10
                    pool-min=1, pool-max=1   | command, stateless                     | 1  | 1
                    pool-min=3, pool-max=4   | command, stateless, pool: {}           | 3  | 4
                    pool-min=3, pool-max=40  | command, stateless, pool: {min: 15}    | 15 | 40
                    pool-min=3, pool-max=40  | command, stateless, pool: {max: 2}     | 2  | 2
                    pool-max=40              | url                                    | 2  | 40
                    pool-max=1               | url                                    | 1  | 1
                    pool-max=40              | url, pool: {max: 7}                    | 2  | 7
                    pool-max=40              | url, pool: {min: 7}                    | 7  | 40
                    """)
    @ChangesBehaviour("mehari.servers.pool-min")
    @ChangesBehaviour("mehari.servers.pool-max")
    void poolsAreThoseOfTheGatewayWhereAServerSaysNothing(String settings, String keys, int min, int max) {
        assertThat(pool(settings, keys)).contains(new Pool(min, max));
    }

    @ParameterizedTest
    @ValueSource(strings = {"url", "url, pool: {}", "url, pool: {min: 7}", "url, pool: {min: 70}"})
    void aServerBehindAUrlHasAsManyConnectionsAsUsualUnlessTheMostIsSaid(String keys) {
        assertThat(pool("pool-min=9, pool-max=0", keys)).isEmpty();
    }

    private static Optional<Pool> pool(String settings, String keys) {
        String entry = keys.replace("command", "'command': 'x'")
                .replace("url", "'url': 'http://localhost/mcp'")
                .replace("stateless", "'stateless': true")
                .replaceAll("(pool|min|max):", "'$1':")
                .replace('\'', '"');
        String json = "{\"mcpServers\": {\"a\": {" + entry + "}}}";
        return gateway(settings)
                .read(new ByteArrayResource(json.getBytes(StandardCharsets.UTF_8)))
                .get(0)
                .pool();
    }

    /** The reader of a gateway with these settings of {@code mehari.servers}. */
    private static McpServersFile gateway(String settings) {
        MockEnvironment environment = new MockEnvironment();
        for (String setting : settings.split(", *")) {
            String[] parts = (setting + "=").split("=", -1);
            environment.setProperty("mehari.servers." + parts[0], parts[1]);
        }
        return McpServersFile.of(Duration.ofMinutes(5), ServersSettings.of(environment), Map.of());
    }

    @Test
    void commentsAndTrailingCommasAreFine() {
        assertThat(read("/* all */ {'$schema': 'x', 'mcpServers': { // one\n 'a': {'command': 'x',}, }}"))
                .hasSize(1);
    }

    @Test
    void noServersAreFineIfTheFileSaysSo() {
        assertThat(read("{'mcpServers': {}}")).isEmpty();
        assertThatThrownBy(() -> read("{}")).hasMessageContaining("$.mcpServers: missing");
    }

    @Test
    void theFingerprintChangesWithWhatIsConfigured() {
        String one = server("'command': 'x'").fingerprint();
        assertThat(one).hasSize(64).isEqualTo(server("'command': 'x'").fingerprint());
        assertThat(one).isNotEqualTo(server("'command': 'y'").fingerprint());
    }

    @Test
    void tellsEveryProblemAtOnceWithItsPath() {
        assertThatThrownBy(() -> read("{'mcpServer': {}, 'mcpServers': {"
                        + "'api': {'command': 'x'}, 'a__b': {'comand': 'x'},"
                        + "'c': {'command': 'x', 'timeout': {'attempt': 5}, 'bulkhead': 0, 'tools': {'t': {'retry':"
                        + " {'resend': 'maybe'}}}}}}"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("$.mcpServer: unknown key; did you mean mcpServers?")
                .hasMessageContaining("$.mcpServers.a__b.comand: unknown key; did you mean command?")
                .hasMessageContaining("$.mcpServers.a__b.command: missing")
                .hasMessageContaining("$.mcpServers.c.timeout.attempt: expected a duration")
                .hasMessageContaining("$.mcpServers.c.bulkhead: expected a whole number from 1")
                .hasMessageContaining("$.mcpServers.c.tools.t.retry.resend: expected \"never-sent\" or \"always\"")
                .hasMessageContaining("6 problems");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'command': 5 | .command: expected a string",
                "'args': 'x' | .args: expected a list of strings",
                "'args': [1] | .args[0]: expected a string",
                "'env': {'A': []} | .env.A: expected a string, a number",
                "'env': [] | .env: expected an object of strings",
                "'env': {'A': '${MISSING}'} | variable MISSING is not set",
                "'timeout': '5s' | .timeout: expected an object",
                "'timeout': {'attempt': '0s'} | .timeout.attempt: expected a duration",
                "'timeout': {'attempt': '-1s'} | .timeout.attempt: expected a duration",
                "'timeout': {'attempt': '500us'} | .timeout.attempt: expected a duration",
                "'timeout': {'total': '100000d'} | .timeout.total: expected a duration",
                "'timeout': {'total': '99999999999999999d'} | .timeout.total: expected a duration",
                "'timeout': {'totl': '1s'} | .timeout.totl: unknown key; did you mean total?",
                "'retry': {'max': 21} | .retry.max: expected a whole number from 0 to 20",
                "'retry': {'max': 1.5} | .retry.max: expected a whole number",
                "'retry': {'jitter': 2} | .retry.jitter: expected a number from 0",
                "'retry': {'trust-annotations': 'yes'} | .retry.trust-annotations: expected true or false",
                "'breaker': {'failure-rate': 0} | .breaker.failure-rate: expected a number",
                "'breaker': {'wait': '1ns'} | .breaker.wait: expected a duration",
                "'cache': 5 | .cache: expected an object",
                "'cache': {'tll': '5m'} | .cache.tll: unknown key; did you mean ttl?",
                "'tools': {'t': {'timeouts': {}}} | .tools.t.timeouts: unknown key; did you mean timeout?",
                "'tools': {'t': {'retry': {'trust-annotations': true}}} | applies to a whole server",
                "'disabledTools': 'a' | .disabledTools: expected a list of strings",
                "'stateles': true | .stateles: unknown key"
            })
    void tellsWhatIsWrongWithAKey(String key, String problem) {
        assertThatThrownBy(() -> server((key.contains("'command'") ? "" : "'command': 'x', ") + key))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(problem.strip())
                .hasMessageContaining("1 problem:");
    }

    @Test
    void camelIsTheNameOfToolRoutesAlone() {
        assertThatThrownBy(() -> read("{'mcpServers': {'camel': {'command': 'x'}}}"))
                .hasMessageContaining("$.mcpServers.camel", "choose another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'mcpServers': ", "[]", "", "{'mcpServers': {}} trailing", "{'mcpServers': []}"})
    void refusesWhatIsNoSuchFile(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidConfigurationException.class);
    }

    @Test
    void saysWhereTheJsonIsBroken() {
        assertThatThrownBy(() -> read("{\n 'mcpServers': {\n  oops }}")).hasMessageContaining("line 3");
    }

    @Test
    void aServerListedTwiceIsAProblemAndNotTheLastOne() {
        assertThatThrownBy(() -> read("{'mcpServers': {'a': {'command': 'x'}, 'a': {'command': 'y'}}}"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("$.mcpServers.a: is there twice");
    }

    private CallSettings calls(String keys) {
        return server("'command': 'x', " + keys).calls();
    }

    private UpstreamSettings server(String keys) {
        return read("{'mcpServers': {'files': {" + keys + "}}}").get(0);
    }

    private List<UpstreamSettings> read(String text) {
        return file.read(new ByteArrayResource(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
