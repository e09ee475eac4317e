package io.mehari.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.Trials;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheKeyTest {
    @Test
    void isTheDigestOfCanonicalJson() throws Exception {
        String canonical =
                "[\"files\",\"f1\",\"read\",{\"a\":[true,false,null,{}],\"b\":\"ü€😀\",\"n\":-12e-1},\"ci\"]";
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));

        String key = CacheKey.of(
                "files",
                "f1",
                "read",
                Json.read("{\"n\": -1.20, \"b\": \"ü€😀\", \"a\": [true, false, null, {}]}"),
                Optional.of("ci"),
                Map.of());

        assertThat(key).isEqualTo("mcp:cache:" + HexFormat.of().formatHex(digest));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1.0",
                "1 | 1e0",
                "1 | 10e-1",
                "100 | 1e2",
                "100 | 1.00E+2",
                "0 | -0",
                "0 | 0.0",
                "0 | -0.0e7",
                "0 | 0e999999999",
                "-1.50 | -15e-1",
                "123456789012345678901234567890 | 12345678901234567890123456789e1",
                "0.1 | 1e-1",
                "9223372036854775807 | 9223372036854775807.000",
                "100000000000000000000000 | 1e23",
                "[1,2] | [1.0,2e0]",
                "{\"a\":1,\"b\":2} | {\"b\":2,\"a\":1}",
                "{\"a\":{\"d\":1,\"c\":2}} | {\"a\":{\"c\":2,\"d\":1}}",
                "\"\\u0061\" | \"a\"",
                "\"\\/\" | \"/\""
            })
    void isOneForEqualArguments(String one, String other) throws Exception {
        assertThat(keyOf(one)).isEqualTo(keyOf(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9007199254740993 | 9007199254740992",
                "1 | \"1\"",
                "1 | -1",
                "1 | true",
                "0.1 | 0.10000000000000001",
                "1e999999999 | 1e999999998",
                "1e2147483647 | 1e-2147483647",
                "12 | [1,2]",
                "[1,2] | [2,1]",
                "[[1],2] | [1,[2]]",
                "null | \"null\"",
                "{} | []",
                "{\"a\":null} | {}",
                "{\"a\":\"b\"} | {\"b\":\"a\"}",
                "\"a\" | \"A\"",
                "\"é\" | \"e\\u0301\"",
                "\"\\ud800\" | \"?\"",
                "\"\\ud800\" | \"\\udc00\"",
                "[\"a\",\"b\"] | [\"a\\\",\\\"b\"]",
                "[\"\\\\\",\"x\"] | [\"\\\\\\\",\\\"x\"]",
                "{\"a\":1,\"b\":2} | {\"a\":1,\"b\":{\"b\":2}}",
                "100000000000000000000001 | 100000000000000000000002"
            })
    void differsForDifferentArguments(String one, String other) throws Exception {
        assertThat(keyOf(one)).isNotEqualTo(keyOf(other));
    }

    @Test
    void keepsServerFingerprintToolAndCallerApart() {
        ObjectNode none = Json.object();
        assertThat(CacheKey.of("ab", "c", "d", none, Optional.empty(), Map.of()))
                .isNotEqualTo(CacheKey.of("a", "bc", "d", none, Optional.empty(), Map.of()))
                .isNotEqualTo(CacheKey.of("ab", "c\",\"d", "d", none, Optional.empty(), Map.of()))
                .isNotEqualTo(CacheKey.of("ab", "c2", "d", none, Optional.empty(), Map.of()))
                .isNotEqualTo(CacheKey.of("ab", "c", "d", none, Optional.of(""), Map.of()))
                .isNotEqualTo(CacheKey.of("ab", "c", "d", none, Optional.of("ci"), Map.of()))
                .isNotEqualTo(CacheKey.of("ab", "c", "d", none, Optional.empty(), Map.of("x-user", "anna")))
                .isEqualTo(CacheKey.of("ab", "c", "d", none, Optional.empty(), Map.of()));
        assertThat(CacheKey.of("ab", "c", "d", none, Optional.empty(), Map.of("x-user", "anna")))
                .isNotEqualTo(CacheKey.of("ab", "c", "d", none, Optional.empty(), Map.of("x-user", "ben")))
                .isNotEqualTo(CacheKey.of("ab", "c", "d", none, Optional.of("ci"), Map.of("x-user", "anna")))
                .isNotEqualTo(CacheKey.of("ab", "c", "d", none, Optional.of("{\"x-user\":\"anna\"}"), Map.of()));
    }

    @Test
    void spellsBinaryFractionsOfRoutesLikeTheDecimalsThatAreSent() throws Exception {
        assertThat(key(Json.object().put("n", 0.1f))).isEqualTo(key(Json.read("{\"n\":0.1}")));
        assertThat(key(Json.object().put("n", 2.5e300))).isEqualTo(key(Json.read("{\"n\":25e299}")));
        assertThat(key(Json.object().put("n", -0.0))).isEqualTo(key(Json.read("{\"n\":0}")));
        assertThat(key(Json.object().put("n", Double.NaN)))
                .isNotEqualTo(key(Json.object().put("n", "NaN")));
    }

    @Test
    void takesBytesAndObjectsOfRoutesAsTheyWouldBeSent() throws Exception {
        assertThat(key(Json.object().put("b", new byte[] {1, 2}))).isEqualTo(key(Json.read("{\"b\":\"AQI=\"}")));
        assertThat(key(Json.object().putPOJO("p", 5))).isEqualTo(key(Json.read("{\"p\":5}")));
    }

    @Test
    void seesEveryCharacterOfLongTexts() {
        String text = "0123456789".repeat(500);
        for (int at : new int[] {0, 511, 512, 513, 4999}) {
            String other = text.substring(0, at) + '*' + text.substring(at + 1);
            assertThat(key(Json.object().put("t", other)))
                    .isNotEqualTo(key(Json.object().put("t", text)));
        }
    }

    @Test
    void doesNotDependOnTheOrderOfMembersInAnyTree() {
        Random random = Trials.random(7);
        for (int i = 0; i < Trials.count(200, 20_000); i++) {
            ObjectNode tree = randomTree(random, 4);
            assertThat(key(reversed(tree))).isEqualTo(key(tree));
        }
    }

    private static ObjectNode randomTree(Random random, int depth) {
        ObjectNode tree = Json.object();
        for (int i = random.nextInt(5); i >= 0; i--) {
            String name = Integer.toString(random.nextInt(1000), 36);
            if (depth > 0 && random.nextBoolean()) {
                tree.set(name, randomTree(random, depth - 1));
            } else {
                tree.put(name, random.nextLong());
            }
        }
        return tree;
    }

    private static ObjectNode reversed(ObjectNode tree) {
        ObjectNode reversed = Json.object();
        List<String> names = new ArrayList<>();
        tree.fieldNames().forEachRemaining(name -> names.add(0, name));
        for (String name : names) {
            JsonNode value = tree.get(name);
            reversed.set(name, value instanceof ObjectNode object ? reversed(object) : value);
        }
        return reversed;
    }

    private static String keyOf(String value) throws JsonProcessingException {
        return key(Json.object().set("v", Json.read(value)));
    }

    private static String key(JsonNode arguments) {
        return CacheKey.of("files", "f1", "read", arguments, Optional.empty(), Map.of());
    }
}
