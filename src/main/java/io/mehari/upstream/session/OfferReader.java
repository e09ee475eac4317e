package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.RequestFailedException;
import io.netty.util.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a server offers over one connection. Tools decide whether a server joins, and are always asked for; all
 * else is asked for once it is ready, where the server declares it, and its failure changes nothing for the tools. Safe
 * for concurrent use.
 */
final class OfferReader {
    private static final Logger LOG = LoggerFactory.getLogger(OfferReader.class);

    private final String server;
    private final ConnectionOwner owner;
    private final BooleanSupplier over;
    private final Map<ListMethod, ListRefresh> lists = new EnumMap<>(ListMethod.class);
    private volatile Set<ListMethod> asked = Set.of(ListMethod.TOOLS);

    /**
     * A reader that has read nothing.
     *
     * @param listing begins one reading of a list
     * @param owner takes each list that was read
     * @param over whether the connection has ended: what fails then is not the server's fault
     * @param timer for lists that are not read again yet
     * @param nanoTime the time, as {@link System#nanoTime()} gives it
     */
    OfferReader(
            String server,
            Function<ListMethod, CompletableFuture<List<ObjectNode>>> listing,
            ConnectionOwner owner,
            BooleanSupplier over,
            Timer timer,
            LongSupplier nanoTime) {
        this.server = server;
        this.owner = owner;
        this.over = over;
        for (ListMethod list : ListMethod.values()) {
            lists.put(list, new ListRefresh(() -> listing.apply(list), new ReadingOf(list), timer, nanoTime));
        }
    }

    /** The tools were read, which the handshake waits for. */
    void toolsRead(List<ObjectNode> tools) {
        lists.get(ListMethod.TOOLS).known(tools);
    }

    /** Nothing is read any more. */
    void close() {
        lists.values().forEach(ListRefresh::close);
    }

    /**
     * Begins to read all but the tools; what the server does not declare is taken as empty.
     *
     * @param capabilities of the server
     */
    void readDeclared(ObjectNode capabilities) {
        Set<ListMethod> declared = Stream.of(ListMethod.values())
                .filter(list -> list == ListMethod.TOOLS || isAsked(list, capabilities))
                .collect(Collectors.toUnmodifiableSet());
        asked = declared;
        lists.forEach((list, refresh) -> {
            if (!declared.contains(list)) {
                owner.listRead(list.kind(), List.of());
            } else if (list != ListMethod.TOOLS) {
                refresh.changed();
            }
        });
    }

    private boolean isAsked(ListMethod list, ObjectNode capabilities) {
        return list.isDeclaredIn(capabilities) && !owner.memory().avoids(list.method());
    }

    /** The server says that lists have changed. Before the first reading there is nothing to read again. */
    void changed(ListMethod... changed) {
        for (ListMethod list : changed) {
            if (asked.contains(list)) {
                lists.get(list).changed();
            }
        }
    }

    /** A server that refuses to list what it declared offers nothing of it; tools are too dear for that. */
    private void failed(ListMethod list, RequestFailedException failure) {
        if (over.getAsBoolean()) {
            return;
        }
        boolean stay = list == ListMethod.TOOLS || !failure.isAnswered();
        LOG.warn(
                "Upstream {} {}; its {} {}",
                server,
                failure.getMessage(),
                list.entries(),
                stay ? "stay as they were" : "are left out");
        if (!stay) {
            owner.listRead(list.kind(), List.of());
        }
    }

    /** What comes of the readings of one list. */
    private final class ReadingOf implements ListRefresh.Reader {
        private final ListMethod list;

        ReadingOf(ListMethod list) {
            this.list = list;
        }

        @Override
        public void read(List<ObjectNode> entries) {
            owner.memory().answered(list.method());
            owner.listRead(list.kind(), entries);
        }

        @Override
        public void failed(RequestFailedException failure) {
            OfferReader.this.failed(list, failure);
        }

        @Override
        public void echoes(long changes) {
            LOG.warn(
                    "Upstream {} has said {} times that its {} changed, and again and again they had not; they are read"
                            + " every {} s at most until they do",
                    server,
                    changes,
                    list.entries(),
                    ListRefresh.LONGEST.toSeconds());
        }
    }
}
