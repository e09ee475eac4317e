package io.mehari.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonWriter;

class RedactedJsonTest {
    @Test
    void textsAreCutAndWithoutSecrets() {
        JsonWriter<Object> writer = JsonWriter.of(members -> {
            members.add("message", "password=hunter2\nforged \u001b[31m");
            members.add("trace", "x".repeat(100_000));
            members.add("number", 17);
            new RedactedJson().customize(members);
        });
        assertThat(writer.writeToString(new Object()))
                .startsWith("{\"message\":\"password=[redacted]\\nforged \\u001B[31m\"")
                .endsWith("[cut: 100000 characters]\",\"number\":17}")
                .hasSizeLessThan(20_000);
    }
}
