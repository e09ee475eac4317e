package io.mehari.configuration.serversfile;

import io.mehari.upstream.UpstreamSettings.Pool;
import java.util.Optional;

/**
 * Reads how many processes or connections a server has: by default 2 to 10 processes of a stateless stdio server.
 *
 * @param min of servers that do not configure it
 * @param max of servers that do not configure it, if it was said for all; otherwise processes and connections differ
 */
record PoolReader(int min, Optional<Integer> max) {
    static final int MOST = 1000;

    /** What holds where nothing is said at all. */
    static final PoolReader DEFAULT = new PoolReader(Pool.DEFAULT.min(), Optional.empty());

    /**
     * Reads {@code pool}, and says where it or {@code stateless} has no effect.
     *
     * @param remote whether the server is behind a URL
     * @return empty if the number of connections is the usual one
     */
    Optional<Pool> read(JsonObjectReader server, boolean remote) {
        boolean stateless = server.flag("stateless", false);
        Optional<JsonObjectReader> own = server.object("pool");
        if (remote && stateless) {
            server.warning("stateless", "without effect for a server behind a url");
        }
        if (!remote && !stateless && own.isPresent()) {
            server.warning(
                    "pool",
                    "without effect: the server has one process, unless \"stateless\": true says that it keeps nothing"
                            + " between calls");
        }
        boolean said =
                max.isPresent() || own.filter(fields -> fields.has("max")).isPresent();
        if (remote && !said) {
            own.ifPresent(fields -> pool(fields, MOST)); // what it says of min has no meaning
            return Optional.empty();
        }
        int most = max.orElse(Pool.DEFAULT.max());
        return Optional.of(own.map(fields -> pool(fields, most)).orElseGet(() -> new Pool(Math.min(min, most), most)));
    }

    private Pool pool(JsonObjectReader own, int otherwise) {
        int most = own.whole("max", 1, MOST, otherwise);
        int least = own.whole("min", 1, MOST, Math.min(min, most));
        if (least > most) {
            own.problem("min", "must not be more than max, which is " + most);
        }
        own.refuseOthers();
        return new Pool(Math.min(least, most), most);
    }
}
