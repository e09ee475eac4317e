package io.mehari.control;

import io.mehari.component.generation.GenerationTally.Sum;
import io.mehari.reload.CanarySettings;
import io.mehari.text.Counted;
import java.util.Locale;
import java.util.Optional;

/** Whether files fail at more calls than those before. Stateless. */
final class CanaryRates {
    private CanaryRates() {}

    /**
     * Judges files by their calls.
     *
     * @param before calls of the files before
     * @param now calls of the files that serve
     * @return how much worse they are, for people; empty if they are not, or not enough calls have ended
     */
    static Optional<String> worse(Sum before, Sum now, CanarySettings settings) {
        if (now.calls() < settings.minimumCalls()) {
            return Optional.empty();
        }
        if (now.ownPercent() > before.ownPercent() + settings.threshold()) {
            return Optional.of(sentence(now.own(), now, now.ownPercent(), before.ownPercent(), "by a defect of them"));
        }
        if (now.otherPercent() > before.otherPercent() + settings.jump()) {
            return Optional.of(
                    sentence(now.others(), now, now.otherPercent(), before.otherPercent(), "or were refused"));
        }
        return Optional.empty();
    }

    private static String sentence(long failed, Sum now, double percent, double before, String how) {
        return String.format(
                Locale.ROOT,
                "of %s %d failed %s, which is %.1f %%; with the files before it was %.1f %%",
                Counted.of(now.calls(), "call"),
                failed,
                how,
                percent,
                before);
    }
}
