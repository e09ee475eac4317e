package io.mehari.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.CallControl.CancelCause;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CallControlTest {
    private final CallControl control = new CallControl();
    private final List<String> ran = new ArrayList<>();

    @Test
    void cancelsOnceAndKeepsTheFirstCause() {
        control.onCancel(() -> ran.add("hook"));
        control.cancel(CancelCause.LIMIT);
        control.cancel(CancelCause.CALLER);

        assertThat(ran).containsExactly("hook");
        assertThat(control.isCancelled()).isTrue();
        assertThat(control.isCallerGone()).isFalse();
    }

    @Test
    void runsAHookImmediatelyOnceCancelled() {
        control.cancel(CancelCause.CALLER);
        control.onCancel(() -> ran.add("hook"));

        assertThat(ran).containsExactly("hook");
        assertThat(control.isCallerGone()).isTrue();
    }

    @Test
    void doesNotRunAHookThatWasRemoved() {
        Runnable remove = control.onCancel(() -> ran.add("removed"));
        control.onCancel(() -> ran.add("kept"));
        remove.run();
        control.cancel(CancelCause.LIMIT);

        assertThat(ran).containsExactly("kept");
    }

    @Test
    void runsEveryHookEvenAfterOneThatThrows() {
        IllegalStateException second = new IllegalStateException("second");
        control.onCancel(() -> {
            throw new IllegalStateException("first");
        });
        control.onCancel(() -> {
            throw second;
        });
        control.onCancel(() -> ran.add("third"));

        assertThatThrownBy(() -> control.cancel(CancelCause.LIMIT))
                .hasMessage("first")
                .hasSuppressedException(second);
        assertThat(ran).containsExactly("third");
    }

    @Test
    void letsTheEndBeRecordedOnce() {
        assertThat(control.claimRecord()).isTrue();
        assertThat(control.claimRecord()).isFalse();
    }

    @Test
    void resumesHereWhenTheEndpointsThreadHasEnded() {
        CallControl stopped = new CallControl(ProgressListener.NONE, task -> {
            throw new RejectedExecutionException("stopped");
        });
        stopped.resume(() -> ran.add("rest"));

        assertThat(ran).containsExactly("rest");
    }
}
