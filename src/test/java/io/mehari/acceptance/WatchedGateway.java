package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.acceptance.CallAnswer.Form;
import io.mehari.call.Outcome;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import io.mehari.upstream.stdio.FaultyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/**
 * A gateway of which everything is seen that its users can see: answers, dead letters and the log of calls; and that
 * must leave nothing behind.
 */
final class WatchedGateway implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String CALL_LOG = "io.mehari.calls";
    private static final Set<Outcome> WITH_DEAD_LETTER = Set.of(
            Outcome.UNAVAILABLE, Outcome.TIMED_OUT, Outcome.BAD_UPSTREAM, Outcome.OUTCOME_UNKNOWN, Outcome.INTERNAL);

    private final Set<Long> childrenBefore = children();
    private final Set<String> threadsBefore = threads();
    private final AtomicInteger ids = new AtomicInteger();
    private final CallLog log = new CallLog();
    private final GatewayUnderTest gateway;

    /** Holds routes that name the bean {@code gate}. */
    final Gate gate = new Gate();

    /**
     * A gateway with one server, {@code faulty}, which has joined.
     *
     * @param entry changes the server's entry
     * @param tools of the server
     */
    static WatchedGateway ofFaultyServer(Path directory, Consumer<ObjectNode> entry, String... tools) {
        String[] arguments = Stream.concat(Stream.of("tools"), Stream.of(tools)).toArray(String[]::new);
        String servers = new Servers()
                .java("faulty", entry, FaultyServer.class.getName(), arguments)
                .toString();
        WatchedGateway gateway = new WatchedGateway(directory, servers, Map.of());
        gateway.http().awaitTools(List.of("faulty"));
        return gateway;
    }

    WatchedGateway(Path directory, String servers, Map<String, String> overrides) {
        Map<String, String> keys = new HashMap<>(overrides);
        keys.put("logging.level." + CALL_LOG, "INFO");
        keys.putIfAbsent("mehari.maintenance.call-events-period", "20ms");
        gateway = GatewayUnderTest.start(
                directory, servers, keys, application -> application.registerBean("gate", Gate.class, () -> gate));
        log.start();
        logger().addAppender(log);
    }

    GatewayUnderTest http() {
        return gateway;
    }

    /** Calls a tool in one form. */
    CallAnswer call(Form form, String server, String tool, String body) {
        String id = "call-" + ids.incrementAndGet();
        String prefix = form == Form.SHORT ? "/" : "/api/v1/tools/";
        var request = gateway.request(prefix + server + "/" + encoded(tool))
                .header("Content-Type", "application/json")
                .header("X-Request-Id", id)
                .POST(BodyPublishers.ofString(body));
        return new CallAnswer(form, id, gateway.send(request));
    }

    /** Calls a tool and holds everything that follows against the table of outcomes. */
    CallAnswer call(Form form, String server, String tool, String body, Outcome outcome) {
        return require(call(form, server, tool, body), outcome);
    }

    /** Calls a tool whose call the gateway itself does not send: unavailable, and no dead letter. */
    CallAnswer heldBack(Form form, String server, String tool, String body) {
        return require(call(form, server, tool, body), Outcome.UNAVAILABLE, false);
    }

    /** Holds an answer, its dead letter and its event against the table of outcomes. */
    CallAnswer require(CallAnswer answer, Outcome outcome) {
        int code = answer.error().path("rpc_code").asInt();
        boolean serversFault = code == -32603 || code >= -32099 && code <= -32000;
        return require(
                answer, outcome, outcome == Outcome.UPSTREAM_ERROR ? serversFault : WITH_DEAD_LETTER.contains(outcome));
    }

    private CallAnswer require(CallAnswer answer, Outcome outcome, boolean kept) {
        answer.requireOutcome(outcome);
        List<JsonNode> letters = deadLetters(answer.sentId());
        assertThat(letters).hasSize(kept ? 1 : 0);
        for (JsonNode letter : letters) {
            assertThat(letter.path("outcome").asText()).isEqualTo(outcome.code());
            assertThat(letter.path("category").asText()).isNotBlank();
        }
        Awaitility.await("event of " + answer.sentId())
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(events(answer.sentId()))
                        .singleElement()
                        .asString()
                        .contains("outcome=" + outcome));
        return answer;
    }

    List<String> events(String requestId) {
        return log.lines.stream()
                .filter(line -> line.contains("requestId=" + requestId + ","))
                .toList();
    }

    /** Of calls that a tool route made while it worked for this request. */
    List<String> innerEvents(String requestId) {
        return log.lines.stream()
                .filter(line -> line.contains("requestId=" + requestId + "-t"))
                .toList();
    }

    List<JsonNode> deadLetters(String requestId) {
        JsonNode letters = json("/api/v1/admin/dead-letters?limit=200").at("/data/dead_letters");
        return StreamSupport.stream(letters.spliterator(), false)
                .filter(letter -> letter.path("request_id").asText().equals(requestId))
                .toList();
    }

    JsonNode json(String path) {
        try {
            return Json.read(gateway.get(path).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entry of one server in the list of servers. */
    JsonNode server(String name) {
        return StreamSupport.stream(json("/api/v1/servers").at("/data/servers").spliterator(), false)
                .filter(server -> server.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No server " + name));
    }

    /** Ends the gateway; no process and no thread of it may be left. */
    @Override
    public void close() {
        logger().detachAppender(log);
        gate.open();
        gateway.close();
        Awaitility.await("the end of everything").atMost(LIMIT).untilAsserted(() -> {
            assertThat(children()).as("processes").isSubsetOf(childrenBefore);
            assertThat(threads()).as("threads").isSubsetOf(threadsBefore);
        });
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(CALL_LOG);
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Set<Long> children() {
        return ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("mehari-"))
                .collect(Collectors.toSet());
    }

    private static final class CallLog extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    }
}
