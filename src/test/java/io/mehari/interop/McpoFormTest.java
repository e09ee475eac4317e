package io.mehari.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpoFormTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'content':[{'type':'text','text':'123'}]} | '123'",
                "{'content':[{'type':'text','text':'[1.50]'}]} | [1.50]",
                "{'content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]} | ['a','b']",
                "{'content':[]} | []",
                "{'content':[],'structuredContent':{'a':1}} | {'a':1}",
                "{'content':[{'type':'audio','mimeType':'audio/wav','data':'AA=='}]} | 'data:audio/wav;base64,AA=='",
                "{'content':[{'type':'resource_link','uri':'u:x'}]} | {'type':'resource_link','uri':'u:x'}",
            },
            quoteCharacter = '`')
    void unwraps(String result, String body) throws JsonProcessingException {
        assertThat(McpoForm.of(json(result))).isEqualTo(json(body));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return Json.read(text.replace('\'', '"'));
    }
}
