package io.mehari.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import io.mehari.text.Sha256;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextNamesTest {
    private static final ContextNames NAMES = new ContextNames(List.of("X-Tenant", "io.x/project"));

    @Test
    void namesStandInTheOrderOfTheSetting() {
        assertThat(NAMES.textOf(call("{'io.x/project': 'p', 'X-Tenant': 'acme', 'other': 1}", Map.of())))
                .isEqualTo("X-Tenant=acme;io.x/project=p");
        assertThat(new ContextNames(List.of("io.x/project", "X-Tenant"))
                        .textOf(call("{'io.x/project': 'p', 'X-Tenant': 'acme'}", Map.of())))
                .isEqualTo("io.x/project=p;X-Tenant=acme");
    }

    @Test
    void headersAreKnownInAnyCaseAndMembersExactly() {
        assertThat(NAMES.textOf(call("{'x-tenant': 'of a member'}", Map.of()))).isEmpty();
        assertThat(NAMES.textOf(call("{}", Map.of("x-tenant", "acme", "x-other", "b"))))
                .isEqualTo("X-Tenant=acme");
        assertThat(NAMES.textOf(call("{'io.x/project': 'p'}", Map.of("x-tenant", "acme"))))
                .isEqualTo("X-Tenant=acme;io.x/project=p");
        assertThat(NAMES.textOf(call("{'X-Tenant': 'of a member'}", Map.of("x-tenant", "of a header"))))
                .isEqualTo("X-Tenant=of a member");
    }

    @Test
    void aCallWithoutAnyOfThemHasNone() {
        assertThat(NAMES.textOf(call("{'a': 1}", Map.of("b", "c")))).isEmpty();
        assertThat(NAMES.textOf(call((ObjectNode) null, Map.of()))).isEmpty();
        assertThat(ContextNames.NONE.textOf(call("{'X-Tenant': 'acme'}", Map.of())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'acme'            | acme",
                "''                | ``",
                "'a b=c/\u00e4'    | a b=c/\u00e4",
                "5                 | 5",
                "'5'               | \"5\"",
                "-1.50             | -1.50",
                "'-'               | \"-\"",
                "true              | true",
                "'true'            | \"true\"",
                "'truely'          | truely",
                "null              | null",
                "'null'            | \"null\"",
                "{'a': [1, 'b;c']} | {\"a\":[1,\"b;c\"]}",
                "'{}'              | \"{}\"",
                "'a;X-Tenant=b'    | \"a;X-Tenant=b\"",
                "'a\\tb\\u0007'    | \"a\\tb\\u0007\"",
                "'\\u0085'         | \"\\u0085\"",
                "{'k': '\\u007f'}  | {\"k\":\"\\u007f\"}",
                "'half \\ud83d'    | \"half \\ud83d\"",
            })
    void aValueIsWrittenSoThatNoOtherIsWrittenTheSame(String member, String text) {
        assertThat(NAMES.textOf(call("{'X-Tenant': " + member + "}", Map.of()))).isEqualTo("X-Tenant=" + text);
    }

    @Test
    void twoContextsThatDifferNeverHaveTheSameText() {
        Random random = new Random(11);
        String[] parts = {"a", ";", "=", "X-Tenant=", "io.x/project=", "\"", "\\", "1", "{", "}", "true", "\t", "%", ","
        };
        Map<String, List<Optional<JsonNode>>> known = new HashMap<>();
        for (int run = 0; run < 20_000; run++) {
            ObjectNode meta = Json.object();
            for (String name : NAMES.names()) {
                switch (random.nextInt(4)) {
                    case 0 -> meta.put(name, random.nextInt(3));
                    case 1 -> meta.putArray(name).add(text(random, parts));
                    case 2 -> meta.put(name, text(random, parts));
                    default -> {
                        // not there
                    }
                }
            }
            List<Optional<JsonNode>> values = NAMES.names().stream()
                    .map(name -> Optional.ofNullable(meta.get(name)))
                    .toList();
            List<Optional<JsonNode>> before = known.putIfAbsent(NAMES.textOf(call(meta, Map.of())), values);
            assertThat(before == null ? values : before).isEqualTo(values);
        }
        assertThat(known).hasSizeGreaterThan(1_000);
    }

    private static String text(Random random, String... parts) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }

    @Test
    void aLongOneIsToldByItsDigest() {
        String longest = "x".repeat(ContextNames.LONGEST - "X-Tenant=".length());
        assertThat(NAMES.textOf(call("{'X-Tenant': '" + longest + "'}", Map.of())))
                .hasSize(ContextNames.LONGEST)
                .endsWith("x");
        assertThat(NAMES.textOf(call("{'X-Tenant': '" + longest + "x'}", Map.of())))
                .isEqualTo("sha256:" + Sha256.hexOf("X-Tenant=" + longest + "x"))
                .hasSize(71);
    }

    private static ToolCall call(String meta, Map<String, String> headers) {
        return call(Tools.json(meta), headers);
    }

    private static ToolCall call(ObjectNode meta, Map<String, String> headers) {
        CallContext context = new CallContext("r", Caller.ANONYMOUS, Instant.EPOCH, 0).with(ClientHeaders.of(headers));
        return new ToolCall("files", "read", Json.object(), context, Optional.empty(), meta, false);
    }
}
