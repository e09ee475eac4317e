package io.mehari.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT9.999S, 9999 ms",
        "PT1S, 1 s",
        "PT10.5S, 10 s",
        "PT1M59.9S, 119 s",
        "PT2M, 2 min",
        "PT1H59M, 119 min",
        "PT2H, 2 h",
        "PT47H59M, 47 h",
        "PT48H, 2 d"
    })
    void isAShortNumberOfItsUnit(Duration time, String words) {
        assertThat(DurationText.of(time)).isEqualTo(words);
    }
}
