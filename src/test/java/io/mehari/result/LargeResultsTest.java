package io.mehari.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.result.ResultSettings.OfTool;
import io.mehari.support.CheckedSettings;
import io.mehari.support.Tools;
import io.mehari.support.Trials;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

/** The head that a caller gets, and the parts it reads after it: together they are the whole, for this caller alone. */
@DisplayName("S0.2: large results")
class LargeResultsTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-31T12:00:00.5Z"), ZoneOffset.UTC);
    private static final String TOOL = "files/read";

    private final AtomicLong nanos = new AtomicLong();
    private final LargeResults results = results(settings(true, 100, 10));

    @Test
    void theHeadSaysHowLargeTheWholeIsAndHowToReadOn() {
        ObjectNode head = shortened(Tools.text("0123456789".repeat(50)));
        JsonNode about = head.at("/_meta/io.mehari~1result");
        String handle = about.path("handle").asText();

        assertThat(handle).matches("[0-9a-f]{32}");
        assertThat(about)
                .isEqualTo(
                        Tools.json(
                                "{'handle': '" + handle
                                        + "', 'format': 'text', 'total': 500, 'offset': 0, 'expires': '2026-01-31T12:10:00Z', 'next': 10}"));
        assertThat(head.at("/content/0/text").asText())
                .startsWith("0123456789\n\n[The gateway shows the first 10 of 500 characters. Read on until"
                        + " 2026-01-31T12:10:00Z with the tool read_result of server camel, ")
                .contains("{\"handle\": \"" + handle + "\", \"offset\": 10}")
                .endsWith("GET /api/v1/results/" + handle + "?offset=10]");
        assertThat(head.has("isError")).isFalse();
        assertThat(results.shortenings()).isEqualTo(1);
    }

    @Test
    void whatIsNotTooLongPassesAsItIs() {
        assertThat(results.shortened(TOOL, "ci", Tools.text("x".repeat(100)), false))
                .isEmpty();
        assertThat(results.shortened(TOOL, "ci", Tools.text("x".repeat(101)), false))
                .isPresent();
        assertThat(results(settings(false, 1, 1)).shortened(TOOL, "ci", Tools.text("xyz"), false))
                .as("while it is off")
                .isEmpty();
    }

    @Test
    void singleToolsHaveAnotherLengthOrAreNeverShortened() {
        LargeResults own = results(new ResultSettings(
                true,
                100,
                10,
                List.of(new OfTool(TOOL, 5), new OfTool("files/whole", 0)),
                10,
                DataSize.ofMegabytes(1),
                Duration.ofMinutes(1)));
        ObjectNode head =
                own.shortened(TOOL, "ci", Tools.text("0123456789"), false).orElseThrow();
        assertThat(head.at("/content/0/text").asText()).startsWith("01234\n\n[");
        assertThat(own.shortened("files/whole", "ci", Tools.text("x".repeat(5_000)), false))
                .isEmpty();
        assertThat(own.shortened("files/other", "ci", Tools.text("x".repeat(90)), false))
                .isEmpty();
    }

    /** Whatever it is made of, and wherever it is cut: no character is lost, doubled or broken. */
    @Test
    void thePartsAreTheWhole() {
        Random random = Trials.random(7);
        for (int trial = 0; trial < Trials.count(200, 20_000); trial++) {
            StringBuilder text = new StringBuilder();
            int length = 101 + random.nextInt(400);
            while (text.length() < length) {
                text.appendCodePoint(random.nextInt(4) == 0 ? 0x1F600 + random.nextInt(50) : 'a' + random.nextInt(26));
            }
            ObjectNode head = shortened(Tools.text(text.toString()));
            String handle = handle(head);
            int next = head.at("/_meta/io.mehari~1result/next").asInt();
            StringBuilder read =
                    new StringBuilder(head.at("/content/0/text").asText().substring(0, next));
            while (next < text.length()) {
                ResultPage page =
                        results.page(handle, "ci", next, 1 + random.nextInt(60)).orElseThrow();
                assertThat(page.offset()).isEqualTo(next);
                assertThat(Character.isLowSurrogate(page.text().charAt(0))).isFalse();
                assertThat(page.next()).isGreaterThan(next);
                read.append(page.text());
                next = page.next();
            }
            assertThat(read).hasToString(text.toString());
        }
    }

    @Test
    void behindTheEndThereIsNothing() {
        String handle = handle(shortened(Tools.text("x".repeat(200))));
        ResultPage last = results.page(handle, "ci", 190, ResultPage.MOST).orElseThrow();
        assertThat(last.text()).hasSize(10);
        assertThat(last.json().has("next")).isFalse();
        ResultPage behind =
                results.page(handle, "ci", Integer.MAX_VALUE, ResultPage.MOST).orElseThrow();
        assertThat(behind.text()).isEmpty();
        assertThat(behind.offset()).isEqualTo(200);
    }

    @Test
    void anotherCallerFindsNothing() {
        String handle = handle(shortened(Tools.text("x".repeat(200))));
        assertThat(results.page(handle, "other", 0, 10)).isEmpty();
        assertThat(results.page("0".repeat(32), "ci", 0, 10)).isEmpty();
        assertThat(results.page(handle, "ci", 0, 10)).isPresent();
    }

    @Test
    void isForgottenAfterItsTimeAndWhereThereIsNoRoom() {
        String first = handle(shortened(Tools.text("x".repeat(200))));
        nanos.addAndGet(Duration.ofMinutes(10).toNanos());
        assertThat(results.page(first, "ci", 0, 10)).isEmpty();

        for (int i = 0; i < 500; i++) {
            String latest = handle(shortened(Tools.text("x".repeat(200))));
            assertThat(results.size()).as("of 10").isEqualTo(Math.min(10, i + 1));
            assertThat(results.page(latest, "ci", 0, 10))
                    .as("the latest is there")
                    .isPresent();
        }
        LargeResults small = results(
                new ResultSettings(true, 100, 10, List.of(), 100, DataSize.ofBytes(20_000), Duration.ofMinutes(1)));
        for (int i = 0; i < 100; i++) {
            assertThat(small.shortened(TOOL, "ci", Tools.text("x".repeat(4_000)), false))
                    .isPresent();
            assertThat(small.size()).as("of 20,000 bytes").isLessThanOrEqualTo(2);
        }
        assertThat(small.shortened(TOOL, "ci", Tools.text("x".repeat(20_000)), false))
                .as("what cannot be kept is given whole")
                .isEmpty();
    }

    @Test
    void whatIsMoreThanOneTextIsReadAsJson() throws Exception {
        ObjectNode two = Tools.text("x".repeat(90));
        two.withArray("content").addObject().put("type", "text").put("text", "y".repeat(90));
        ObjectNode structured =
                Tools.text("short").set("structuredContent", Tools.json("{'rows': '" + "z".repeat(200) + "'}"));
        for (ObjectNode whole : List.of(two, structured)) {
            ObjectNode head = shortened(whole);
            assertThat(head.at("/_meta/io.mehari~1result/format").asText()).isEqualTo("json");
            assertThat(head.has("structuredContent")).isFalse();
            String text =
                    results.page(handle(head), "ci", 0, 1_000).orElseThrow().text();
            assertThat(Json.read(text)).isEqualTo(whole);
        }
    }

    @Test
    void aPromisedFormIsKeptOrItIsNotShortened() {
        String text = "x".repeat(200);
        ObjectNode wrapped =
                Tools.text(text).set("structuredContent", Json.object().put("result", text));
        ObjectNode head = results.shortened(TOOL, "ci", wrapped, true).orElseThrow();
        assertThat(head.at("/structuredContent/result")).isEqualTo(head.at("/content/0/text"));
        assertThat(results.page(handle(head), "ci", 0, 1_000).orElseThrow().text())
                .isEqualTo(text);

        ObjectNode table =
                Tools.text(text).set("structuredContent", Json.object().put("rows", text));
        assertThat(results.shortened(TOOL, "ci", table, true)).isEmpty();
    }

    @Test
    void imagesAreNotCut() {
        ObjectNode image = Tools.text("x".repeat(200));
        image.withArray("content").addObject().put("type", "image").put("data", "AAAA");
        assertThat(results.shortened(TOOL, "ci", image, false)).isEmpty();
    }

    @Test
    void otherSettingsKeepWhatIsKeptAndOffForgetsIt() {
        String handle = handle(shortened(Tools.text("x".repeat(200))));
        results.replace(settings(true, 300, 10));
        assertThat(results.shortened(TOOL, "ci", Tools.text("x".repeat(200)), false))
                .isEmpty();
        assertThat(results.page(handle, "ci", 0, 10)).isPresent();
        results.replace(settings(false, 300, 10));
        assertThat(results.isOn()).isFalse();
        assertThat(results.page(handle, "ci", 0, 10)).isEmpty();
        assertThat(results.size()).isZero();
    }

    @Test
    void isOffByDefaultAndHasTheDocumentedDefaults() {
        gateway().run(context -> {
            assertThat(context.getBean(ResultSettings.class))
                    .isEqualTo(new ResultSettings(
                            false, 100_000, 4_000, List.of(), 1_000, DataSize.ofMegabytes(64), Duration.ofMinutes(10)));
            assertThat(context.getBean(LargeResults.class).isOn()).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "over=0",
                "over=3999",
                "head=0",
                "max-entries=0",
                "max-weight=0B",
                "ttl=0s",
                "ttl=25h",
                "tools[0].over=1",
                "tools[0].tool=a/b"
            })
    void refusesWhatDoesNotFit(String setting) {
        gateway()
                .withPropertyValues("mehari.results." + setting)
                .run(context -> assertThat(context).hasFailed());
    }

    private static ApplicationContextRunner gateway() {
        return new ApplicationContextRunner()
                .withInitializer(new CheckedSettings())
                .withUserConfiguration(ResultConfiguration.class);
    }

    private LargeResults results(ResultSettings settings) {
        return new LargeResults(settings, NOON, nanos::get);
    }

    private static ResultSettings settings(boolean on, int over, int head) {
        return new ResultSettings(on, over, head, List.of(), 10, DataSize.ofMegabytes(1), Duration.ofMinutes(10));
    }

    private ObjectNode shortened(ObjectNode result) {
        Optional<ObjectNode> head = results.shortened(TOOL, "ci", result, false);
        return head.orElseThrow();
    }

    private static String handle(ObjectNode head) {
        return head.at("/_meta/io.mehari~1result/handle").asText();
    }
}
