package io.mehari.security;

import io.mehari.security.SecuritySettings.ApiKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What keeps API keys from being used side by side. Stateless. */
final class KeyClash {
    private KeyClash() {}

    /**
     * The first clash among keys.
     *
     * @param keys in any order; parts of an entry may be missing, which is the affair of others
     * @return what is wrong and what to do, without any hash; empty if nothing is
     */
    static Optional<String> in(List<ApiKey> keys) {
        if (keys.size() > SecuritySettings.MOST_KEYS) {
            return Optional.of("there are " + keys.size() + " keys; " + SecuritySettings.MOST_KEYS + " are the most");
        }
        Set<String> names = new HashSet<>();
        Map<String, String> holders = new HashMap<>();
        for (ApiKey key : keys) {
            Optional<String> clash = clash(key, names, holders);
            if (clash.isPresent()) {
                return clash;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> clash(ApiKey key, Set<String> names, Map<String, String> holders) {
        if (key.isCalledLikeStrangers()) {
            return Optional.of("no key may be called " + key.name() + ", the name of callers without a key");
        }
        if (key.name() != null && !names.add(key.name())) {
            return Optional.of("two keys have the same name, " + key.name()
                    + (key.name().equals("cli") ? ", which is that of the key from --api-key or MEHARI_API_KEY" : ""));
        }
        String hash = key.sha256() == null ? "" : key.sha256().toLowerCase(Locale.ROOT);
        String other = hash.isEmpty() ? null : holders.put(hash, key.name());
        return other == null
                ? Optional.empty()
                : Optional.of("the keys " + other + " and " + key.name()
                        + " have the same sha256: one key cannot have two names, so remove one entry");
    }
}
