package io.mehari.endpoint.rest.form;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaUrlTest {
    @ParameterizedTest
    @CsvSource({
        "aGk=, image/png, data:image/png;base64",
        "aGk, audio/wav, data:audio/wav;base64",
        "aGk=, '', data:application/octet-stream;base64",
        "YWI+/w==, ' ', data:application/octet-stream;base64"
    })
    void makesADataUrlOfBase64(String data, String type, String begin) {
        assertThat(MediaUrl.of(data, type)).hasValue(begin + "," + data);
    }

    @Test
    void takesLineEnds() {
        assertThat(MediaUrl.of("aGVs\r\nbG8=\n", "image/png")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"data:image/png;base64,aGk=", "DATA:,x", "http://x.example/a.png", "https://x.example/a?b=c"})
    void keepsUrls(String url) {
        assertThat(MediaUrl.of(url, "image/png")).hasValue(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "a", "aGk===", "aG=k", "not base64", "a-_b", "/tmp/picture.png", "{}"})
    void makesNothingOfTheRest(String data) {
        assertThat(MediaUrl.of(data, "image/png")).isEmpty();
    }
}
