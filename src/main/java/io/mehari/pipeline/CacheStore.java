package io.mehari.pipeline;

import io.mehari.cache.ResultCache;
import io.mehari.text.Causes;
import io.mehari.text.LogThrottle;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a success for the next time: stage {@code tool-call-cache-store}. Only where lookup left a key. */
final class CacheStore implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(CacheStore.class);

    private final ResultCache cache;
    private final LogThrottle failures = new LogThrottle();

    CacheStore(ResultCache cache) {
        this.cache = cache;
    }

    @Override
    public void process(Exchange exchange) {
        KeptResult kept = KeptResult.of(exchange);
        if (kept != null) {
            store(kept);
        }
    }

    /** The call is answered: that its result cannot be kept is no failure of the call. */
    private void store(KeptResult kept) {
        try {
            cache.store(kept.key(), kept.result(), kept.lifetime());
        } catch (RuntimeException e) {
            long times = failures.occurred();
            if (times > 0) {
                LOG.warn("The cache did not keep a result: {} ({} so far)", Causes.of(e), times);
            }
        }
    }
}
