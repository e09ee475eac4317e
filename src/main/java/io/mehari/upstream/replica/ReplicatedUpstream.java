package io.mehari.upstream.replica;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ProgressListener;
import io.mehari.protocol.Json;
import io.mehari.upstream.MergedStatus;
import io.mehari.upstream.Offer;
import io.mehari.upstream.ReplicaStatus;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.ServerRequestHandler;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import io.mehari.upstream.lifecycle.OrderedEvents;
import io.netty.util.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Several connections that serve as one server: processes or urls, each with its own life. Calls hold no thread. Safe for
 * concurrent use.
 */
public final class ReplicatedUpstream implements Upstream {
    private final UpstreamSettings settings;
    private final UpstreamListener listener;
    private final Timer timer;
    private final Clock clock;
    private final List<Replica> replicas;
    private final ReplicaChoice choice;
    private final ReplicatedOffer offer;
    private final SharedRequests shared = new SharedRequests();
    private final RollingRestart restarts;
    private final Set<ReplicatedCall> waiting = ConcurrentHashMap.newKeySet();
    private final OrderedEvents<UpstreamState> states;
    private final OrderedEvents<Offer.Kind> offerChanges;
    private UpstreamState reported = UpstreamState.NEW;
    private volatile Instant since;

    /**
     * A server that is not started yet.
     *
     * @param settings with {@link UpstreamSettings#replicas()}
     * @param connect makes the connection of one replica, not started; it notifies the listener it is given
     * @param healths how well each replica answers; asked at each choice
     * @param timer bounds waits; its tasks never block. Must outlive {@link #stop()}
     * @param clock for times shown
     */
    public ReplicatedUpstream(
            UpstreamSettings settings,
            UpstreamListener listener,
            BiFunction<UpstreamSettings, UpstreamListener, Upstream> connect,
            Supplier<ServerHealths> healths,
            Timer timer,
            Clock clock) {
        this.settings = settings;
        this.listener = listener;
        this.timer = timer;
        this.clock = clock;
        this.since = clock.instant();
        this.states = new OrderedEvents<>(changed -> listener.stateChanged(this, changed));
        this.offerChanges = new OrderedEvents<>(kind -> listener.offerChanged(this, kind));
        Duration rest = settings.calls().breaker().waitOpen();
        List<Replica> all = new ArrayList<>();
        for (UpstreamSettings each : settings.replicas()) {
            ReplicaBreaker breaker = new ReplicaBreaker(rest, System::nanoTime);
            int index = all.size();
            all.add(new Replica(index, connect.apply(each, new ReplicaEvents(index)), healths, breaker));
        }
        this.replicas = List.copyOf(all);
        this.choice =
                new ReplicaChoice(replicas, () -> ThreadLocalRandom.current().nextDouble());
        this.offer = new ReplicatedOffer(replicas);
        this.restarts = new RollingRestart(timer);
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
    public void start() {
        upstreams().forEach(Upstream::start);
    }

    @Override
    public UpstreamState state() {
        return replicas.stream()
                .map(replica -> replica.upstream().state())
                .min(MergedStatus.BEST_FIRST)
                .orElse(UpstreamState.NEW);
    }

    @Override
    public UpstreamStatus status() {
        List<UpstreamStatus> all = upstreams().stream().map(Upstream::status).toList();
        boolean waiting = MergedStatus.best(all).state() == UpstreamState.WAITING;
        return MergedStatus.of(
                all,
                since,
                waiting ? nextAttempt(all) : Optional.empty(),
                offer().tools().size());
    }

    private static Optional<Instant> nextAttempt(List<UpstreamStatus> all) {
        return all.stream().flatMap(status -> status.nextAttempt().stream()).min(Comparator.naturalOrder());
    }

    @Override
    public Offer offer() {
        return offer.offer();
    }

    @Override
    public List<Upstream> members() {
        return upstreams().stream().flatMap(each -> each.members().stream()).toList();
    }

    @Override
    public List<ReplicaStatus> replicas() {
        return replicas.stream().map(Replica::status).toList();
    }

    @Override
    public UpstreamSettings ofOneClient() {
        return choice.forClient().upstream().settings().named(name()).single();
    }

    @Override
    public UpstreamCall request(String method, ObjectNode params, ProgressListener progress) {
        return request(method, params, ClientHeaders.NONE, progress, Client.NONE);
    }

    @Override
    public UpstreamCall request(String method, ObjectNode params, ClientHeaders headers, ProgressListener progress) {
        return request(method, params, headers, progress, Client.NONE);
    }

    @Override
    public UpstreamCall request(
            String method, ObjectNode params, ClientHeaders headers, ProgressListener progress, Client client) {
        ReplicatedRequest request = new ReplicatedRequest(method, params, headers, progress, client);
        if (SharedRequests.isShared(method)) {
            List<Upstream> connected = connected();
            if (!connected.isEmpty()) {
                return shared.ask(connected, request);
            }
            shared.keep(request);
        }
        ReplicatedCall call =
                new ReplicatedCall(name(), request, choice, waiting, new ReplicaWait(timer), System::nanoTime);
        call.next();
        return call;
    }

    @Override
    public ObjectNode capabilities() {
        return offer.leader().map(leader -> leader.upstream().capabilities()).orElseGet(Json::object);
    }

    @Override
    public void tell(String method, ObjectNode params) {
        connected().forEach(upstream -> upstream.tell(method, params));
    }

    @Override
    public int openQuestions() {
        return upstreams().stream().mapToInt(Upstream::openQuestions).sum();
    }

    /** Asks one replica that is ready, if there is one. */
    @Override
    public CompletableFuture<Boolean> ping() {
        return connected().stream()
                .findFirst()
                .orElseGet(() -> replicas.get(0).upstream())
                .ping();
    }

    @Override
    public CompletableFuture<Void> restart() {
        return restarts.begin(replicas);
    }

    @Override
    public CompletableFuture<Void> stop() {
        return CompletableFuture.allOf(upstreams().stream().map(Upstream::stop).toArray(CompletableFuture[]::new));
    }

    private List<Upstream> upstreams() {
        return replicas.stream().map(Replica::upstream).toList();
    }

    private List<Upstream> connected() {
        return replicas.stream().filter(Replica::isReady).map(Replica::upstream).toList();
    }

    @Override
    public String toString() {
        return "ReplicatedUpstream[" + name() + "]";
    }

    /** What one replica reports, put together with the others. */
    private final class ReplicaEvents implements UpstreamListener {
        private final int index;

        ReplicaEvents(int index) {
            this.index = index;
        }

        @Override
        public void offerChanged(Upstream upstream, Offer.Kind kind) {
            if (kind == Offer.Kind.TOOLS) {
                replicas.get(index).read(upstream.tools());
            }
            readOffer();
        }

        @Override
        public void notified(Upstream upstream, String method, ObjectNode params) {
            listener.notified(ReplicatedUpstream.this, method, params);
        }

        @Override
        public ServerRequestHandler serverRequests() {
            return listener.serverRequests();
        }

        @Override
        public void stateChanged(Upstream upstream, UpstreamState state) {
            Replica replica = replicas.get(index);
            boolean joins = state == UpstreamState.READY && reported() == UpstreamState.READY;
            if (state == UpstreamState.READY) {
                replica.breaker().returned();
                restarts.ready(replica);
            }
            readOffer();
            listener.replicaChanged(ReplicatedUpstream.this, upstream, state);
            report();
            if (joins) {
                shared.askAgain(upstream);
            }
            if (state == UpstreamState.READY) {
                waiting.forEach(ReplicatedCall::move);
            }
        }
    }

    private UpstreamState reported() {
        synchronized (states) {
            return reported;
        }
    }

    private void report() {
        synchronized (states) {
            UpstreamState now = state();
            if (now != reported) {
                reported = now;
                since = clock.instant();
                states.add(now);
            }
        }
        states.deliver();
    }

    private void readOffer() {
        List<Replica> different = new ArrayList<>();
        synchronized (offerChanges) {
            offer.read().forEach(offerChanges::add);
            replicas.stream()
                    .filter(Replica::isReady)
                    .filter(replica -> replica.differs(offer.difference(replica)))
                    .forEach(different::add);
        }
        offerChanges.deliver();
        different.forEach(replica -> listener.replicaDiffers(this, replica.upstream(), replica.difference()));
    }
}
