package io.mehari.monitoring.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.MovableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemSamplerTest {
    private final MovableClock clock = new MovableClock();
    private final SampleHistory history = new SampleHistory(Duration.ofHours(24));

    @Test
    @DisplayName("S1.4: a sample has CPU, memory, threads, descriptors, children of this process")
    void measuresThisProcess() {
        SystemSampler sampler = sampler(Map::of);
        sampler.look();
        long busy = System.nanoTime();
        while (System.nanoTime() - busy < 20_000_000) {
            Thread.onSpinWait();
        }
        SystemFigures figures = sampler.look().sample().system();

        assertThat(figures.systemCpu()).isEqualTo(0.5);
        assertThat(figures.processCpu()).isBetween(0.0001, 1.0);
        assertThat(figures.heapUsed()).isBetween(1L, figures.heapMax());
        assertThat(figures.threads()).isPositive();
        assertThat(figures.memory()).isBetween(0.0001, 1.0);
        assertThat(figures.descriptors()).isBetween(1L, figures.maxDescriptors());
        assertThat(figures.rss()).isGreaterThan(1 << 20);
        assertThat(figures.children()).isNotNegative();
        assertThat(history.last().orElseThrow().json().path("heap_used_bytes").asLong())
                .isEqualTo(figures.heapUsed());
    }

    @Test
    @DisplayName("S1.4: child processes are counted")
    void countsChildren() throws Exception {
        SystemSampler sampler = sampler(Map::of);
        long before = sampler.look().sample().system().children();
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(sampler.look().sample().system().children()).isGreaterThan(before);
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void readsMemoryOfMachineAndContainer(@TempDir Path folder) throws Exception {
        Path proc = Files.createDirectories(folder.resolve("proc/self")).getParent();
        Path group = Files.createDirectories(folder.resolve("cgroup"));
        MemoryFiles files = new MemoryFiles(proc, group);
        assertThat(files.used()).as("nothing is known").isNegative();
        assertThat(files.rss()).isEqualTo(-1);

        Files.writeString(proc.resolve("self/status"), "Name: java\nVmRSS:\t  2048 kB\n");
        Files.writeString(proc.resolve("meminfo"), "MemTotal: 1000 kB\nMemFree: 10 kB\nMemAvailable: 750 kB\n");
        Files.writeString(group.resolve("memory.max"), "max\n");
        Files.writeString(group.resolve("memory.current"), "900\n");
        assertThat(files.used()).as("a container without a limit").isEqualTo(0.25);
        assertThat(files.rss()).isEqualTo(2048 * 1024);

        Files.writeString(group.resolve("memory.max"), "1000\n");
        Files.writeString(group.resolve("memory.stat"), "anon 400\ninactive_file 300\n");
        assertThat(files.used()).as("caches of files can be reclaimed").isEqualTo(0.6);
    }

    @Test
    @DisplayName(
            "S1.4: collectors of an application, as beans and as routes; one that fails or hangs costs its own values")
    void asksCollectors() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:collect-queue").setBody(constant(7));
                    from("direct:collect-word").setBody(constant("-7.5"));
                    from("direct:collect-disk").process(e -> e.getMessage().setBody(Map.of("free", 0.5, "x", "text")));
                    from("direct:collect-broken").throwException(new IllegalStateException("broken"));
                    from("direct:collect-text").setBody(constant("text"));
                    from("direct:collect-slow").process(e -> hang.await()).setBody(constant(9));
                    from("direct:other").setBody(constant(8));
                }
            });
            camel.start();
            CustomCollectors collectors = new CustomCollectors(
                    () -> Stream.of(() -> Map.of("bean", 1.0), () -> {
                        throw new IllegalStateException("broken");
                    }),
                    () -> camel,
                    200);
            assertThat(collectors.get()).isEqualTo(Map.of("bean", 1.0, "disk.free", 0.5, "queue", 7.0, "word", -7.5));
            assertThat(collectors.get()).as("one that hangs is not asked twice").hasSize(4);
            hang.countDown();
            List<Map<String, Double>> later = List.of(collectors.get(), collectors.get());
            assertThat(later).last().satisfies(values -> assertThat(values).containsEntry("slow", 9.0));
        }
    }

    @Test
    @DisplayName("S1.4: history is kept for a day, and no longer")
    void historyIsBounded() {
        SystemFigures figures = sampler(Map::of).look().sample().system();
        SystemSampler sampler =
                new SystemSampler(() -> figures, new CallTally(), () -> Map.of("x", 1.0), history, clock);
        for (int i = 0; i < 30; i++) {
            sampler.look();
            clock.advance(Duration.ofHours(1));
        }
        assertThat(history.size()).isEqualTo(25);
        assertThat(history.since(clock.instant().minus(Duration.ofHours(3)))).hasSize(3);
        for (int i = 0; i < SampleHistory.MOST + 10; i++) {
            sampler.look();
        }
        assertThat(history.size()).isEqualTo(SampleHistory.MOST);
    }

    @Test
    void whatLiesInTheFutureGoesWhenTheClockIsSetBack() {
        SystemSampler sampler = sampler(Map::of);
        sampler.look();
        clock.advance(Duration.ofHours(2));
        sampler.look();
        clock.advance(Duration.ofHours(-1));
        sampler.look();
        assertThat(history.size()).isEqualTo(2);
        assertThat(history.last().orElseThrow().at()).isEqualTo(clock.instant());
    }

    @Test
    @DisplayName("S1.4: trends over the kept history")
    void trendsAreThoseOfTheLastHour() {
        SystemSampler sampler = sampler(Map::of);
        for (int i = 0; i < 20; i++) {
            sampler.look();
            clock.advance(Duration.ofSeconds(30));
        }
        assertThat(Trends.of(history, clock.instant()))
                .containsKeys("cpu_percent", "memory_percent", "error_rate", "response_time_seconds")
                .allSatisfy((name, trend) -> assertThat(trend.points()).isEqualTo(20));
    }

    private SystemSampler sampler(java.util.function.Supplier<Map<String, Double>> collectors) {
        return new SystemSampler(
                new SystemProbe(MemoryFiles.ofMachine(), () -> 0.5), new CallTally(), collectors, history, clock);
    }
}
