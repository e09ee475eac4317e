package io.mehari.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.monitoring.Heartbeats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders are watched while they are there, and what nobody tells is found. */
class FolderWatchesTest {
    @TempDir
    Path directory;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicLong nanos = new AtomicLong();
    private final WaitingBatch batch = new WaitingBatch(nanos::get);
    private final NextTry next = new NextTry(nanos::get);
    private Path folder;
    private FolderWatches watches;

    @BeforeEach
    void start() throws Exception {
        folder = directory.resolve("routes");
        context.disableJMX();
        context.addRoutes(watch());
        context.start();
        watches = new FolderWatches(
                Map.of("watch", folder, "no-such-route", directory),
                new WatchedFiles(List.of(folder), List.of(), List.of()),
                batch,
                next,
                new Heartbeats(System::nanoTime));
    }

    private RouteBuilder watch() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("file-watch:" + folder + "?autoCreate=false")
                        .routeId("watch")
                        .autoStartup(false)
                        .to("log:x");
            }
        };
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aFolderIsWatchedFromWhenItIsThere() throws Exception {
        look();
        assertThat(status()).isNotEqualTo(ServiceStatus.Started);
        Files.createDirectory(folder);
        look();
        assertThat(status()).isEqualTo(ServiceStatus.Started);
    }

    @Test
    void anotherFolderUnderTheNameIsWatchedInItsPlace() throws Exception {
        Path first = Files.createDirectory(directory.resolve("one"));
        Path second = Files.createDirectory(directory.resolve("two"));
        Files.createSymbolicLink(folder, first);
        look();
        assertThat(status()).isEqualTo(ServiceStatus.Started);
        Files.delete(folder);
        look();
        assertThat(status()).isEqualTo(ServiceStatus.Stopped);
        Files.createSymbolicLink(folder, second);
        look();
        assertThat(status()).isEqualTo(ServiceStatus.Started);
    }

    @Test
    void routesInAnotherContextWatchInPlaceOfTheFormerOnes() throws Exception {
        Files.createDirectory(folder);
        look();
        try (DefaultCamelContext next = new DefaultCamelContext()) {
            next.disableJMX();
            next.addRoutes(watch());
            next.start();
            watches.follow(next);

            assertThat(next.getRouteController().getRouteStatus("watch")).isEqualTo(ServiceStatus.Started);
        }
    }

    /** Those before have ended some time ago, and nobody has heard of what was written since. */
    @Test
    void routesInAnotherContextHaveTheFilesLookedAtOnceMore() throws Exception {
        Files.createDirectory(folder);
        look();
        try (DefaultCamelContext next = new DefaultCamelContext()) {
            next.disableJMX();
            next.addRoutes(watch());
            AtomicInteger changes = new AtomicInteger();
            next.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:file-changes").process(exchange -> changes.incrementAndGet());
                }
            });
            next.start();
            watches.follow(next);
            assertThat(changes).hasValue(1);
            watches.follow(next);
            assertThat(changes).as("the same routes go on").hasValue(1);
        }
    }

    @Test
    void whatAChangeHasReadIsNotFoundOnceMore() throws Exception {
        Files.createDirectory(folder);
        look();
        Files.writeString(folder.resolve("a.yaml"), "a");
        watches.look();
        assertThat(look()).isFalse();
        Files.writeString(folder.resolve("a.yaml"), "written after the change had looked");
        assertThat(look()).isTrue();
    }

    @Test
    void whatIsFoundIsWhatTheBatchIsComparedWith() throws Exception {
        Files.createDirectory(folder);
        look();
        assertThat(batch.ends()).isEmpty();
        Files.writeString(folder.resolve("a.yaml"), "a");
        look();
        assertThat(batch.ends()).hasValueSatisfying(found -> assertThat(found).containsKey(folder.resolve("a.yaml")));
    }

    @Test
    void filesThatWereRefusedAreTriedAgainWhenItIsTime() throws Exception {
        Files.createDirectory(folder);
        look();
        next.refused();
        assertThat(look()).isFalse();
        nanos.addAndGet(NextTry.FIRST.toNanos());
        assertThat(look()).isTrue();
        assertThat(look()).as("once").isFalse();
    }

    @Test
    void tellsWhetherFilesLookDifferent() throws Exception {
        Files.createDirectory(folder);
        assertThat(look()).as("an empty folder as at first").isFalse();
        Files.writeString(folder.resolve("a.yaml"), "a");
        assertThat(look()).isTrue();
        assertThat(look()).isFalse();
    }

    @Test
    void whatIsFoundWhileChangesWaitDoesNotDelayThem() throws Exception {
        Files.createDirectory(folder);
        look();
        Files.writeString(folder.resolve("a.yaml"), "a");
        batch.process(new DefaultExchange(context));
        assertThat(look()).as("it would begin the second anew").isFalse();
        batch.ends();
        assertThat(look()).as("after the batch").isTrue();
    }

    @Test
    void aBatchThatWasLostHidesNothingForLong() throws Exception {
        Files.createDirectory(folder);
        look();
        batch.process(new DefaultExchange(context));
        Files.writeString(folder.resolve("a.yaml"), "a");
        assertThat(look()).isFalse();
        nanos.addAndGet(WaitingBatch.LONGEST.toNanos());
        assertThat(look()).isTrue();
    }

    private boolean look() {
        Exchange exchange = new DefaultExchange(context);
        watches.process(exchange);
        return exchange.getMessage().getBody(Boolean.class);
    }

    private ServiceStatus status() {
        return context.getRouteController().getRouteStatus("watch");
    }
}
