package io.mehari.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mehari.protocol.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parser itself says of bodies that are no JSON is told without what only its programmers can use. */
class ParserWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":NaN}",
                "{\"a\":-Infinity}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":5.}",
                "{\"a\":01}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}",
                "[1,,2]",
                "// x\n{}",
                "/* x */{}",
                "# x\n{}",
                "{\"a\":1} // x",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\u0000\"}",
                "{\"a\":True}",
                "{\"a\":0x10}",
                "{\"a\"",
                "{\"a\":[1",
                "{\"a\":\"x",
                "{} {}",
                "\u001f\u008b",
                "{\"a\":1e999999999999}",
                "}",
                "undefined"
            })
    void saysNothingOfClassesAndOptions(String body) {
        String message = null;
        try {
            Json.read(body);
        } catch (JsonProcessingException e) {
            message = ParserWords.plain(e.getOriginalMessage());
        } catch (NumberFormatException e) {
            return; // no message of the parser
        }

        assertThat(message)
                .isNotBlank()
                .doesNotContain("Feature")
                .doesNotContain("ALLOW_")
                .doesNotContain("StreamRead")
                .doesNotContain("Source:")
                .doesNotContain("`")
                .doesNotContain("com.fasterxml")
                .doesNotMatch(".*[(:,]\\s*");
    }

    @Test
    void keepsThePlace() throws Exception {
        assertThat(ParserWords.plain(
                        "close marker for Object (start marker at [Source: REDACTED (`X` disabled); line: 2,"
                                + " column: 3])"))
                .isEqualTo("close marker for Object (start marker at line 2, column 3)");
    }
}
