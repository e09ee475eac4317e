package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Changes that follow each other are one, and files are read when nobody writes any more. */
@TestPropertySource(properties = "route=maintenance/file-changes.camel.yaml")
class FileChangesRouteTest extends RouteFixture {
    private static final String CHANGE = "direct:file-changes";

    private static final String PAUSE = "mehariFilesPause";

    private static final Processor SETTLED = exchange -> exchange.setProperty(PAUSE, 0);

    /** One for all tests, as the context is. */
    private static final AtomicInteger NOTICED = new AtomicInteger();

    @DynamicPropertySource
    static void waitsLess(DynamicPropertyRegistry settings) {
        settings.add("mehari.reload.debounce", () -> "300ms");
    }

    @Override
    void replaceNeighbours() {
        List.of("settledFiles", "fileReload").forEach(this::standInBean);
        context.getRegistry().bind("waitingBatch", Processor.class, (Processor) exchange -> NOTICED.incrementAndGet());
    }

    @Test
    void twoHundredEditsAreOneChange() {
        NOTICED.set(0);
        during("settledFiles", SETTLED);
        for (int edit = 0; edit < 200; edit++) {
            changed("tool-" + edit % 7 + ".camel.yaml");
        }
        awaitReload();
        assertThat(NOTICED).as("told to file-poll").hasValue(200);
        changed("another.camel.yaml");
        awaitTrace("settledFiles", "fileReload", "settledFiles", "fileReload");
    }

    @Test
    void aFileThatIsWrittenInPartsIsWaitedFor() {
        AtomicInteger looks = new AtomicInteger();
        during("settledFiles", exchange -> exchange.setProperty(PAUSE, looks.incrementAndGet() > 3 ? 0 : 100));
        changed("large.camel.yaml");
        awaitTrace("settledFiles", "settledFiles", "settledFiles", "settledFiles", "fileReload");
    }

    @Test
    void aChangeThatWasFoundByLookingHasNoName() {
        during("settledFiles", SETTLED);
        send(CHANGE);
        awaitReload();
    }

    @Test
    void whatWasFoundByLookingIsLookedAtBeforeItIsRead() {
        AtomicInteger looks = new AtomicInteger();
        during("settledFiles", exchange -> exchange.setProperty(PAUSE, looks.incrementAndGet() > 1 ? 0 : 100));
        send(CHANGE, exchange -> exchange.getMessage().setBody(true)); // as file-poll leaves it
        awaitTrace("settledFiles", "settledFiles", "fileReload");
    }

    @Test
    void whatFailsDoesNotEndTheRoute() {
        during("settledFiles", SETTLED);
        during("fileReload", exchange -> {
            throw new IllegalStateException("broken on purpose");
        });
        changed("one.camel.yaml");
        awaitReload();
        changed("one.camel.yaml");
        awaitTrace("settledFiles", "fileReload", "settledFiles", "fileReload");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".a.camel.yaml.swp",
                "a.camel.yaml~",
                "a.camel.yaml.tmp",
                "4913",
                ".#a.camel.yaml",
                "#a.camel.yaml#"
            })
    void whatEditorsWriteForAMomentIsNoChange(String name) {
        NOTICED.set(0);
        during("settledFiles", SETTLED);
        changed(name);
        changed("..data");
        awaitReload();
        assertThat(trace()).containsExactly("settledFiles", "fileReload");
        assertThat(NOTICED).hasValue(1);
    }

    private void changed(String name) {
        send(CHANGE, exchange -> exchange.getMessage().setHeader(Exchange.FILE_NAME_ONLY, name));
    }

    private void awaitReload() {
        Awaitility.await().until(() -> Collections.frequency(trace(), "fileReload") == 1);
    }

    private void awaitTrace(String... steps) {
        Awaitility.await().untilAsserted(() -> assertThat(trace()).containsExactly(steps));
    }
}
