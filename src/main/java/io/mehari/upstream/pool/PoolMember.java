package io.mehari.upstream.pool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ProgressListener;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection of a pool and the calls it was chosen for. Safe for concurrent use. */
final class PoolMember {
    private final Upstream upstream;
    private final AtomicInteger calls = new AtomicInteger();

    PoolMember(Upstream upstream) {
        this.upstream = upstream;
    }

    Upstream upstream() {
        return upstream;
    }

    boolean is(UpstreamState state) {
        return upstream.state() == state;
    }

    /** Calls it was chosen for that have not ended. */
    int calls() {
        return calls.get();
    }

    /** Counts a call that is about to be made, so that the next choice knows of it. */
    void reserve() {
        calls.incrementAndGet();
    }

    /** Makes a call that was reserved. */
    UpstreamCall request(String method, ObjectNode params, ProgressListener progress, Client client) {
        AtomicBoolean ended = new AtomicBoolean();
        UpstreamCall call = upstream.request(method, params, ClientHeaders.NONE, progress, client);
        call.result().whenComplete((result, failure) -> end(ended));
        return new UpstreamCall() {
            @Override
            public CompletableFuture<ObjectNode> result() {
                return call.result();
            }

            @Override
            public Cancellation cancel(String reason) {
                Cancellation cancellation = call.cancel(reason);
                end(ended);
                return cancellation;
            }

            @Override
            public boolean withdraw() {
                boolean withdrawn = call.withdraw();
                if (withdrawn) {
                    end(ended);
                }
                return withdrawn;
            }
        };
    }

    /** A cancelled call never ends otherwise. */
    private void end(AtomicBoolean ended) {
        if (ended.compareAndSet(false, true)) {
            calls.decrementAndGet();
        }
    }
}
