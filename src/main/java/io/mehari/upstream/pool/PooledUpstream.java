package io.mehari.upstream.pool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ProgressListener;
import io.mehari.protocol.Json;
import io.mehari.upstream.MergedStatus;
import io.mehari.upstream.Offer;
import io.mehari.upstream.PoolStatus;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.Pool;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import io.mehari.upstream.lifecycle.OrderedEvents;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Several connections to one server that keeps nothing between calls: each call goes to the one
 * with the fewest calls, a lost one is only away itself, and their number follows the load.
 *
 * <p>Calls hold no thread. Safe for concurrent use.
 */
public final class PooledUpstream implements Upstream {
    private static final long SHRINK_EVERY_SECONDS = 30;

    private final UpstreamSettings settings;
    private final UpstreamListener listener;
    private final Timer timer;
    private final PoolMembers members;
    private final ToldMembers told = new ToldMembers();
    private final OrderedEvents<UpstreamState> states;
    private final OrderedEvents<Offer.Kind> offerChanges;
    private UpstreamState reported = UpstreamState.NEW;
    private volatile Offer offer = Offer.NONE;
    private volatile Timeout shrinking;

    /**
     * A pool that is not started yet.
     *
     * @param connect makes one connection that is not started; it notifies the listener it is given
     * @param timer ends connections that are not needed; its tasks never block. Must outlive {@link #stop()}
     */
    public PooledUpstream(
            UpstreamSettings settings,
            UpstreamListener listener,
            Function<UpstreamListener, Upstream> connect,
            Timer timer) {
        this(settings, listener, connect, timer, System::nanoTime);
    }

    PooledUpstream(
            UpstreamSettings settings,
            UpstreamListener listener,
            Function<UpstreamListener, Upstream> connect,
            Timer timer,
            LongSupplier nanoClock) {
        this.settings = settings;
        this.listener = listener;
        this.timer = timer;
        this.states = new OrderedEvents<>(changed -> listener.stateChanged(this, changed));
        this.offerChanges = new OrderedEvents<>(kind -> listener.offerChanged(this, kind));
        Pool pool = settings.pool().orElse(Pool.DEFAULT);
        this.members = new PoolMembers(pool, () -> connect.apply(new MemberEvents()), nanoClock);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public UpstreamSettings settings() {
        return settings;
    }

    @Override
    public List<Upstream> members() {
        return members.all();
    }

    @Override
    public Optional<PoolStatus> pool() {
        return Optional.of(members.status());
    }

    @Override
    public void start() {
        members.fill().forEach(Upstream::start);
        shrinkLater();
    }

    @Override
    public void wanted() {
        members.all().stream().findFirst().ifPresent(Upstream::wanted);
    }

    @Override
    public UpstreamState state() {
        return members.states().min(MergedStatus.BEST_FIRST).orElse(UpstreamState.NEW);
    }

    @Override
    public UpstreamStatus status() {
        List<UpstreamStatus> all = members.statuses();
        UpstreamStatus shown = MergedStatus.best(all);
        return MergedStatus.of(all, shown.since(), shown.nextAttempt(), tools().size());
    }

    @Override
    public Offer offer() {
        return offer;
    }

    @Override
    public UpstreamCall request(String method, ObjectNode params, ProgressListener progress) {
        return request(method, params, ClientHeaders.NONE, progress, Client.NONE);
    }

    /** Processes get no headers. */
    @Override
    public UpstreamCall request(
            String method, ObjectNode params, ClientHeaders headers, ProgressListener progress, Client client) {
        Optional<Upstream> kept = told.keptFor(method, members.all());
        if (kept.isPresent()) {
            UpstreamCall call = kept.get().request(method, params, headers, progress, client);
            told.sent(method, params, kept.get(), members.all());
            call.result().whenComplete((result, failure) -> {
                if (failure != null) {
                    told.refused(method, params);
                }
            });
            return call;
        }
        PoolMembers.Choice choice = members.choose();
        choice.added().forEach(Upstream::start);
        told.sent(method, params, choice.member().upstream(), members.all());
        return choice.member().request(method, params, progress, client);
    }

    @Override
    public ObjectNode capabilities() {
        return members.all().stream()
                .map(Upstream::capabilities)
                .filter(declared -> !declared.isEmpty())
                .findFirst()
                .orElseGet(Json::object);
    }

    /** Asks over one connection that is ready, if there is one. */
    @Override
    public CompletableFuture<Boolean> ping() {
        List<Upstream> all = members.all();
        return all.stream()
                .filter(member -> member.state() == UpstreamState.READY)
                .findFirst()
                .orElseGet(() -> all.get(0))
                .ping();
    }

    /** Makes all connections again, one after the other, so that calls go on. */
    @Override
    public CompletableFuture<Void> restart() {
        CompletableFuture<Void> restarted = CompletableFuture.completedFuture(null);
        for (Upstream member : members.all()) {
            restarted = restarted.thenCompose(done -> member.restart());
        }
        return restarted;
    }

    @Override
    public CompletableFuture<Void> stop() {
        Timeout waiting = shrinking;
        if (waiting != null) {
            waiting.cancel();
        }
        return CompletableFuture.allOf(
                members.close().stream().map(Upstream::stop).toArray(CompletableFuture[]::new));
    }

    private void shrinkLater() {
        shrinking = timer.newTimeout(
                timeout -> {
                    members.shrink().forEach(Upstream::stop);
                    if (!members.isClosed()) {
                        shrinkLater();
                    }
                },
                SHRINK_EVERY_SECONDS,
                TimeUnit.SECONDS);
    }

    @Override
    public String toString() {
        return "PooledUpstream[" + name() + "]";
    }

    /** What connections report, put together. */
    private final class MemberEvents implements UpstreamListener {
        @Override
        public void offerChanged(Upstream member, Offer.Kind kind) {
            takeOffer();
        }

        @Override
        public void notified(Upstream member, String method, ObjectNode params) {
            listener.notified(PooledUpstream.this, method, params);
        }

        @Override
        public void stateChanged(Upstream member, UpstreamState ofMember) {
            takeOffer();
            if (ofMember == UpstreamState.READY) {
                told.ready(member, members.all().indexOf(member) == 0);
            }
            synchronized (states) {
                UpstreamState now = state();
                if (now != reported) {
                    reported = now;
                    states.add(now);
                }
            }
            states.deliver();
        }

        private void takeOffer() {
            synchronized (offerChanges) {
                Offer known = offer;
                Offer read = members.offer().orElse(known);
                offer = read;
                Stream.of(Offer.Kind.values())
                        .filter(kind -> !read.list(kind).equals(known.list(kind)))
                        .forEach(offerChanges::add);
            }
            offerChanges.deliver();
        }
    }
}
