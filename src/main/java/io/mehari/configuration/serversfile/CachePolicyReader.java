package io.mehari.configuration.serversfile;

import io.mehari.upstream.CachePolicy;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/**
 * Reads {@code cache}: true or an object switches it on with what is inherited and not said otherwise, false switches it off.
 */
final class CachePolicyReader {
    private static final String KEY = "cache";
    private static final String CONTEXT = "context";
    private static final int MOST_NAMES = 20;
    private static final int LONGEST_NAME = 128;

    private final Duration defaultTtl;

    /**
     * @param defaultTtl how long results are kept where the cache is switched on without a ttl
     */
    CachePolicyReader(Duration defaultTtl) {
        this.defaultTtl = defaultTtl;
    }

    Optional<CachePolicy> read(JsonObjectReader fields, Optional<CachePolicy> inherited) {
        if (!fields.has(KEY)) {
            fields.know(KEY);
            return inherited;
        }
        CachePolicy base = inherited.orElseGet(() -> CachePolicy.of(defaultTtl, false));
        if (fields.tree(KEY).isBoolean()) {
            return fields.flag(KEY, false) ? Optional.of(base) : Optional.empty();
        }
        return fields.object(KEY).map(cache -> policy(cache, base));
    }

    private static CachePolicy policy(JsonObjectReader cache, CachePolicy inherited) {
        CachePolicy policy = new CachePolicy(
                cache.duration("ttl", inherited.ttl()),
                cache.duration("staleWhileRevalidate", inherited.stale()),
                cache.flag("shared", inherited.shared()),
                context(cache, inherited.context()),
                cache.size("maxSize").map(DataSize::toBytes).orElse(inherited.maxBytes()),
                cache.flag("hints", inherited.hints()));
        cache.refuseOthers();
        return policy;
    }

    private static Optional<Set<String>> context(JsonObjectReader cache, Optional<Set<String>> inherited) {
        List<String> names = cache.texts(CONTEXT);
        if (!cache.has(CONTEXT)) {
            return inherited;
        }
        if (names.size() > MOST_NAMES) {
            cache.problem(CONTEXT, "expected at most " + MOST_NAMES + " names");
            return inherited;
        }
        Set<String> all = new LinkedHashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isBlank() || name.length() > LONGEST_NAME) {
                cache.problemsOf(CONTEXT, i).accept("expected the name of a header or of a member of _meta");
            }
            all.add(name);
        }
        return Optional.of(all);
    }
}
