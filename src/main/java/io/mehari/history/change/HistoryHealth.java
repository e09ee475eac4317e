package io.mehari.history.change;

import io.mehari.monitoring.HealthCheck;
import java.util.Optional;

/** Whether the files on disk are what the gateway started from, and are kept: {@code history} in {@code /health}. */
record HistoryHealth(ChangeRecorder recorder) implements HealthCheck {
    @Override
    public String name() {
        return "history";
    }

    @Override
    public Condition check() {
        return recorder.startedFrom()
                .map(good -> Condition.limited(good.explained()))
                .or(this::unusable)
                .or(() -> recorder.failure().map(Condition::limited))
                .orElse(Condition.HEALTHY);
    }

    private Optional<Condition> unusable() {
        return recorder.unusable().isEmpty()
                ? Optional.empty()
                : Optional.of(Condition.limited("The files on disk would end a start: "
                        + String.join("; ", recorder.unusable())
                        + ". A start uses the last version that was taken, unless mehari.servers.strict is on"));
    }
}
