package io.mehari.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String JWT =
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P";

    private final Redaction redaction = new Redaction(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "PASSWORD",
                "dbPassword",
                "passwd",
                "passphrase",
                "pwd",
                "secret",
                "client_secret",
                "token",
                "accessToken",
                "apikey",
                "api_key",
                "API-Key",
                "x-api-key",
                "aws_access_key_id",
                "Authorization",
                "credentials",
                "private_key",
                "privateKey",
                "private-key",
                "Cookie",
                "Set-Cookie",
                "session",
                "sessionId"
            })
    void hidesValuesOfSecretNames(String name) throws Exception {
        for (String value : List.of("\"hunter2\"", "1234", "[\"hunter2\"]", "{\"a\":{\"b\":\"hunter2\"}}")) {
            JsonNode arguments = Json.read("{\"deep\":[{\"" + name + "\":" + value + ",\"kept\":\"yes\"}]}");
            assertThat(redaction.json(arguments))
                    .isEqualTo("{\"deep\":[{\"" + name + "\":\"[redacted]\",\"kept\":\"yes\"}]}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"path", "query", "keyboard", "author", "pass", "message", "monkey", "process"})
    void leavesOtherNamesAlone(String name) {
        ObjectNode arguments = Json.object().put(name, "value");
        assertThat(redaction.json(arguments)).isEqualTo(Json.text(arguments));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_tokens",
                "maxTokens",
                "tokens",
                "token_count",
                "session_age_seconds",
                "sessionTimeout",
                "token-limit"
            })
    void leavesNumbersOfWhatOnlyCounts(String name) throws Exception {
        JsonNode arguments = Json.read("{\"" + name + "\":4096,\"model\":\"small\"}");
        assertThat(redaction.copy(arguments)).isEqualTo(arguments);
        for (String text : List.of(name + "=4096", name + ": 4096, next", "{\"" + name + "\": -1.5}")) {
            assertThat(redaction.text(text)).isEqualTo(text);
        }
        assertThat(redaction.json(Json.object().put(name, "hunter2"))).contains("[redacted]");
        assertThat(redaction.text(name + "=4096abc")).isEqualTo(name + "=[redacted]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "session", "session_id", "next_token", "password_length_hint", "access_token"})
    void hidesNumbersOfSecrets(String name) {
        assertThat(redaction.json(Json.object().put(name, 4096))).contains("[redacted]");
        assertThat(redaction.text(name + "=4096")).isEqualTo(name + "=[redacted]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bearer abcdefghijklmnop | Bearer [redacted]",
                "got bearer abc.def-ghi_jkl/mno= from | got bearer [redacted] from",
                "key sk-proj-abcdefghijklmnopqrstuv failed | key [redacted] failed",
                "ghp_abcdefghijklmnopqrstuvwxyz012345 | [redacted]",
                "the key mhr_Z7uxUY61BTratSU9HcXys2trhcdr0w3tYtjBMVBv2y2. | the key [redacted].",
                "xoxb-123456789012-abcdef | [redacted]",
                "AKIAIOSFODNN7EXAMPLE used | [redacted] used",
                "postgres://app:hunter2@db/main | postgres://app:[redacted]@db/main",
                "password=hunter2 | password=[redacted]",
                "password = 'hunter2 and more' end | password = [redacted] end",
                "PASSWORD: hunter2, user: bob | PASSWORD: [redacted], user: bob",
                "?api_key=abc&page=2 | ?api_key=[redacted]&page=2",
                "db_password_new=hunter2; x=1 | db_password_new=[redacted]; x=1",
                "{\"apiKey\": \"a\\\"b\",\"n\":1} | {\"apiKey\": [redacted],\"n\":1}",
                "Authorization: Basic dXNlcjpwYXNz | Authorization: [redacted]",
                "Cookie: a=b; c=d | Cookie: [redacted]",
                "{'Authorization': 'Basic dXNlcjpwYXNz'} | {'Authorization': '[redacted]'}",
            },
            quoteCharacter = '^')
    void hidesSecretsInTexts(String text, String clean) {
        assertThat(redaction.text(text)).isEqualTo(clean);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "files did not answer within the attempt limit of 30 s",
                "task-sketch and risk-free words",
                "https://example.com/session/list?page=2",
                "basic authentication is required",
                "Session not found",
                "mailto:bob@example.com",
                "at io.mehari.pipeline.Stage.run(Stage.java:17)"
            })
    void leavesOrdinaryTextsAlone(String text) {
        assertThat(redaction.text(text)).isEqualTo(text);
    }

    @Test
    void hidesJsonWebTokensWholeOrCut() {
        assertThat(redaction.text("jwt " + JWT + " end")).isEqualTo("jwt [redacted] end");
        assertThat(redaction.text("jwt " + JWT.substring(0, 30))).isEqualTo("jwt [redacted]");
    }

    @Test
    void hidesPrivateKeysWholeOrCut() {
        String key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow-IBAA\nKCAQ==\n-----END RSA PRIVATE KEY-----";
        assertThat(redaction.text("a " + key + " b")).isEqualTo("a [redacted] b");
        assertThat(redaction.text("a " + key.substring(0, 40))).isEqualTo("a [redacted]");
    }

    @Test
    void hidesSecretsInsideStringsOfJson() throws Exception {
        JsonNode arguments =
                Json.read("{\"header\":\"Bearer abcdefghijkl\",\"body\":\"{\\\"password\\\":\\\"hunter2\\\"}\"}");
        assertThat(redaction.json(arguments))
                .isEqualTo("{\"header\":\"Bearer [redacted]\",\"body\":\"{\\\"password\\\":[redacted]}\"}");
    }

    @Test
    void knowsTheNamesThatAreConfigured() {
        Redaction more = new Redaction(List.of(Pattern.compile("^pin$"), Pattern.compile("iban")));
        ObjectNode arguments =
                Json.object().put("PIN", "1234").put("spin", "up").put("fromIban", "DE00");
        assertThat(redaction.json(arguments)).isEqualTo(Json.text(arguments));
        assertThat(more.json(arguments))
                .isEqualTo("{\"PIN\":\"[redacted]\",\"spin\":\"up\",\"fromIban\":\"[redacted]\"}");
        assertThat(more.json(Json.object().put("password", "x"))).doesNotContain("\"x\"");
    }

    @Test
    void givesBackWhatHasNoSecretToTheLastDigit() throws Exception {
        String json = "{\"n\":1.500,\"e\":1E+999999999,\"i\":12345678901234567890,\"t\":[true,null,\"ü\"],\"o\":{}}";
        assertThat(redaction.json(Json.read(json))).isEqualTo(json);
    }

    @Test
    void doesNotChangeTheTreeItIsGiven() throws Exception {
        JsonNode arguments = Json.read("{\"password\":\"hunter2\",\"a\":[\"sk-abcdefghijkl\"]}");
        JsonNode copy = arguments.deepCopy();
        redaction.json(arguments);
        assertThat(arguments).isEqualTo(copy);
    }

    @Test
    void cutsLongTextsAndStaysJson() throws Exception {
        ObjectNode arguments = Json.object()
                .put("first", "1")
                .put("long", "\"x\u0001".repeat(40_000))
                .put("last", "2");
        String json = redaction.json(arguments);
        assertThat(json.length()).isBetween(Redaction.MAX_JSON - 100, Redaction.MAX_JSON + 100);
        JsonNode read = Json.read(json);
        assertThat(read.get("first").textValue()).isEqualTo("1");
        assertThat(read.get("long").textValue()).endsWith("[cut]");
        assertThat(read.get("[cut]").booleanValue()).isTrue();
        assertThat(read.has("last")).isFalse();
    }

    @Test
    void cutsWideAndDeepTreesAndStaysJson() throws Exception {
        ArrayNode wide = Json.MAPPER.createArrayNode();
        for (int i = 0; i < 50_000; i++) {
            wide.add(i);
        }
        ObjectNode many = Json.object();
        for (int i = 0; i < 50_000; i++) {
            many.put("name" + i, "value");
        }
        JsonNode deep = wide;
        for (int i = 0; i < 190; i++) {
            deep = Json.object().set("d", Json.MAPPER.createArrayNode().add(deep));
        }
        for (JsonNode tree : List.of(wide, many, Json.object().set("a", wide))) {
            String json = redaction.json(tree);
            assertThat(json.length()).isLessThanOrEqualTo(Redaction.MAX_JSON + 100);
            assertThat(Json.read(json).toString()).contains("[cut]");
        }
        assertThat(redaction.json(deep)).contains("[cut]");
    }

    @Test
    void hidesASecretThatTheCutGoesThrough() {
        String padding = "x ".repeat(Redaction.MAX_JSON / 2 - 20);
        assertThat(redaction.json(Json.object().put("t", padding + JWT))).doesNotContain("eyJ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "token",
                "password=",
                "eyJ",
                "-----BEGIN PRIVATE KEY-----",
                "-",
                "://a:",
                "\"",
                "\\\"",
                "cookie: ",
                "bearer ",
                "token:\"\\",
                "'",
                "sk-",
                "authorization",
                " "
            })
    void looksAtEachCharacterABoundedNumberOfTimes(String piece) {
        for (SecretShape shape : redaction.shapes()) {
            CountingText text = new CountingText(piece.repeat(200_000 / piece.length()));
            assertThat(shape.pattern().matcher(text).replaceAll("")).isNotNull();
            assertThat(text.looks).as(shape.pattern().pattern()).isLessThan(100L * text.length());
        }
    }

    private static final class CountingText implements CharSequence {
        private final String text;
        private long looks;

        private CountingText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
