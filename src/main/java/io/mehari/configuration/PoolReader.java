package io.mehari.configuration;

import io.mehari.upstream.UpstreamSettings.Pool;
import java.util.Optional;

/** Reads how many processes or connections a server has (contracts, section 6). */
final class PoolReader {
    private static final int MOST = 1000;

    private PoolReader() {}

    /**
     * Reads {@code pool}, and says where it or {@code stateless} has no effect.
     *
     * @param remote whether the server is behind a URL
     */
    static Optional<Pool> read(Fields server, boolean remote) {
        boolean stateless = server.flag("stateless", false);
        Optional<Pool> pool = server.object("pool").map(PoolReader::pool);
        if (remote && stateless) {
            server.warning("stateless", "without effect for a server behind a url");
        }
        if (!remote && !stateless && pool.isPresent()) {
            server.warning(
                    "pool",
                    "without effect: the server has one process, unless \"stateless\": true says that it keeps nothing"
                            + " between calls");
        }
        return pool;
    }

    private static Pool pool(Fields fields) {
        int max = fields.whole("max", 1, MOST, Pool.DEFAULT.max());
        int min = fields.whole("min", 1, MOST, Math.min(Pool.DEFAULT.min(), max));
        if (min > max) {
            fields.problem("min", "must not be more than max, which is " + max);
        }
        fields.refuseOthers();
        return new Pool(Math.min(min, max), max);
    }
}
