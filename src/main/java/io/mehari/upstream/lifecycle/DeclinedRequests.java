package io.mehari.upstream.lifecycle;

import io.mehari.text.LogThrottle;
import io.mehari.text.PrintableText;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what one server asked for without success, and logs it at the first time, the tenth, the hundredth and so on
 * of each method. The names come from the server: bounded in number and length. Safe for concurrent use.
 */
final class DeclinedRequests {
    private static final Logger LOG = LoggerFactory.getLogger(DeclinedRequests.class);
    private static final int MAX_METHODS = 100;
    private static final int MAX_NAME = 100;
    private static final String OTHERS = "other methods";

    private final String server;
    private final Map<String, LogThrottle> counts = new ConcurrentHashMap<>();

    DeclinedRequests(String server) {
        this.server = server;
    }

    void count(String method) {
        String name = known(printable(method));
        long times = counts.computeIfAbsent(name, added -> new LogThrottle()).occurred();
        if (times > 0) {
            LOG.warn(
                    "Upstream {} asked for {}, which the gateway does not offer; declined, {} so far",
                    server,
                    name,
                    times);
        }
    }

    private String known(String name) {
        return counts.size() < MAX_METHODS || counts.containsKey(name) ? name : OTHERS;
    }

    /** The method as it may be shown. */
    static String printable(String method) {
        String name = method.length() > MAX_NAME ? method.substring(0, MAX_NAME) : method;
        return PrintableText.of(name);
    }

    /** How often each method was declined, by name. */
    Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((method, count) -> all.put(method, count.count()));
        return all;
    }
}
