package io.mehari.upstream.pool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.upstream.Offer;
import io.mehari.upstream.PoolStatus;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamSettings.Pool;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which connections a pool has. Load is the share of them that are busy: over 0.8 their number grows by half, under
 * 0.3 for a whole period it shrinks to 0.7. It does not grow while one is not ready, nor twice within two seconds. Only connections
 * without calls go, and no call is given to one that goes. Safe for concurrent use; starts and stops nothing itself.
 */
final class PoolMembers {
    private static final double GROW_OVER = 0.8;
    private static final double GROWTH = 1.5;
    private static final double SHRINK_UNDER = 0.3;
    private static final double SHRINKAGE = 0.7;
    private static final long GROWTH_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Pool pool;
    private final Supplier<Upstream> connect;
    private final LongSupplier nanoClock;
    private final List<PoolMember> members = new CopyOnWriteArrayList<>();
    private long lastGrowth;
    private long grown;
    private long shrunk;
    private int mostBusy;
    private boolean closed;

    PoolMembers(Pool pool, Supplier<Upstream> connect, LongSupplier nanoClock) {
        this.pool = pool;
        this.connect = connect;
        this.nanoClock = nanoClock;
    }

    /**
     * Where a call goes.
     *
     * @param member the call is reserved there
     * @param added connections to be started, for the load is high
     */
    record Choice(PoolMember member, List<Upstream> added) {}

    /** The first connections, to be started. */
    synchronized List<Upstream> fill() {
        return grow(pool.min());
    }

    /** The ready connection with the fewest calls; one that is joining if none is ready, else any. */
    synchronized Choice choose() {
        PoolMember chosen = members.stream()
                .min(Comparator.comparingInt(PoolMembers::rank).thenComparingInt(PoolMember::calls))
                .orElseThrow(() -> new IllegalStateException("A pool that was started has members"));
        chosen.reserve();
        int busy = busy();
        mostBusy = Math.max(mostBusy, busy);
        boolean more = !closed && busy > GROW_OVER * members.size() && members.size() < pool.max() && mayGrow();
        return new Choice(chosen, more ? growByLoad() : List.of());
    }

    private int busy() {
        return (int) members.stream().filter(member -> member.calls() > 0).count();
    }

    /** What was made last shows first what it is good for. */
    private boolean mayGrow() {
        boolean early = grown > 0 && nanoClock.getAsLong() - lastGrowth < GROWTH_PAUSE_NANOS;
        return !early && members.stream().allMatch(member -> member.is(UpstreamState.READY));
    }

    private List<Upstream> growByLoad() {
        lastGrowth = nanoClock.getAsLong();
        grown++;
        return grow((int) Math.ceil(GROWTH * members.size()));
    }

    /** How large it is at this moment. */
    synchronized PoolStatus status() {
        return new PoolStatus(members.size(), busy(), pool.min(), pool.max(), grown, shrunk);
    }

    /** Connections that were not needed since the last time; they are forgotten, and to be stopped. */
    synchronized List<Upstream> shrink() {
        List<Upstream> idle = new ArrayList<>();
        if (!closed && mostBusy < SHRINK_UNDER * members.size()) {
            int enough = Math.max(pool.min(), (int) (SHRINKAGE * members.size()));
            for (int i = members.size() - 1; i >= 0 && members.size() > enough; i--) {
                if (members.get(i).calls() == 0) {
                    idle.add(members.remove(i).upstream());
                }
            }
        }
        mostBusy = 0;
        shrunk += idle.isEmpty() ? 0 : 1;
        return idle;
    }

    /** Ends all growth; the connections, to be stopped. */
    synchronized List<Upstream> close() {
        closed = true;
        return all();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    List<Upstream> all() {
        return members.stream().map(PoolMember::upstream).toList();
    }

    /** The states of all connections. */
    Stream<UpstreamState> states() {
        return members.stream().map(member -> member.upstream().state());
    }

    List<UpstreamStatus> statuses() {
        return members.stream().map(member -> member.upstream().status()).toList();
    }

    /**
     * What the first connection offers that is ready, else the first that has tools; empty if none does. One that has
     * just joined has read nothing but its tools: the other lists are those of any connection that is ready and has
     * some.
     */
    Optional<Offer> offer() {
        return offersOfReady()
                .findFirst()
                .or(() -> members.stream()
                        .map(member -> member.upstream().offer())
                        .filter(offer -> !offer.tools().isEmpty())
                        .findFirst())
                .map(this::completed);
    }

    private Offer completed(Offer offer) {
        Offer completed = offer;
        for (Offer.Kind kind : Offer.Kind.values()) {
            if (kind != Offer.Kind.TOOLS && offer.list(kind).isEmpty()) {
                List<ObjectNode> others = offersOfReady()
                        .map(other -> other.list(kind))
                        .filter(list -> !list.isEmpty())
                        .findFirst()
                        .orElse(List.of());
                completed = completed.with(kind, others);
            }
        }
        return completed;
    }

    private Stream<Offer> offersOfReady() {
        return members.stream()
                .filter(member -> member.is(UpstreamState.READY))
                .map(member -> member.upstream().offer());
    }

    private List<Upstream> grow(int wanted) {
        List<Upstream> added = new ArrayList<>();
        while (members.size() < Math.min(wanted, pool.max())) {
            PoolMember member = new PoolMember(connect.get());
            members.add(member);
            added.add(member.upstream());
        }
        return added;
    }

    private static int rank(PoolMember member) {
        return switch (member.upstream().state()) {
            case READY -> 0;
            case JOINING -> 1;
            default -> 2;
        };
    }
}
