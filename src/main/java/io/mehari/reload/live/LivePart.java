package io.mehari.reload.live;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * A part of the gateway that takes settings while it runs.
 *
 * @param keys that take effect, with all below them
 * @param canTake whether it can take these settings; where it cannot they wait for a restart
 * @param takes lets settings hold and returns what lets those before hold again; throws {@link IllegalArgumentException} if
 *     they do not fit, and has changed nothing then
 */
public record LivePart(
        List<String> keys,
        Predicate<ConfigurableEnvironment> canTake,
        Function<ConfigurableEnvironment, Runnable> takes) {
    /**
     * A part that can take whatever has passed the check of all settings.
     *
     * @param keys as in {@link #keys}
     * @param takes as in {@link #takes}
     */
    public static LivePart of(List<String> keys, Function<ConfigurableEnvironment, Runnable> takes) {
        return new LivePart(keys, settings -> true, takes);
    }

    /** Settings that nothing but routes reads, by placeholder: they are built anew. */
    static LivePart ofRoutes(List<String> keys) {
        return of(keys, settings -> () -> {});
    }

    /** Whether a key is one of this part's. */
    boolean covers(String path) {
        return keys.stream()
                .anyMatch(key -> path.startsWith(key)
                        && (path.length() == key.length() || ".[".indexOf(path.charAt(key.length())) >= 0));
    }
}
