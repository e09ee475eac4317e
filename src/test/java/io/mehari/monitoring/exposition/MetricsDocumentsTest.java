package io.mehari.monitoring.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MetricsDocumentsTest {
    private final AtomicInteger made = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    private MetricsDocuments documents() {
        return new MetricsDocuments(
                () -> {
                    throw new IllegalStateException("no registry");
                },
                () -> {
                    begun.countDown();
                    await(go);
                    return Json.object().put("number", made.incrementAndGet());
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoAsksWhileOneIsMadeGetsThatOneAndLaterOnesAnother() throws Exception {
        try (MetricsDocuments documents = documents()) {
            CompletableFuture<ObjectNode> first = documents.json();
            await(begun);
            for (int i = 0; i < 1_000; i++) {
                assertThat(documents.json()).isSameAs(first);
            }
            go.countDown();
            assertThat(first.get().path("number").asInt()).isEqualTo(1);
            assertThat(documents.json().get().path("number").asInt()).isEqualTo(2);
        }
    }

    @Test
    void aDocumentThatCannotBeMadeFailsAndTheNextOneIsTried() {
        try (MetricsDocuments documents = documents()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(documents.text(MetricsDocuments.PROMETHEUS)::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasRootCauseMessage("no registry");
            }
        }
    }

    @Test
    void theEndOfTheGatewayAnswersWhoWaits() {
        MetricsDocuments documents = documents();
        CompletableFuture<ObjectNode> waiting = documents.json();
        await(begun);
        documents.close();
        assertThatThrownBy(waiting::get).hasMessageContaining("The gateway stops");
        assertThatThrownBy(documents.json()::get).hasMessageContaining("The gateway stops");
    }
}
