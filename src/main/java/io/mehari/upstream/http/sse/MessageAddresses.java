package io.mehari.upstream.http.sse;

import io.mehari.upstream.http.client.Origins;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the messages of one connection may be posted to: what the server says, and, since servers behind a proxy do not know
 * the prefix that it takes away, the same path behind each prefix of the address of its stream. Safe for concurrent use.
 */
final class MessageAddresses {
    private static final int MOST = 4;

    private final List<URI> candidates;
    private int at;

    private MessageAddresses(List<URI> candidates) {
        this.candidates = candidates;
    }

    /**
     * The addresses that a reference may mean.
     *
     * @param stream address of the event stream
     * @param reference as the server wrote it, absolute or relative
     * @return empty if it is no address, or of another origin
     */
    static Optional<MessageAddresses> of(URI stream, String reference) {
        return Origins.resolve(stream, reference).map(said -> {
            Set<URI> all = new LinkedHashSet<>(List.of(said));
            String prefix = stream.getRawPath() == null ? "" : stream.getRawPath();
            for (int end = prefix.lastIndexOf('/'); end > 0 && all.size() < MOST; end = prefix.lastIndexOf('/')) {
                prefix = prefix.substring(0, end);
                if (!said.getRawPath().startsWith(prefix + "/")) {
                    String query = said.getRawQuery() == null ? "" : "?" + said.getRawQuery();
                    Origins.resolve(stream, prefix + said.getRawPath() + query).ifPresent(all::add);
                }
            }
            return new MessageAddresses(new ArrayList<>(all));
        });
    }

    /** The one that is used. */
    synchronized URI current() {
        return candidates.get(at);
    }

    /** Uses the next one; false if this was the last, or if another one than that which was refused is used already. */
    synchronized boolean next(URI refused) {
        boolean more = current().equals(refused) && at + 1 < candidates.size();
        at += more ? 1 : 0;
        return more;
    }
}
