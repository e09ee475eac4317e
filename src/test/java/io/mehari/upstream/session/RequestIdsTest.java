package io.mehari.upstream.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.protocol.Json;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
    @ParameterizedTest
    @ValueSource(strings = {"17", "17.0", "17.000", "1.7e1", "1.7E+1", "170e-1", "\"17\""})
    void anIdThatIsWrittenDifferentlyIsOurs(String id) throws IOException {
        assertThat(RequestIds.ours(Json.read(id))).hasValue(17);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "17.5",
                "\"17.0\"",
                "\"017\"",
                "\" 17\"",
                "\"+17\"",
                "\"-17\"",
                "\"\"",
                "\"seventeen\"",
                "null",
                "true",
                "[17]",
                "{\"id\":17}",
                "1e400",
                "1e1000000000",
                "1e-1000000000",
                "12345678901234567890123",
                "\"12345678901234567890\""
            })
    void anyOtherIsNot(String id) throws IOException {
        assertThat(RequestIds.ours(Json.read(id))).isEmpty();
    }
}
