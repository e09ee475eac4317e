package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.Lifetime;
import io.mehari.support.Tools;
import io.mehari.upstream.CachePolicy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a result is kept by what its tool's entry and the result itself say. */
class KeptResultTest {
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration STALE = Duration.ofMinutes(1);
    private static final Lifetime MOST = Lifetime.of(TTL, STALE);

    @Test
    void asTheEntryOfTheToolSays() {
        assertThat(KeptResult.lifetime(policy(false, Long.MAX_VALUE, false), Tools.text("x")))
                .isEqualTo(MOST);
    }

    @Test
    void whatIsLargerThanTheToolMayKeepIsNotKept() {
        CachePolicy small = policy(false, 1000, false);
        assertThat(KeptResult.lifetime(small, Tools.text("x"))).isEqualTo(MOST);
        assertThat(KeptResult.lifetime(small, Tools.text("x".repeat(2000)))).isSameAs(Lifetime.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, PT1S",
        "0, PT0S",
        "-5, PT0S",
        "299999, PT4M59.999S",
        "300000, PT5M",
        "99999999999, PT5M",
        "1.5, PT5M",
        "'\"1000\"', PT5M"
    })
    void hintsOfTheServerShortenTheTime(String ttlMs, Duration fresh) {
        ObjectNode result = Tools.json("{'content': [], 'ttlMs': " + ttlMs.replace('"', '\'') + "}");
        Lifetime kept = KeptResult.lifetime(policy(false, Long.MAX_VALUE, true), result);
        assertThat(kept).isEqualTo(fresh.isZero() ? Lifetime.NONE : Lifetime.of(fresh, STALE));
        assertThat(KeptResult.lifetime(policy(false, Long.MAX_VALUE, false), result))
                .as("of no effect unless the entry says so")
                .isEqualTo(MOST);
    }

    @Test
    void whatIsPrivateIsNotShared() {
        ObjectNode secret = Tools.json("{'content': [], 'cacheScope': 'private'}");
        ObjectNode open = Tools.json("{'content': [], 'cacheScope': 'public'}");
        assertThat(KeptResult.lifetime(policy(true, Long.MAX_VALUE, true), secret))
                .isSameAs(Lifetime.NONE);
        assertThat(KeptResult.lifetime(policy(false, Long.MAX_VALUE, true), secret))
                .as("each caller has results of their own")
                .isEqualTo(MOST);
        assertThat(KeptResult.lifetime(policy(true, Long.MAX_VALUE, true), open))
                .isEqualTo(MOST);
    }

    private static CachePolicy policy(boolean shared, long maxBytes, boolean hints) {
        return new CachePolicy(TTL, STALE, shared, Optional.empty(), maxBytes, hints);
    }
}
