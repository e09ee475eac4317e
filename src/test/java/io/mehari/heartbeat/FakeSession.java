package io.mehari.heartbeat;

import java.util.concurrent.CompletableFuture;

/** A client that does what its test says. */
final class FakeSession implements ClientSession {
    final About about;
    volatile long heardAt;
    volatile boolean listening = true;
    volatile int pending;
    volatile long stalled;
    volatile CompletableFuture<?> answer = new CompletableFuture<>();
    volatile int asked;
    volatile boolean ended;

    FakeSession(String id) {
        this.about = new About(
                "session-" + id, id, "streamable-http", "2025-11-25", "192.168.1.100", "Mozilla/5.0 (X11)", "all", 0);
    }

    @Override
    public About about() {
        return about;
    }

    @Override
    public long heardAt() {
        return heardAt;
    }

    @Override
    public boolean isListening() {
        return listening;
    }

    @Override
    public int pending() {
        return pending;
    }

    @Override
    public long stalledNanos() {
        return stalled;
    }

    @Override
    public CompletableFuture<?> ask() {
        asked++;
        return answer;
    }

    @Override
    public void end() {
        ended = true;
    }
}
