package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.ToolCallResult;
import io.mehari.component.generation.Generation;
import io.mehari.launch.GatewayFixture;
import io.mehari.support.Footprint;
import io.mehari.support.Trials;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Route files that are changed again and again: of former generations nothing is left. */
class ManyGenerationsTest {
    private static final int GENERATIONS = Trials.count(60, 1_000);
    private static final int WARM = 10;

    /** Generations that may still end when the last one serves. */
    private static final int ENDING = 2;

    /** Classes that the JVM itself makes when it sees that something is called often. */
    private static final int CLASS_SLACK = 100;

    private static final long HEAP_SLACK = 8L << 20;

    @TempDir
    Path directory;

    private final List<WeakReference<Object>> former = new ArrayList<>();
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = GatewayFixture.serving(directory);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    @DisplayName("S0.7: heap, threads and classes are the same after many generations")
    void nothingIsLeftOfFormerGenerations() {
        change(1, WARM);
        State before = settled();

        change(WARM + 1, GENERATIONS);

        State after = settled();
        System.out.printf("%d generations: %s, before %s%n", GENERATIONS, after, before);
        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads());
        assertThat(after.classes()).as("loaded classes").isLessThanOrEqualTo(before.classes() + CLASS_SLACK);
        assertThat(after.heap()).as("live heap").isLessThanOrEqualTo(before.heap() + HEAP_SLACK);
    }

    private void change(int first, int last) {
        for (int number = first; number <= last; number++) {
            gateway.write("tools/many.camel.yaml", """
                    - beans:
                        - name: many
                          type: java.util.ArrayList
                    - route:
                        id: many
                        description: Says its number
                        from:
                          uri: ai-tool:many
                          parameters:
                            description: Says its number
                          steps:
                            - setBody:
                                simple: "number %d. ${bean:many?method=size}"
                    """.formatted(number));
            gateway.reload();
            assertThat(answer(gateway, "many")).contains("number " + number + ".");
            Generation now = gateway.running.current().orElseThrow();
            former.add(new WeakReference<>(now));
            former.add(new WeakReference<>(now.context()));
        }
    }

    /** When all but the last generations are gone. */
    private State settled() {
        Awaitility.await("former generations are gone")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    System.gc();
                    assertThat(former.stream().filter(one -> !one.refersTo(null)))
                            .as("generations and their contexts that can be reached")
                            .hasSizeLessThanOrEqualTo(2 * ENDING);
                });
        Footprint held = Footprint.take();
        return new State(
                held.threads(), ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(), held.heapBytes());
    }

    private static String answer(GatewayFixture gateway, String tool) {
        ToolCallResult result = gateway.outcome("camel", tool, "{}");
        assertThat(result).isInstanceOf(ToolCallResult.Success.class);
        return ((ToolCallResult.Success) result).result().toString();
    }

    /** What is held. */
    private record State(long threads, int classes, long heap) {}
}
