package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ServerCountTest {
    private final AtomicLong executions = new AtomicLong(5);

    @Test
    void acceptsWhatTheServerRan() throws InterruptedException {
        ServerCount count = new ServerCount("echo", executions::get);
        executions.addAndGet(10);
        assertThatCode(() -> count.expect(10, 0)).doesNotThrowAnyException();
        assertThatCode(() -> count.expect(8, 2)).doesNotThrowAnyException();
    }

    @Test
    void refusesAnswersToCallsThatNeverRan() throws InterruptedException {
        ServerCount count = new ServerCount("echo", executions::get);
        executions.addAndGet(9);
        assertThatThrownBy(() -> count.expect(10, 0)).hasMessageContaining("10 calls were answered");
    }

    @Test
    void refusesCallsThatRanThoughTheCacheAnswered() throws InterruptedException {
        ServerCount count = new ServerCount("cache hit", executions::get);
        executions.incrementAndGet();
        assertThatThrownBy(() -> count.expect(0, 0)).hasMessageContaining("the server ran 1");
    }
}
