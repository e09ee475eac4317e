package io.mehari.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SameAnswerTest {
    @Test
    void onlyTheTimeOfDayIsTakenOutOfAResource() throws JsonProcessingException {
        assertThat(same("get-resource-reference", "{\"text\":\"Resource 1: created at 3:04:05 PM\"}"))
                .isEqualTo(same("get-resource-reference", "{\"text\":\"Resource 1: created at 11:12:13 AM\"}"))
                .isNotEqualTo(same("get-resource-reference", "{\"text\":\"Resource 2: created at 3:04:05 PM\"}"));
    }

    @Test
    void sizeAndModificationOfAFileAreCompared() throws JsonProcessingException {
        assertThat(same("get_file_info", "{\"content\":\"size: 5\\ncreated: a\\nmodified: b\\naccessed: c\"}"))
                .isEqualTo(same("get_file_info", "{\"content\":\"size: 5\\ncreated: x\\nmodified: b\\naccessed: y\"}"))
                .isNotEqualTo(
                        same("get_file_info", "{\"content\":\"size: 5\\ncreated: a\\nmodified: x\\naccessed: c\"}"));
    }

    @Test
    void variablesAreComparedInAnyOrder() throws JsonProcessingException {
        assertThat(same("get-env", "{\"text\":\"{\\\"A\\\":\\\"1\\\",\\\"B\\\":\\\"2\\\"}\"}"))
                .isEqualTo(same("get-env", "{\"text\":\"{\\\"B\\\":\\\"2\\\",\\\"A\\\":\\\"1\\\"}\"}"))
                .isNotEqualTo(same("get-env", "{\"text\":\"{\\\"B\\\":\\\"2\\\",\\\"A\\\":\\\"3\\\"}\"}"));
    }

    @Test
    void ofTheEnvironmentOnlyTheMarkOfTheGatewayIsLeftOut() throws JsonProcessingException {
        assertThat(same("get-env", "{\"A\":\"1\",\"MEHARI_PROCESS\":\"x\"}"))
                .isEqualTo(same("get-env", "{\"A\":\"1\"}"))
                .isNotEqualTo(same("get-env", "{\"A\":\"1\",\"MEHARI_OTHER\":\"x\"}"));
        assertThat(same("get-env", "{\"text\":\"{\\\"A\\\":\\\"1\\\",\\\"MEHARI_PROCESS\\\":\\\"x\\\"}\"}"))
                .isEqualTo(same("get-env", "{\"text\":\"{\\\"A\\\":\\\"1\\\"}\"}"))
                .isNotEqualTo(same("get-env", "{\"text\":\"{}\"}"));
    }

    @Test
    void ofTheSessionOnlyItsNameIsLeftOut() throws JsonProcessingException {
        String one = "session 0188e2f4-7a53-4f4e-9a3b-2f6f1c7d8e90";
        String other = "session 5b3c1d2e-0f4a-4b6c-8d7e-9f0a1b2c3d4e";
        assertThat(same("toggle-simulated-logging", "{\"text\":\"Started for " + one + "\"}"))
                .isEqualTo(same("toggle-simulated-logging", "{\"text\":\"Started for " + other + "\"}"))
                .isNotEqualTo(same("toggle-simulated-logging", "{\"text\":\"Stopped for " + other + "\"}"));
        assertThat(same("toggle-subscriber-updates", "\"Started for " + one + "\""))
                .isEqualTo(same("toggle-subscriber-updates", "\"Started for " + other + "\""))
                .isNotEqualTo(same("toggle-subscriber-updates", "\"Started for session undefined\""));
    }

    @Test
    void answersOfAllOtherToolsStayAsTheyAre() throws JsonProcessingException {
        assertThat(same("echo", "{\"text\":\"created at 3:04:05 PM\"}")
                        .path("text")
                        .asText())
                .isEqualTo("created at 3:04:05 PM");
    }

    private static JsonNode same(String tool, String answer) throws JsonProcessingException {
        return SameAnswer.of(new InteropCall("s", 0, tool, Json.object(), Optional.empty()), Json.read(answer));
    }
}
