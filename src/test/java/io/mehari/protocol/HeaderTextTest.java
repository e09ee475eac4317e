package io.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"echo", "a b\tc", "file:///a?b=c", "=?base64?", "?=", "=?BASE64?YQ==?=", "=?base64?YQ==", "~!"})
    void whatAHeaderCanCarryStaysAsItIs(String text) {
        assertThat(HeaderText.encode(text)).isEqualTo(text);
        assertThat(HeaderText.decode(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = '|',
            value = {
                "ä|=?base64?w6Q=?=",
                " a|=?base64?IGE=?=",
                "a\t|=?base64?YQk=?=",
                "''|=?base64??=",
                "=?base64?YQ==?=|=?base64?PT9iYXNlNjQ/WVE9PT89?=",
                "\uD83D\uDE00|=?base64?8J+YgA==?="
            })
    void theRestIsBase64(String text, String header) {
        assertThat(HeaderText.encode(text)).isEqualTo(header);
        assertThat(HeaderText.decode(header)).isEqualTo(text);
    }

    @Test
    void noLineBreakGetsIntoAHeader() {
        String header = HeaderText.encode("a\r\nx-evil: 1\u0000");

        assertThat(header).matches("[!-~]+");
        assertThat(HeaderText.decode(header)).isEqualTo("a\r\nx-evil: 1\u0000");
    }

    @Test
    void whiteSpaceAroundAValueIsOfNoMeaning() {
        assertThat(HeaderText.decode(" \techo ")).isEqualTo("echo");
        assertThat(HeaderText.decode("  =?base64?IGE=?=\t")).isEqualTo(" a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?base64?YQ?=", // no padding
                "=?base64?YQ=?=", // half of it
                "=?base64?Y===?=",
                "=?base64?Y*==?=", // no Base64
                "=?base64?w6Q?==?=",
                "=?base64?_-==?=", // the alphabet of URLs
                "=?base64?YR==?=", // bits that belong to no byte
                "=?base64?/w==?=", // no UTF-8
                "=?base64?7aCA?=", // a surrogate alone
                "caf\u00e9",
                "a\u0000b"
            })
    void whatCannotBeDecodedIsRefused(String header) {
        assertThatIllegalArgumentException().isThrownBy(() -> HeaderText.decode(header));
    }
}
