package io.mehari.examples;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.Scope;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import io.mehari.upstream.RouteOffers;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("S0.7: every example of docs/examples runs, on what it talks to in reality")
class ExamplesTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static ExamplesFixture examples;

    private final Map<String, Trial> trials = Map.ofEntries(
            entry("approval", this::approval),
            entry("composite-tool", this::compositeTool),
            entry("enrichment", this::enrichment),
            entry("file-drop", this::fileDrop),
            entry("image", this::image),
            entry("jms-notification", this::jmsNotification),
            entry("pii-masking", this::piiMasking),
            entry("resource-and-prompt", this::resourceAndPrompt),
            entry("rest-api", this::restApi),
            entry("scheduled-tool", this::scheduledTool),
            entry("sql-query", this::sqlQuery),
            entry("way-back", this::wayBack));

    /** What one example is put to. */
    private interface Trial {
        void run() throws Exception;
    }

    @BeforeAll
    static void start() throws Exception {
        examples = new ExamplesFixture(directory);
    }

    @AfterAll
    static void close() {
        examples.close();
        examples = null;
    }

    static List<String> names() {
        return ExamplesFixture.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void doesWhatItsCommentSays(String example) throws Exception {
        assertThat(trials).containsKey(example);
        examples.http.requests.clear();
        trials.get(example).run();
    }

    private void sqlQuery() throws Exception {
        try (var connection =
                        DriverManager.getConnection(ExamplesFixture.DATABASE, "reader", ExamplesFixture.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("create table orders (id int primary key, customer varchar(80), item varchar(80),"
                    + " pieces int, delivered boolean)");
            statement.execute("insert into orders values (1, 'ACME', 'saddle', 2, true), (2, 'ACME', 'rope', 9, false),"
                    + " (3, 'Other', 'bell', 1, false)");
        }
        assertThat(json("find_orders", "{'customer': 'ACME'}"))
                .isEqualTo(Json.read("[{\"id\":2,\"item\":\"rope\",\"pieces\":9,\"delivered\":false},"
                        + "{\"id\":1,\"item\":\"saddle\",\"pieces\":2,\"delivered\":true}]"));
        assertThat(json("find_orders", "{'customer': 'ACME', 'open': true}").findValuesAsText("id"))
                .containsExactly("2");
        assertThat(json("find_orders", "{'customer': 'x\\u0027 or 1=1; drop table orders; --'}"))
                .isEmpty();
        assertThat(json("find_orders", "{'customer': 'Other'}")).hasSize(1);
    }

    /** Arguments of a model that look like more than arguments stay one parameter, and no header carries them. */
    private void restApi() throws Exception {
        examples.http.reply("/search", 200, "[{\"order\": 7}]");
        assertThat(json("search_orders", "{'text': 'a&admin=true#x %41 \u00fc?'}"))
                .isEqualTo(Json.read("[{\"order\":7}]"));
        assertThat(examples.http.requests)
                .extracting(HttpSystem.Request::line)
                .containsExactly("GET /search?text=a%26admin%3Dtrue%23x%20%2541%20%C3%BC%3F");
        assertThat(examples.http.requests.get(0).headers()).doesNotContain("text", "query");
        examples.http.reply("/search", 404, "gone, with a secret");
        assertThat(json("search_orders", "{'text': 'a'}")).isEmpty();
        examples.http.reply("/search", 500, "broken, with a secret");
        ToolCallResult failed = examples.call("search_orders", "{\"text\": \"a\"}");
        assertThat(failed.outcome()).isEqualTo(Outcome.TOOL_ERROR);
        assertThat(ExamplesFixture.said(failed)).doesNotContain("secret");
    }

    private void fileDrop() throws Exception {
        String said = text("drop_order", "{'item': '../../saddle', 'pieces': 2}");
        String name = said.substring("Handed over as ".length());
        assertThat(examples.folder.resolve(name)).hasContent("{\"item\":\"../../saddle\",\"pieces\":2}");
        try (Stream<Path> files = Files.list(examples.folder)) {
            assertThat(files).extracting(Path::toString).noneMatch(file -> file.contains("writing"));
        }
    }

    private void jmsNotification() throws Exception {
        Connection connection = new ActiveMQConnectionFactory(ExamplesFixture.BROKER).createConnection();
        try {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer people = session.createConsumer(session.createQueue("incidents"));
            assertThat(text("report_incident", "{'what': 'The scale is stuck', 'urgent': true}"))
                    .isEqualTo("The people on call have been told");
            TextMessage told = (TextMessage) people.receive(LIMIT.toMillis());
            assertThat(told.getText()).isEqualTo("{\"what\":\"The scale is stuck\",\"urgent\":true}");
            assertThat(told.propertyExists("what")).isFalse();
        } finally {
            connection.close();
        }
    }

    private void piiMasking() {
        ObjectNode answer = Tools.text(
                "Write to anna.b+c@mail.example.org, card 4111 1111 1111 1111 or 4111111111111111, order 12345678");
        answer.putObject("structuredContent").put("mail", "bob@example.org").put("pieces", 3);
        examples.gateway.upstream.answerWith(call -> call.result().complete(answer));
        String said = ExamplesFixture.said(examples.gateway.outcome("files", "read", "{}"));
        assertThat(said)
                .contains(
                        "Write to [e-mail], card [card] or [card], order 12345678",
                        "\"mail\":\"[e-mail]\"",
                        "\"pieces\":3")
                .doesNotContain("@");
        ObjectNode error = Tools.text("No mail to carl@example.org").put("isError", true);
        examples.gateway.upstream.answerWith(call -> call.result().complete(error));
        ToolCallResult failed = examples.gateway.outcome("files", "read", "{}");
        assertThat(failed.outcome()).isEqualTo(Outcome.TOOL_ERROR);
        assertThat(ExamplesFixture.said(failed)).contains("No mail to [e-mail]");
        assertThat(text("text_statistics", "{'text': 'a b'}")).as("other tools").contains("2");
    }

    private void approval() throws Exception {
        examples.gateway.upstream.answerWith(call -> call.answer("moved"));
        examples.http.reply("/approval", 200, "approved");
        int before = examples.gateway.upstream.calls.size();
        assertThat(examples.gateway.outcome("files", "move_file", "{'a': 1}".replace('\'', '"')))
                .isInstanceOf(Success.class);
        assertThat(Json.read(examples.http.requests.get(0).body()))
                .isEqualTo(Tools.json("{'tool': 'files/move_file', 'caller': 'anonymous', 'arguments': {'a': 1}}"));
        assertThat(examples.gateway.upstream.last().arguments).isEqualTo(Tools.json("{'a': 1}"));
        for (int status : new int[] {200, 403, 500}) {
            examples.http.reply("/approval", status, "not now");
            ToolCallResult refused = examples.gateway.outcome("files", "move_file", "{}");
            assertThat(refused.outcome()).isEqualTo(Outcome.FORBIDDEN);
            assertThat(refused.message()).contains("needs an approval");
        }
        assertThat(examples.gateway.upstream.calls).as("sent").hasSize(before + 1);
        assertThat(examples.gateway.outcome("files", "read", "{}")).isInstanceOf(Success.class);
        assertThat(examples.http.requests).as("asked").hasSize(4);
    }

    private void enrichment() throws Exception {
        examples.http.reply("/crm/customers/C-17", 200, "{\"name\": \"ACME\"}");
        examples.http.reply("/tickets/customers/C-17", 200, "[{\"ticket\": 1}]");
        assertThat(json("customer_profile", "{'customer': 'C-17'}"))
                .isEqualTo(Json.read("{\"name\":\"ACME\",\"tickets\":[{\"ticket\":1}]}"));
        examples.http.requests.clear();
        examples.http.reply("/crm/customers/../admin", 200, "{}");
        examples.http.reply("/tickets/customers/../admin", 200, "[]");
        assertThat(json("customer_profile", "{'customer': '../admin'}")).hasSize(1);
        assertThat(examples.http.requests.get(0).line()).isEqualTo("GET /crm/customers/..%2Fadmin");
    }

    private void compositeTool() throws Exception {
        JsonNode times = json("world_clock", "{'zones': ['Europe/Berlin', 'Asia/Shanghai']}");
        assertThat(times.findValuesAsText("zone")).containsExactly("Europe/Berlin", "Asia/Shanghai");
    }

    private void wayBack() {
        examples.http.reply("/approval", 200, "approved");
        examples.gateway.upstream.answerWith(call -> {
            if (call.tool.equals("write_file")) {
                call.result().complete(Tools.text("disk full").put("isError", true));
            } else {
                call.answer("moved");
            }
        });
        int before = examples.gateway.upstream.calls.size();
        ToolCallResult result = examples.call("replace_file", "{\"path\": \"a\", \"content\": \"b\"}");
        assertThat(ExamplesFixture.said(result)).contains("could not be written and is as it was before");
        assertThat(examples.gateway.upstream.calls.stream().skip(before).map(call -> call.tool))
                .containsExactly("move_file", "write_file", "move_file");
        assertThat(examples.gateway.upstream.last().arguments)
                .isEqualTo(Tools.json("{'source': 'a.before', 'destination': 'a'}"));
    }

    private void scheduledTool() {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            JsonNode last = json("last_status", "{}");
            assertThat(last.at("/status/servers/files").isObject()).isTrue();
            assertThat(Instant.parse(
                            java.time.OffsetDateTime.parse(last.path("at").asText())
                                    .toInstant()
                                    .toString()))
                    .isBeforeOrEqualTo(Instant.now());
        });
    }

    private void image() throws Exception {
        assertThat(examples.call("floor_plan", "{}").outcome()).isEqualTo(Outcome.TOOL_ERROR);
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff, (byte) 0xfe};
        Path file = Files.write(examples.folder.resolve("floor-plan.png"), picture);
        for (int i = 0; i < 2; i++) {
            JsonNode item = examples.content("floor_plan", "{}");
            assertThat(item.path("type").asText()).isEqualTo("image");
            assertThat(item.path("mimeType").asText()).isEqualTo("image/png");
            assertThat(Base64.getDecoder().decode(item.path("data").asText())).isEqualTo(picture);
        }
        assertThat(file).exists();
    }

    private void resourceAndPrompt() {
        RouteOffers offers = examples.gateway.beans.getBean(RouteOffers.class);
        CallContext context =
                new CallContext("r1", new Caller("anna", Set.of(Scope.CALL)), Instant.EPOCH, System.nanoTime());
        ObjectNode contents = offers.request(
                        "camel",
                        "resources/read",
                        Json.object().put("uri", "gateway://overview"),
                        context,
                        new CallControl())
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        assertThat(contents.at("/contents/0/text").asText()).contains("\"servers\"");
        ObjectNode params = Json.object().put("name", "diagnose_tool");
        params.putObject("arguments").put("tool", "files/read");
        ObjectNode prompt = offers.request("camel", "prompts/get", params, context, new CallControl())
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        assertThat(prompt.at("/messages/0/content/text").asText()).contains("files/read", "servers");
    }

    private static JsonNode json(String tool, String arguments) throws Exception {
        return Json.read(text(tool, arguments));
    }

    private static String text(String tool, String arguments) {
        return examples.content(tool, arguments.replace('\'', '"')).path("text").asText();
    }
}
