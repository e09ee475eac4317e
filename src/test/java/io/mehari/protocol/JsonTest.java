package io.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.tngtech.archunit.core.domain.JavaCall;
import io.mehari.architecture.GatewayClasses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String OUT_OF_RANGE = "A number has an exponent beyond the range of numbers";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e2147483648",
                "1E+99999999999",
                "-1e-2147483649",
                "1.5e2147483648",
                "1.55e-2147483648",
                "[0, {\"a\": 1e99999999999999999999}]"
            })
    void aNumberBeyondTheRangeOfNumbersIsNoJsonWhoeverReadsIt(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertRefused(() -> Json.read(text));
        assertRefused(() -> Json.read(bytes));
        assertRefused(() -> Json.read(bytes, 0, bytes.length));
        assertRefused(() -> Json.read(new ByteArrayInputStream(bytes)));
        assertRefused(() -> Json.read(Json.MAPPER.reader(), text));
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        JsonParseException.class,
                        e -> assertThat(e.getOriginalMessage()).isEqualTo(OUT_OF_RANGE));
    }

    @Test
    void onlyThisClassReadsWithAMapper() {
        Set<String> reading = Set.of("readTree", "readValue", "readValues");
        List<String> callers = GatewayClasses.ALL.stream()
                .filter(type -> !type.isEquivalentTo(Json.class))
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isAssignableTo(ObjectMapper.class)
                        || call.getTargetOwner().isAssignableTo(ObjectReader.class))
                .filter(call -> reading.contains(call.getName()))
                .map(JavaCall::getDescription)
                .toList();
        assertThat(callers).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0AF", "C180", "E09FBF", "F08FBFBF", "F4908080", "F5808080", "F8888080", "FF"})
    void overlongFormsAndCodePointsBeyondTheLastAreNotUtf8(String hex) {
        byte[] bytes = text("2222222222" + hex, "");
        assertThatThrownBy(() -> Json.read(bytes))
                .isInstanceOf(JsonParseException.class)
                .hasMessageContaining("not UTF-8 at byte 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C3A4", "E0A080", "E4BDA0", "EFBFBF", "F09F9880", "F48FBFBF", "7F", "C280"})
    void everyCharacterIsRead(String hex) throws IOException {
        String expected = new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
        for (int before = 0; before < 17; before++) {
            byte[] bytes = text("20".repeat(before), hex);
            assertThat(Json.read(bytes).path("a").textValue()).isEqualTo(" ".repeat(before) + expected);
        }
    }

    /** {@code {"a":"..."}} of these bytes, written as hex digits. */
    private static byte[] text(String before, String hex) {
        return HexFormat.of().parseHex("7b2261223a22" + before.replace("2222222222", "") + hex + "227d");
    }

    @Test
    void emojiLeaveAsTheyCame() throws IOException {
        byte[] bytes = "{\"a\":\"\uD83D\uDE00 \uD83E\uDD19\uD83C\uDFFD\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(Json.bytes(Json.read(bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":-0.0}",
                "-0.0",
                "[-0.0,0.0,1.50,-1,\"-0.0\",0,-0.5,{\"b\":-0.0}]",
                "[\"-0.x\",1.10000000000000000001,12345678901234567890123]"
            })
    void theSignOfAZeroIsKept(String text) throws IOException {
        assertThat(Json.text(Json.read(text))).isEqualTo(text);
        for (int before = 0; before < 17; before++) {
            byte[] bytes = (" ".repeat(before) + text + " ").getBytes(StandardCharsets.UTF_8);
            assertThat(Json.text(Json.read(bytes))).isEqualTo(text);
        }
        assertThatThrownBy(() -> Json.read(text + " 1")).isInstanceOf(JsonProcessingException.class);
        assertRefusedAsOutOfRange("[-0.0, 1e99999999999]");
    }

    private static void assertRefusedAsOutOfRange(String text) {
        assertRefused(() -> Json.read(text));
        assertRefused(() -> Json.read(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void halvesOfCharactersThatStandAloneSurvive() throws IOException {
        String text = "{\"a\":\"x\\uD83Dy\",\"b\":\"\\uDE00\",\"c\":\"\\uD83D\",\"d\":\"\\uDE00\\uD83D\"}";
        assertThat(Json.read(Json.bytes(Json.read(text)))).isEqualTo(Json.read(text));
    }

    @Test
    void longTextsOfEmojiSurviveTheBuffersOfTheWriter() throws IOException {
        for (int before = 0; before < 8; before++) {
            String text = "a".repeat(before) + "\uD83D\uDE00".repeat(9_000);
            byte[] written = Json.bytes(Json.object().put("a", text));
            assertThat(Json.read(written).path("a").textValue()).isEqualTo(text);
            assertThat(new String(written, StandardCharsets.UTF_8)).contains("\uD83D\uDE00");
        }
    }
}
