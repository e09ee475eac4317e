package io.mehari.component.aitool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallResult;
import io.mehari.exchange.ExchangeState;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the body that a tool route leaves. */
class RouteResultTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, (byte) 0xff};
    private static final AiTool PLAIN = tool("{'name': 'draw'}");
    private static final AiTool STRUCTURED = tool("{'name': 'draw', 'outputSchema': {'type': 'object'}}");

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.disableJMX();
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'content': [{'type': 'text', 'text': '5'}]}",
                "{'content': [{'type': 'text', 'text': 'no'}], 'isError': true}",
                "{'content': [], 'structuredContent': {'sum': 5}, '_meta': {'cost': 1}}",
                "{'content': [{'type': 'hologram'}], 'unheardOf': true}"
            })
    void whatAnotherToolAnsweredPassesAsItIs(String answer) {
        ObjectNode body = Tools.json(answer);
        for (AiTool tool : List.of(PLAIN, STRUCTURED)) {
            Exchange exchange = exchange(body);
            exchange.setProperty(ExchangeState.RESULT, ToolCallResult.of(body));
            assertThat(AiToolExchange.result(tool, exchange)).isSameAs(body);
        }
    }

    @Test
    void anAnswerThatIsNotTheBodyAnyMoreIsNotTheResult() {
        Exchange exchange = exchange("changed");
        exchange.setProperty(
                ExchangeState.RESULT, ToolCallResult.of(Tools.text("no").put("isError", true)));
        assertThat(AiToolExchange.result(PLAIN, exchange)).isEqualTo(Tools.text("changed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'content': [{'type': 'text', 'text': 'a'}, {'type': 'image', 'data': 'QQ==', 'mimeType': 'image/png'}]}",
                "{'content': [{'type': 'audio', 'data': 'QQ==', 'mimeType': 'audio/wav'}], '_meta': {}}",
                "{'content': [{'type': 'resource', 'resource': {'uri': 'a:b', 'blob': 'QQ=='}}], 'isError': true}",
                "{'content': [{'type': 'resource_link', 'uri': 'a:b', 'name': 'b'}], 'structuredContent': {'a': 1}}",
                "{'content': [], 'isError': false}"
            })
    void anObjectOfTheFormOfAResultIsTheResult(String result) {
        ObjectNode tree = Tools.json(result);
        assertThat(resultOf(PLAIN, tree)).isEqualTo(tree);
        assertThat(resultOf(PLAIN, Json.MAPPER.convertValue(tree, Map.class))).isEqualTo(tree);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'content': 'text'}",
                "{'content': []}",
                "{'content': [{'type': 'text'}]}",
                "{'content': [{'type': 'note', 'text': 'a'}]}",
                "{'content': [{'type': 'image', 'data': 'QQ=='}]}",
                "{'content': [{'type': 'resource', 'resource': {'uri': 'a:b'}}]}",
                "{'content': [{'type': 'text', 'text': 'a'}], 'page': 2}"
            })
    void anObjectThatOnlyLooksLikeOneIsText(String body) {
        ObjectNode tree = Tools.json(body);
        assertThat(resultOf(PLAIN, tree)).isEqualTo(Tools.text(Json.text(tree)));
        assertThat(resultOf(STRUCTURED, tree).path("structuredContent")).isEqualTo(tree);
    }

    @Test
    void aDeclaredResultMayHaveAListOfContentInIt() {
        ObjectNode tree = Tools.json("{'content': [{'type': 'text', 'text': 'a'}]}");
        assertThat(resultOf(STRUCTURED, tree).path("structuredContent")).isEqualTo(tree);
    }

    @Test
    void aListOfContentIsTheContent() {
        List<Map<String, String>> content = List.of(
                Map.of("type", "text", "text", "a chart"),
                Map.of("type", "image", "data", "QQ==", "mimeType", "image/png"));
        assertThat(resultOf(PLAIN, content)).isEqualTo(Json.object().set("content", Json.MAPPER.valueToTree(content)));
        assertThat(resultOf(PLAIN, List.of("a", "b"))).isEqualTo(Tools.text("[\"a\",\"b\"]"));
        assertThat(resultOf(PLAIN, List.of())).isEqualTo(Tools.text("[]"));
    }

    @ParameterizedTest
    @CsvSource({"image/png, image, image/png", "Image/PNG; q=1, image, image/png", "audio/wav, audio, audio/wav"})
    void bytesOfAnImageOrASoundStaySo(String header, String type, String mimeType, @TempDir Path directory)
            throws Exception {
        Path file = Files.write(directory.resolve("a.bin"), PNG);
        ObjectNode expected = Json.object();
        expected.putArray("content")
                .addObject()
                .put("type", type)
                .put("data", Base64.getEncoder().encodeToString(PNG))
                .put("mimeType", mimeType);
        InputStream stream = new ByteArrayInputStream(PNG);
        for (Object body : new Object[] {PNG, stream, new InputStreamCache(PNG), file.toFile()}) {
            Exchange exchange = exchange(body);
            exchange.getMessage().setHeader("Content-Type", header);
            assertThat(AiToolExchange.result(PLAIN, exchange)).isEqualTo(expected);
        }
    }

    @Test
    void aTextWithTheTypeOfAnImageStaysText() {
        Exchange exchange = exchange("<svg/>");
        exchange.getMessage().setHeader("Content-Type", "image/svg+xml");
        assertThat(AiToolExchange.result(PLAIN, exchange)).isEqualTo(Tools.text("<svg/>"));
    }

    @ParameterizedTest
    @CsvSource({"application/pdf, application/pdf", ", application/octet-stream", "text/plain, text/plain"})
    void bytesThatAreNoTextAreAResource(String header, String mimeType) {
        Exchange exchange = exchange(PNG);
        exchange.getMessage().setHeader("Content-Type", header);
        ObjectNode expected = Json.object();
        expected.putArray("content")
                .addObject()
                .put("type", "resource")
                .putObject("resource")
                .put("uri", "tool:camel/draw")
                .put("mimeType", mimeType)
                .put("blob", Base64.getEncoder().encodeToString(PNG));
        assertThat(AiToolExchange.result(PLAIN, exchange)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        ", UTF-8",
        "text/plain; charset=ISO-8859-1, ISO-8859-1",
        "application/json, UTF-8",
        "application/problem+json, UTF-8",
        "text/html; charset=nonsense, UTF-8"
    })
    void bytesOfATextAreText(String header, String charset) throws Exception {
        Exchange exchange = exchange("Grüße".getBytes(charset));
        exchange.getMessage().setHeader("Content-Type", header);
        assertThat(AiToolExchange.result(PLAIN, exchange)).isEqualTo(Tools.text("Grüße"));
    }

    @Test
    void bytesCannotBeADeclaredResult() {
        assertThatThrownBy(() -> resultOf(STRUCTURED, PNG)).hasMessageContaining("no text");
    }

    @Test
    void anEndlessBodyIsRefusedAndNotRead() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'a';
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return length;
            }
        };
        assertThatThrownBy(() -> resultOf(PLAIN, endless)).hasMessageContaining("32 MiB");
        assertThatThrownBy(() -> resultOf(PLAIN, "a".repeat(RouteBody.LARGEST + 1)))
                .hasMessageContaining("32 MiB");
    }

    @Test
    void aBodyThatCannotBeReadIsRefused() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws java.io.IOException {
                throw new java.io.IOException("broken on purpose");
            }
        };
        assertThatThrownBy(() -> resultOf(PLAIN, broken)).hasMessageContaining("cannot be read");
    }

    private ObjectNode resultOf(AiTool tool, Object body) {
        return AiToolExchange.result(tool, exchange(body));
    }

    private Exchange exchange(Object body) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    private static AiTool tool(String definition) {
        return new AiTool("camel", "draw", Tools.json(definition), null);
    }

    static {
        assertThat(new String(PNG, StandardCharsets.UTF_8)).contains("\uFFFD");
    }
}
