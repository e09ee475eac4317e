package io.mehari.upstream.session;

import io.mehari.protocol.JsonRpcMessage;
import io.mehari.text.LogThrottle;
import io.mehari.text.PrintableText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers of one connection that no one waits for. Those to requests that were given up come late and are no fault; all
 * others (an id answered twice, or one that was never used) are counted and reported the 1st, 10th, 100th time. Safe for
 * concurrent use.
 */
final class StrayAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(StrayAnswers.class);

    /** Requests given up that are remembered; an answer that comes later than that counts as a stray. */
    private static final int REMEMBERED = 1_000;

    private static final int SHOWN = 200;

    private final String server;
    private final Set<Long> givenUp = Collections.synchronizedSet(Collections.newSetFromMap(new Bounded()));
    private final LogThrottle strays = new LogThrottle();
    private final LogThrottle withoutId = new LogThrottle();

    StrayAnswers(String server) {
        this.server = server;
    }

    /** What is answered to this request is dropped, and no fault of the server. */
    void givenUp(long id) {
        givenUp.add(id);
    }

    /** An answer to an id for which no one is waiting. */
    void answered(long id) {
        if (givenUp.remove(id)) {
            LOG.debug("Upstream {}: dropped a late answer to request {}", server, id);
            return;
        }
        long times = strays.occurred();
        if (times > 0) {
            LOG.warn(
                    "Upstream {} answered an id that no request waits for, or answered one twice; dropped, {} so far",
                    server,
                    times);
        }
    }

    /** A message that names no request of ours: most often an error with the id null. */
    void unnamed(JsonRpcMessage message) {
        long times = withoutId.occurred();
        if (times > 0) {
            LOG.warn(
                    "Upstream {} sent a message that answers no request of the gateway{}; dropped, {} so far",
                    server,
                    errorOf(message),
                    times);
        }
    }

    /** What an error without an id says. */
    static String errorOf(JsonRpcMessage message) {
        String text = message.error().path("message").asText();
        return text.isEmpty() ? "" : ": \"" + PrintableText.of(text.substring(0, Math.min(SHOWN, text.length()))) + '"';
    }

    long count() {
        return strays.count();
    }

    private static final class Bounded extends LinkedHashMap<Long, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
