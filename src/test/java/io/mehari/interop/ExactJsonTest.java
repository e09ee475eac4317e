package io.mehari.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mehari.protocol.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExactJsonTest {
    @Test
    void equalTreesDoNotDiffer() throws JsonProcessingException {
        assertThat(differences("{\"a\":[1,{\"b\":1.50}],\"c\":null}", "{\"c\":null,\"a\":[1,{\"b\":1.50}]}"))
                .isEmpty();
    }

    @Test
    void everyDigitCounts() throws JsonProcessingException {
        assertThat(differences("[1.5]", "[1.50]")).hasSize(1);
        assertThat(differences("[1]", "[1.0]")).hasSize(1);
        assertThat(differences("[9007199254740993]", "[9007199254740992]")).hasSize(1);
    }

    @Test
    void everyDifferenceIsNamedByItsPointer() throws JsonProcessingException {
        assertThat(differences("{\"a\":{\"b\":1},\"l\":[1]}", "{\"a\":{\"b\":\"1\"},\"l\":[1,2],\"n\":null}"))
                .extracting(difference -> difference.substring(0, difference.indexOf(':')))
                .containsExactly("/a/b", "/l/1", "/n");
    }

    private static List<String> differences(String actual, String expected) throws JsonProcessingException {
        return ExactJson.differences(Json.read(actual), Json.read(expected));
    }
}
