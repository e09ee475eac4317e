package io.mehari.security;

import io.mehari.security.SecuritySettings.ApiKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Which API keys have expired, or will soon. Stateless. */
public final class KeyAges {
    /** How long before its end a key is spoken of. */
    public static final Duration SOON = Duration.ofDays(14);

    private KeyAges() {}

    /**
     * What there is to say about the ages of keys.
     *
     * @param keys in any order
     * @param now the time to judge by
     * @return a sentence with name, time and remedy for each key that has expired or will within {@link #SOON}
     */
    public static List<String> remarks(List<ApiKey> keys, Instant now) {
        List<String> remarks = new ArrayList<>();
        keys.forEach(key -> of(key, now).ifPresent(remarks::add));
        return remarks;
    }

    /**
     * Warns of them.
     *
     * @param keys in any order
     * @param now the time to judge by
     * @param log takes the sentences
     */
    static void warn(List<ApiKey> keys, Instant now, Consumer<String> log) {
        remarks(keys, now).forEach(log);
    }

    private static Optional<String> of(ApiKey key, Instant now) {
        if (key.isExpired(now)) {
            return Optional.of("The API key " + key.name() + " has expired at " + key.expires()
                    + " and is refused: remove its entry, and give its holder a new key ('mehari key create')");
        }
        return key.expiresWithin(now, SOON)
                ? Optional.of("The API key " + key.name() + " expires at " + key.expires()
                        + ": give its holder a new key ('mehari key create') before that")
                : Optional.empty();
    }
}
