package io.mehari.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {
    @Test
    void showsControlCharactersAsQuestionMarks() {
        assertThat(PrintableText.of("a\nb\u001b[31mc\u0000 Grüße")).isEqualTo("a?b?[31mc? Grüße");
    }

    @Test
    void showsWhateverEndsALineOrTurnsItAroundAsAQuestionMark() {
        assertThat(PrintableText.of("a\u0085b\u2028c\u2029d\u009b31me\u202ef\u2066g\u200fh\u007fi\r\nj"))
                .isEqualTo("a?b?c?d?31me?f?g?h?i??j");
        assertThat(PrintableText.of("tab\tand 語😀 — “so”")).isEqualTo("tab and 語😀 — “so”");
    }

    @Test
    void leavesWhatIsPrintableAlone() {
        String text = "plain";
        assertThat(PrintableText.of(text)).isSameAs(text);
    }
}
