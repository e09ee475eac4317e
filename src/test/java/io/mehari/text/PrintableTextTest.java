package io.mehari.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {
    @Test
    void showsControlCharactersAsQuestionMarks() {
        assertThat(PrintableText.of("a\nb\u001b[31mc\u0000 Grüße")).isEqualTo("a?b?[31mc? Grüße");
    }
}
