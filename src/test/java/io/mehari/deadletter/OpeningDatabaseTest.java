package io.mehari.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mehari.text.StartFailureException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningDatabaseTest {
    @TempDir
    Path directory;

    @Test
    void isThereAtOnceAndHasWhoeverAsksWaitUntilItIsOpen() throws Exception {
        CountDownLatch mayOpen = new CountDownLatch(1);
        AtomicReference<Thread> asking = new AtomicReference<>();
        try (OpeningDatabase database = OpeningDatabase.begin(() -> {
            awaitLatch(mayOpen);
            return DeadLetterDatabase.openMigrated(TestDatabase.settings(directory));
        })) {
            CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(() -> {
                asking.set(Thread.currentThread());
                return isUsable(database);
            });
            await().until(() -> asking.get() != null && asking.get().getState() == Thread.State.WAITING);
            assertThat(answer).isNotDone();
            mayOpen.countDown();
            assertThat(answer.join()).isTrue();
            assertThat(database.size()).isPositive();
        }
    }

    @Test
    void endsTheStartWithTheReasonAndTellsItToWhoeverAsks() {
        StartFailureException reason = new StartFailureException("It is broken", "Mend it.", null);
        OpeningDatabase database = OpeningDatabase.begin(() -> {
            throw reason;
        });

        assertThatThrownBy(database::afterSingletonsInstantiated).isSameAs(reason);
        assertThatThrownBy(database::getConnection).isSameAs(reason);
        database.close();
    }

    @Test
    void isClosedEvenIfItIsStillOpening() {
        CountDownLatch mayOpen = new CountDownLatch(1);
        AtomicReference<DeadLetterDatabase> inner = new AtomicReference<>();
        OpeningDatabase database = OpeningDatabase.begin(() -> {
            awaitLatch(mayOpen);
            inner.set(DeadLetterDatabase.openMigrated(TestDatabase.settings(directory)));
            return inner.get();
        });
        CompletableFuture<Void> closed = CompletableFuture.runAsync(database::close);
        mayOpen.countDown();
        closed.join();

        assertThatThrownBy(() -> inner.get().getConnection()).isInstanceOf(SQLException.class);
    }

    private static boolean isUsable(OpeningDatabase database) {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
