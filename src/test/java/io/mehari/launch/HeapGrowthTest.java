package io.mehari.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapGrowthTest {
    private static final int GREW = 7;

    private final AtomicLong collections = new AtomicLong(1_000);
    private final AtomicLong heap = new AtomicLong(50);
    private final AtomicLong whole = new AtomicLong();
    private final HeapGrowth growth =
            new HeapGrowth(collections::get, heap::get, () -> heap.addAndGet(whole.incrementAndGet() == 1 ? 100 : 0));

    @Test
    void whatWasCollectedBeforeDoesNotCount() {
        assertThat(growth.look()).isTrue();
        assertThat(whole).hasValue(0);
    }

    @Test
    void fewCollectionsAreLeftAlone() {
        for (int i = 0; i < 100; i++) {
            assertThat(look(HeapGrowth.MANY - 1)).isTrue();
        }
        assertThat(whole).hasValue(0);
    }

    @Test
    void manyCollectionsHaveTheHeapGrowOnce() {
        assertThat(look(HeapGrowth.MANY)).isTrue();
        assertThat(whole).hasValue(1);
        for (int i = 0; i < HeapGrowth.REST; i++) {
            assertThat(look(HeapGrowth.MANY)).isTrue();
        }
        assertThat(whole).hasValue(1);
    }

    @Test
    void aHeapThatDoesNotGrowIsLeftAloneForGood() {
        int looks = 1;
        while (look(HeapGrowth.MANY)) {
            looks++;
            assertThat(looks).isLessThan(100);
        }
        assertThat(whole).as("once to grow, once in vain").hasValue(2);
    }

    @Test
    void theHeapOfAJvmGrowsThatOnlyCollectsNewObjects() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xms48m",
                        "-XX:NewSize=8m",
                        "-XX:NewRatio=1",
                        "-XX:MinHeapFreeRatio=70",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Garbage.class.getName())
                .inheritIO()
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isEqualTo(GREW);
        } finally {
            process.destroyForcibly();
        }
    }

    private boolean look(long more) {
        collections.addAndGet(more);
        return growth.look();
    }

    /** Keeps 8 MiB and throws everything else away: no whole collection is ever needed. */
    static final class Garbage {
        private static final int KIBIBYTE = 1024;

        @SuppressWarnings("unused")
        private static volatile byte[] newest;

        private Garbage() {}

        public static void main(String[] arguments) {
            byte[] kept = new byte[8 * KIBIBYTE * KIBIBYTE];
            HeapGrowth growth = HeapGrowth.ofThisProcess().orElseThrow();
            long first = Runtime.getRuntime().totalMemory();
            while (growth.look() && Runtime.getRuntime().totalMemory() == first) {
                for (int i = 0; i < 200 * KIBIBYTE; i++) {
                    newest = new byte[KIBIBYTE];
                }
            }
            long last = Runtime.getRuntime().totalMemory();
            System.exit(kept.length > 0 && last > first ? GREW : 0);
        }
    }
}
