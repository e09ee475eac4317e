package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.component.aitool.AiToolRegistry;
import io.mehari.launch.GatewayFixture;
import io.mehari.support.Tools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of route files arrive in components as they were written. */
class RouteTextsTest {
    private static final String TOOL = "tools/t.camel.yaml";

    @TempDir
    static Path directory;

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = new GatewayFixture(
                directory, Tools.settings("files"), "odd.text=p+w%2F&x=y", "odd.braces=a}}b", "crm.plain=plain");
        gateway.reload();
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @AfterEach
    void remove() throws Exception {
        Files.deleteIfExists(gateway.routes.resolve(TOOL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Search & replace",
                "C++",
                "a + b",
                "%2F",
                "100%25",
                "100 %",
                "a&b=c",
                "x=1&description=2",
                "First line.\nSecond line.",
                "one\r\ntwo\n",
                "RAW(x) y",
                "f(x) & g(x)",
                "tail)&x=(y",
                "what?",
                "a#b",
                "ümläut + 漢字 & 😀",
                "\"quoted\" \\ back & 'single'",
                "costs ${5} & more",
                " leading and trailing + "
            })
    void aDescriptionArrives(String text) {
        gateway.write(TOOL, tool("description: " + RawText.quoted(text)));
        gateway.reload();
        assertThat(definition().path("description").textValue()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "|, 'First & line.\nSecond line.\n'",
        "|-, 'First & line.\nSecond line.'",
        ">-, First & line. Second line."
    })
    void aBlockArrivesAndLinesKeepTheirNumbers(String style, String text) {
        gateway.write(
                TOOL,
                tool("description: " + style
                        + "\n          First & line.\n          Second line.\n        title: x + y"));
        gateway.reload();
        assertThat(definition().path("description").textValue()).isEqualTo(text);
        assertThat(definition().path("title").textValue()).isEqualTo("x + y");

        gateway.write(TOOL, gateway.read(TOOL).replace("- setBody", "- teleport"));
        assertThatThrownBy(gateway::reload).hasMessageContaining("line 11");
    }

    @Test
    void thousandRandomTextsArrive() {
        Random random = new Random(8);
        String alphabet = "+%&=()[]{}<>:;,.!?*'\"\\/|~^$#@- abcXYZ019\n\täß漢";
        for (int i = 0; i < 1000; i++) {
            StringBuilder text = new StringBuilder("x");
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (text.indexOf("{{") < 0 && text.indexOf("}}") < 0 && RawText.of("ai-tool:t", text.toString()) != null) {
                byte[] file =
                        tool("description: " + RawText.quoted(text.toString())).getBytes(StandardCharsets.UTF_8);
                String prepared = new String(new RouteFile(TOOL, file).prepared(), StandardCharsets.UTF_8);
                boolean marked = RawText.isNeeded("from", "ai-tool:t", "description", text.toString());
                assertThat(prepared)
                        .contains(RawText.quoted(marked ? RawText.of("ai-tool:t", text.toString()) : text.toString()));
            }
        }
    }

    @Test
    void inOtherComponentsLinesAreJoinedByASpace() {
        assertThat(RawText.of("log:x", "select *\r\nfrom x\nwhere y")).isEqualTo("RAW(select * from x where y)");
    }

    @Test
    void aPatternInASchemaArrives() {
        gateway.write(
                TOOL,
                tool(
                        "argSchema: '{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"string\",\"pattern\":\"^[0-9]+$\"}}}'"));
        gateway.reload();
        assertThat(gateway.outcome("camel", "t", "{'n': '123'}").outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(gateway.outcome("camel", "t", "{'n': '1 '}").outcome()).isEqualTo(Outcome.INVALID_ARGUMENTS);
    }

    @Test
    void anEnumArrives() {
        gateway.write(TOOL, tool("parameter.grade: string\n        parameter.grade.enum: A+,B+"));
        gateway.reload();
        assertThat(definition().at("/inputSchema/properties/grade/enum").toString())
                .isEqualTo("[\"A+\",\"B+\"]");
    }

    @Test
    void aPlaceholderArrivesWhateverIsInItsValue() {
        gateway.write(TOOL, tool("description: \"{{odd.text}}\"\n        title: \"{{crm.plain}} + {{none:x}}\""));
        gateway.reload();
        assertThat(definition().path("description").textValue()).isEqualTo("p+w%2F&x=y");
        assertThat(definition().path("title").textValue()).isEqualTo("plain + x");
    }

    @Test
    void anArgumentHoldsBeforeWhatTheProcessWasGiven() {
        System.setProperty("crm.plain", "of the process");
        try {
            gateway.write(TOOL, tool("description: \"{{crm.plain}}\""));
            gateway.reload();
            assertThat(definition().path("description").textValue()).isEqualTo("plain");
        } finally {
            System.clearProperty("crm.plain");
        }
    }

    @Test
    void aValueWithTheEndOfAPlaceholderIsNamed() {
        gateway.write(TOOL, tool("description: \"{{odd.braces}}\""));
        assertThatThrownBy(gateway::reload).hasMessageContaining("odd.braces").hasMessageContaining(TOOL);
    }

    @Test
    void aKeyThatStandsTwiceIsNamedWithBothLines() {
        gateway.write(TOOL, tool("description: one\n        title: x\n        description: two"));
        assertThatThrownBy(gateway::reload)
                .hasMessageContaining(TOOL + ", line 8")
                .hasMessageContaining("description")
                .hasMessageContaining("line 6");
    }

    @Test
    void aFileThatIsNotUtf8IsNamed() throws Exception {
        Files.write(gateway.routes.resolve(TOOL), tool("description: Größe").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(gateway::reload).hasMessageContaining(TOOL).hasMessageContaining("UTF-8");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFile() {
        gateway.write(TOOL, "\uFEFF" + tool("description: x"));
        gateway.reload();
        assertThat(definition().path("description").textValue()).isEqualTo("x");
    }

    private static ObjectNode definition() {
        return AiToolRegistry.of(gateway.running.current().orElseThrow().context())
                .find("camel", "t")
                .orElseThrow()
                .definition();
    }

    private static String tool(String parameters) {
        return "- route:\n    id: t\n    from:\n      uri: ai-tool:t\n      parameters:\n        " + parameters
                + "\n      steps:\n        - setBody: {constant: done}\n";
    }
}
