package io.mehari.endpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BatchRunTest {
    private static final ToolCallResult RESULT = ToolCallResult.Rejected.notFound("No");
    private static final BatchRoom ROOM = new BatchRoom(null);

    @Test
    void endsAtOnceWithoutCalls() {
        assertThat(new BatchRun(List.of(), 10, ROOM).start()).isCompleted();
    }

    @Test
    void runsCallsThatEndAtOnceWithoutRecursion() {
        List<Supplier<CompletableFuture<ToolCallResult>>> calls =
                Collections.nCopies(100_000, () -> CompletableFuture.completedFuture(RESULT));

        assertThat(new BatchRun(calls, 10, ROOM).start()).isCompleted();
    }

    @Test
    void neverRunsMoreThanTheBoundAndFillsUpAsCallsEnd() {
        List<CompletableFuture<ToolCallResult>> started = new ArrayList<>();
        Supplier<CompletableFuture<ToolCallResult>> call = () -> {
            started.add(new CompletableFuture<>());
            return started.get(started.size() - 1);
        };
        CompletableFuture<Void> done = new BatchRun(Collections.nCopies(12, call), 10, ROOM).start();

        assertThat(started).hasSize(10);
        started.get(3).complete(RESULT);
        assertThat(started).hasSize(11);
        started.get(0).complete(RESULT);
        assertThat(started).hasSize(12);
        assertThat(done).isNotDone();
        started.forEach(future -> future.complete(RESULT));
        assertThat(done).isCompleted();
    }

    @Test
    void keepsResultsInOrder() {
        CompletableFuture<ToolCallResult> slow = new CompletableFuture<>();
        ToolCallResult first = ToolCallResult.Rejected.notFound("first");
        ToolCallResult second = ToolCallResult.Rejected.notFound("second");
        BatchRun run = new BatchRun(List.of(() -> slow, () -> CompletableFuture.completedFuture(second)), 10, ROOM);
        CompletableFuture<Void> done = run.start();
        slow.complete(first);

        assertThat(done).isCompleted();
        assertThat(run.result(0)).isSameAs(first);
        assertThat(run.result(1)).isSameAs(second);
    }

    @Test
    void callThatThrowsHasAResultAndTheOthersRun() {
        List<Supplier<CompletableFuture<ToolCallResult>>> calls = List.of(
                () -> {
                    throw new IllegalStateException("expected");
                },
                () -> {
                    throw new StackOverflowError("expected");
                },
                () -> CompletableFuture.failedFuture(new IllegalStateException("expected")),
                () -> CompletableFuture.completedFuture(null),
                () -> CompletableFuture.completedFuture(RESULT));
        BatchRun run = new BatchRun(calls, 1, ROOM);

        assertThat(run.start()).isCompleted();
        assertThat(run.result(0).outcome()).isEqualTo(Outcome.INTERNAL);
        assertThat(run.result(1).outcome()).isEqualTo(Outcome.INTERNAL);
        assertThat(run.result(2).outcome()).isEqualTo(Outcome.INTERNAL);
        assertThat(run.result(3).outcome()).isEqualTo(Outcome.INTERNAL);
        assertThat(run.result(4)).isSameAs(RESULT);
    }

    @Test
    void endsWithWhateverIsThere() {
        CompletableFuture<ToolCallResult> lost = new CompletableFuture<>();
        BatchRun run = new BatchRun(
                List.of(() -> CompletableFuture.completedFuture(RESULT), () -> lost, () -> lost, () -> lost), 2, ROOM);
        CompletableFuture<Void> done = run.start();
        assertThat(done).isNotDone();
        run.endAll();

        assertThat(done).isCompleted();
        assertThat(List.of(run.result(0), run.result(1), run.result(2), run.result(3)))
                .extracting(ToolCallResult::outcome)
                .containsExactly(Outcome.NOT_FOUND, Outcome.TIMED_OUT, Outcome.TIMED_OUT, Outcome.UNAVAILABLE);
        lost.complete(RESULT);
        assertThat(run.result(1).outcome()).isEqualTo(Outcome.TIMED_OUT);
    }
}
