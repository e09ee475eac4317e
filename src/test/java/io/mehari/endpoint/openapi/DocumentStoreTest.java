package io.mehari.endpoint.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DocumentStoreTest {
    private static final int LIMIT_SECONDS = 20;

    private final DocumentStore store = new DocumentStore();
    private final AtomicInteger built = new AtomicInteger();
    private final AtomicReference<String> state = new AtomicReference<>("1");
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void close() {
        store.close();
    }

    private CompletableFuture<StoredDocument> get(String name) {
        return store.get(name, state::get, this::build);
    }

    private ObjectNode build(String now) {
        built.incrementAndGet();
        return Json.object().put("state", now);
    }

    private ObjectNode buildSlowly(String now) {
        begun.countDown();
        await(go);
        return build(now);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(CompletableFuture<StoredDocument> document) throws Exception {
        return new String(document.get(LIMIT_SECONDS, TimeUnit.SECONDS).bytes());
    }

    @Test
    void isBuiltOncePerChange() throws Exception {
        assertThat(text(get("a"))).isEqualTo("{\"state\":\"1\"}");
        assertThat(get("a")).isDone();
        assertThat(built).hasValue(1);

        state.set("2");

        assertThat(text(get("a"))).isEqualTo("{\"state\":\"2\"}");
        assertThat(built).hasValue(2);
    }

    @Test
    void whoeverAsksMeanwhileWaitsForTheSame() throws Exception {
        List<CompletableFuture<StoredDocument>> all = new ArrayList<>();
        all.add(store.get("a", state::get, this::buildSlowly));
        await(begun);
        for (int i = 0; i < 100; i++) {
            all.add(get("a"));
        }
        assertThat(all).noneMatch(CompletableFuture::isDone);
        go.countDown();

        for (CompletableFuture<StoredDocument> one : all) {
            assertThat(text(one)).isEqualTo("{\"state\":\"1\"}");
        }
        assertThat(built).hasValue(1);
    }

    @Test
    void aChangeWhileItIsBuiltIsSeenByThoseWhoAskAfterwards() throws Exception {
        CompletableFuture<StoredDocument> before = store.get("a", state::get, this::buildSlowly);
        await(begun);
        state.set("2");
        List<CompletableFuture<StoredDocument>> after = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            after.add(get("a"));
        }
        go.countDown();

        assertThat(text(before)).isEqualTo("{\"state\":\"1\"}");
        for (CompletableFuture<StoredDocument> one : after) {
            assertThat(text(one)).isEqualTo("{\"state\":\"2\"}");
        }
        assertThat(built).hasValue(2);
    }

    @Test
    void aFailureIsToldAndForgotten() throws Exception {
        Function<String, ObjectNode> failing = now -> {
            throw new IllegalStateException("no");
        };

        assertThatThrownBy(() -> store.get("a", state::get, failing).get(LIMIT_SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("no");
        assertThat(text(get("a"))).isEqualTo("{\"state\":\"1\"}");
    }

    @Test
    void keepsThoseAskedForLast() throws Exception {
        for (int i = 0; i < DocumentStore.MOST; i++) {
            text(get("n" + i));
        }
        text(get("n0"));
        text(get("one more"));
        built.set(0);

        text(get("n0"));
        assertThat(built).hasValue(0);
        text(get("n1"));
        assertThat(built).hasValue(1);
    }

    @Test
    void keepsSoManyBytesOnly() throws Exception {
        String large = "x".repeat((int) (DocumentStore.MOST_BYTES / 2));
        for (String name : List.of("a", "b", "c")) {
            store.get(name, () -> 1, now -> Json.object().put("text", large)).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        built.set(0);

        store.get("c", () -> 1, now -> build("")).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(built).hasValue(0);
        store.get("a", () -> 1, now -> build("")).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(built).hasValue(1);
    }

    @Test
    void theTagIsThatOfTheBytes() throws Exception {
        StoredDocument one = get("a").get(LIMIT_SECONDS, TimeUnit.SECONDS);
        StoredDocument other = get("b").get(LIMIT_SECONDS, TimeUnit.SECONDS);

        assertThat(one.tag()).isEqualTo(other.tag()).matches("\"[0-9a-f]{64}\"");
        assertThat(one.isKnownBy(one.tag())).isTrue();
        assertThat(one.isKnownBy("\"x\", W/" + one.tag())).isTrue();
        assertThat(one.isKnownBy("*")).isTrue();
        assertThat(one.isKnownBy("\"x\"")).isFalse();
        assertThat(one.isKnownBy(null)).isFalse();
    }
}
