package io.mehari.cli.letters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mehari.cli.CommandRun;
import io.mehari.protocol.Json;
import io.mehari.support.LogsAgain;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command against a stand-in that answers what a test wants. With a gateway: {@code DeadLettersOverHttpIT}. */
@ExtendWith(LogsAgain.class)
@DisplayName("S0.13: dead letters from the command line")
class DeadLettersCommandTest {
    private static final String KEY = "the-key";

    private final List<String> asked = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private volatile int status = 200;
    private HttpServer gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", this::answer);
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        boolean allowed = ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        String answer = answers.isEmpty() ? "{\"data\":{}}" : answers.size() == 1 ? answers.get(0) : answers.remove(0);
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(allowed ? status : 401, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private CommandRun letters(String... arguments) {
        return CommandRun.of(Map.of("MEHARI_API_KEY", KEY), arguments(arguments));
    }

    private String[] arguments(String... arguments) {
        return Stream.of(
                        Stream.of("dead-letters"),
                        Stream.of(arguments),
                        Stream.of(
                                "--url",
                                "http://127.0.0.1:" + gateway.getAddress().getPort()))
                .flatMap(each -> each)
                .toArray(String[]::new);
    }

    @Test
    void goesOnFromPageToPageUntilThereAreEnough() {
        answers.addAll(List.of(page("c", "b"), page("b", "a"), page("a", "more")));
        CommandRun run = letters("list", "--server", "a b", "--limit", "3", "--state", "waiting");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(asked)
                .containsExactly(
                        "GET /api/v1/admin/dead-letters?server=a+b&state=waiting&limit=3 ",
                        "GET /api/v1/admin/dead-letters?server=a+b&state=waiting&limit=2&before=b ",
                        "GET /api/v1/admin/dead-letters?server=a+b&state=waiting&limit=1&before=a ");
        assertThat(run.out())
                .contains("ID  FAILED AT", "c   2026-01-31 12:00:00Z  files/read  unavailable  no            waiting")
                .contains("3 dead letters; there are older ones: --before more");
    }

    @Test
    void doesNotAskForEverWhereAPageIsEmpty() {
        answers.add("{\"data\":{\"dead_letters\":[],\"next\":\"x\"}}");
        assertThat(letters("list").out()).contains("There is no such dead letter");
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatServersSaidCannotSteerTheTerminal() {
        answers.add(page("\u001b[31mred\nforged", "x"));
        assertThat(letters("list", "--limit", "1").out())
                .contains("?[31mred?forged")
                .doesNotContain("\u001b");
        answers.set(0, "{\"data\":{\"message\":\"\\u001b[31mred\",\"arguments\":\"{\\\"a\\\": \\\"\\u009b\\\"}\"}}");
        assertThat(letters("show", "x").out()).contains("?[31mred", "\"a\" : \"?\"");
    }

    @Test
    void namesAHundredAtATimeAndTellsWhatWasReplayedBeforeTheGatewayFailed() {
        answers.add("{\"data\":{\"results\":[{\"id\":\"id0\",\"request_id\":\"r\",\"outcome\":\"success\"}]}}");
        answers.add("no JSON");
        String[] ids = IntStream.range(0, 101).mapToObj(i -> "id" + i).toArray(String[]::new);
        CommandRun run =
                letters(Stream.concat(Stream.of("replay"), Stream.of(ids)).toArray(String[]::new));
        assertThat(run.status()).isEqualTo(1);
        assertThat(asked).hasSize(2);
        assertThat(asked.get(1)).endsWith("{\"ids\":[\"id100\"],\"force\":false}");
        assertThat(run.out()).contains("id0  success  r", "1 dead letter, 1 replayed, 1 with success");
        assertThat(run.err()).contains("is no gateway of this version (status 200)", "--url");
    }

    @Test
    void warnsWhereItIsForcedAndSaysWhatToDoWhereItIsNot() {
        answers.add("{\"data\":{\"results\":[{\"id\":\"a\",\"error\":{\"code\":\"dead_letter_may_have_run\","
                + "\"message\":\"It may have run\"}}]}}");
        CommandRun refused = letters("replay", "--tool", "pay");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).contains("a   not replayed  It may have run", "1 dead letter, 0 replayed");
        assertThat(refused.err()).contains("'mehari dead-letters discard ID'", "--force makes them again");
        answers.set(0, "{\"data\":{\"results\":[]}}");
        CommandRun forced = letters("replay", "a", "--force");
        assertThat(forced.err()).contains("may then have run twice");
        assertThat(forced.status()).isZero();
        assertThat(asked)
                .containsExactly(
                        "POST /api/v1/admin/dead-letters/replay {\"filter\":{\"tool\":\"pay\"},\"force\":false}",
                        "POST /api/v1/admin/dead-letters/replay {\"ids\":[\"a\"],\"force\":true}");
    }

    @Test
    void endsWhereTheGatewayCannotBeAsked() {
        CommandRun without = CommandRun.of(Map.of(), arguments("list"));
        assertThat(without.status()).isEqualTo(1);
        assertThat(without.err()).contains("wants a key with the scope monitor", "MEHARI_API_KEY");
        assertThat(CommandRun.of(Map.of(), arguments("discard", "a", "b")).err())
                .containsOnlyOnce("wants a key with the scope admin");
        assertThat(CommandRun.of(Map.of(), arguments("list", "--api-key", KEY)).status())
                .isZero();
        status = 503;
        answers.add("{\"error\":{\"code\":\"dead_letters_unavailable\",\"message\":\"The database is away\"}}");
        assertThat(letters("show", "a").err()).contains("mehari dead-letters show: The database is away");
        assertThat(letters("discard", "a", "b").status()).isEqualTo(1);
        gateway.stop(0);
        assertThat(letters("list").err()).contains("no gateway answers at http://127.0.0.1:", "--url");
    }

    @Test
    void printsJsonForPrograms() throws IOException {
        answers.add(page("a", "b"));
        assertThat(Json.read(letters("list", "--json", "--limit", "1").out())
                        .at("/dead_letters/0/id")
                        .asText())
                .isEqualTo("a");
        answers.set(0, "{\"data\":{\"id\":\"a\"}}");
        assertThat(Json.read(letters("show", "a", "--json").out()).path("id").asText())
                .isEqualTo("a");
        answers.set(0, "{\"data\":{\"results\":[]}}");
        assertThat(Json.read(letters("replay", "--all", "--json").out()).path("results"))
                .isEmpty();
        answers.set(0, "{\"data\":{\"discarded\":7}}");
        assertThat(Json.read(letters("discard", "--all", "--json").out())
                        .path("discarded")
                        .asInt())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " | what about dead letters? There is: mehari dead-letters list, show, replay and discard",
                "replay | which letters? Name ids, or filters such as --server, or --all",
                "replay a --all | Name ids, or filters such as --server, or --all that wait: one of these",
                "discard | which letters?",
                "discard a --server x | one of these",
                "show | Missing required parameter: 'ID'",
                "list --limit 0 | --limit: expected 1 to 10000",
                "list --timeout 0 | --timeout: expected 1 to 3600 seconds",
                "list --sever x | there is no option --sever; did you mean --server?",
                "lst | did you mean list?",
                "list --url ftp://x | --url: expected an address such as http://127.0.0.1:8000"
            })
    void refusesWhatMakesNoSense(String arguments, String message) {
        List<String> all = new ArrayList<>(List.of("dead-letters"));
        if (arguments != null) {
            all.addAll(List.of(arguments.split(" ")));
        }
        CommandRun run = CommandRun.of(Map.of("MEHARI_API_KEY", KEY), all.toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(asked).isEmpty();
    }

    @Test
    void aPlainStartDoesNotLoadIt() throws Exception {
        try (Loaded loaded = new Loaded()) {
            Object line = loaded.loadClass("io.mehari.cli.CommandLineInterface")
                    .getConstructor(Map.class)
                    .newInstance(Map.of());
            Object status = line.getClass().getMethod("execute", String[].class).invoke(line, (Object)
                    new String[] {"--port", "9000"});
            assertThat(status).isEqualTo(0);
            assertThat(loaded.has("io.mehari.cli.ServeCommand")).isTrue();
            assertThat(loaded.has("io.mehari.cli.letters.DeadLettersCommand")).isFalse();
        }
    }

    /** The classes of this build once more, and which of them were needed. */
    private static final class Loaded extends URLClassLoader {
        Loaded() {
            super(
                    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                            .map(Loaded::url)
                            .toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());
        }

        private static URL url(String entry) {
            try {
                return Path.of(entry).toUri().toURL();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean has(String name) {
            return findLoadedClass(name) != null;
        }
    }

    private static String page(String id, String next) {
        ObjectNode json = Json.object();
        ObjectNode data = json.putObject("data").put("next", next);
        data.putArray("dead_letters")
                .addObject()
                .put("id", id)
                .put("occurred_at", "2026-01-31T12:00:00.123Z")
                .put("server", "files")
                .put("tool", "read")
                .put("outcome", "unavailable")
                .put("may_have_run", false)
                .put("state", "waiting")
                .put("attempts", 0)
                .put("message", "away");
        return Json.text(json);
    }
}
