package io.mehari.endpoint.mcp.legacy;

import io.mehari.call.Caller;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.mcp.message.JsonRpcResponses;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.protocol.ErrorCode;
import io.netty.util.Timer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The sessions of all clients of the legacy era, bounded in number. Those that nobody uses end after a while. Safe for
 * concurrent use.
 */
final class Sessions {
    /** How often is looked for what waits and for what has ended. */
    static final long SWEEP_SECONDS = 5;

    /** Stands in ids before the instance that has the session, where there are several. */
    static final String OWNER_MARK = ".";

    private static final int ID_BYTES = 24;
    private static final int UNAVAILABLE = 503;

    /** A session that was used within this time does not give way to a new one. */
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final SessionSettings settings;
    private final SessionServices services;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final String owner;
    private final SecureRandom random = new SecureRandom();
    private final EventStore.Budget budget;
    private final Map<String, Session> open = new ConcurrentHashMap<>();
    private final Map<String, Integer> ofCallers = new HashMap<>();
    private final AtomicLong keys = new AtomicLong();
    private boolean sweeping;

    Sessions(SessionSettings settings, SessionServices services, Timer timer, LongSupplier nanoTime, String owner) {
        this.owner = owner.isEmpty() ? "" : OWNER_MARK + owner;
        this.settings = settings;
        this.services = services;
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.budget = new EventStore.Budget(settings.allEventBytes().toBytes());
    }

    /**
     * Begins a session.
     *
     * @param resumable whether its streams can be taken up again
     * @throws McpErrorException 503 if there are too many, and all are in use
     */
    synchronized Session begin(McpExchange exchange, boolean resumable) {
        Caller caller = exchange.context().caller();
        String name = caller.name();
        makeRoom(
                ofCallers.getOrDefault(name, 0) >= settings.mostOfCaller(),
                session -> session.caller().name().equals(name),
                "The caller",
                "most-of-caller",
                settings.mostOfCaller());
        makeRoom(open.size() >= settings.most(), session -> true, "The gateway", "most", settings.most());
        Session.Identity identity = new Session.Identity(
                newId(),
                "session-" + keys.incrementAndGet(),
                caller,
                exchange.view(),
                Session.Origin.of(exchange.request(), nanoTime.getAsLong()));
        Session session = new Session(
                identity, resumable, settings.retry().toMillis(), new EventStore(settings, budget), services);
        session.used(nanoTime.getAsLong());
        open.put(session.id(), session);
        ofCallers.merge(name, 1, Integer::sum);
        if (!sweeping) {
            sweeping = true;
            sweepLater();
        }
        return session;
    }

    private void makeRoom(boolean full, Predicate<Session> counted, String whose, String setting, int most) {
        if (!full) {
            return;
        }
        long now = nanoTime.getAsLong();
        Session unused = open.values().stream()
                .filter(counted)
                .filter(session -> !session.isInUse() && now - session.lastUsed() >= SETTLED_NANOS)
                .min(Comparator.comparingLong(session -> session.lastUsed() - now))
                .orElseThrow(() -> new McpErrorException(
                        UNAVAILABLE,
                        ErrorCode.INTERNAL_ERROR,
                        whose + " has " + most + " sessions, the most there may be (mehari.mcp.sessions." + setting
                                + "), and all are in use; end one with DELETE, or try again later",
                        null,
                        Map.of("retry-after", Long.toString(TimeUnit.NANOSECONDS.toSeconds(SETTLED_NANOS)))));
        end(unused);
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + owner;
    }

    /**
     * The session that a request names.
     *
     * @param id as the client has it
     * @return empty if there is none
     */
    Optional<Session> find(String id) {
        Session session = open.get(id);
        if (session != null) {
            session.heard(nanoTime.getAsLong());
        }
        return Optional.ofNullable(session);
    }

    /** Ends a session; of no effect if it has ended. */
    void end(Session session) {
        Response gone = JsonRpcResponses.error(null, Session.unknown());
        if (session.end(gone)) {
            synchronized (this) {
                open.remove(session.id());
                ofCallers.computeIfPresent(session.caller().name(), (name, count) -> count == 1 ? null : count - 1);
            }
            services.ended().accept(session.key());
        }
    }

    /** Streams that listen, of all sessions. */
    long streams() {
        return open.values().stream()
                .mapToLong(session -> session.listening().open())
                .sum();
    }

    /** All that are open. */
    Collection<Session> all() {
        return open.values();
    }

    /** The number of sessions. */
    int size() {
        return open.size();
    }

    /** Bytes that events take which are kept for clients, about. */
    long keptBytes() {
        return budget.held();
    }

    private void sweepLater() {
        try {
            timer.newTimeout(timeout -> sweep(), SWEEP_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            sweeping = false; // a timer that is full or stopped: the next session tries again
        }
    }

    private void sweep() {
        long now = nanoTime.getAsLong();
        for (Session session : List.copyOf(open.values())) {
            if (session.isInUse()) {
                session.used(now);
                session.listening().flush();
            } else if (now - session.lastUsed() >= settings.idle().toNanos()) {
                end(session);
            }
        }
        synchronized (this) {
            sweeping = !open.isEmpty();
            if (sweeping) {
                sweepLater();
            }
        }
    }

    /** The gateway is stopping: streams end that would never end by themselves. */
    void drain() {
        open.values().forEach(Session::drain);
    }

    /** Ends all sessions. */
    void close() {
        open.values().forEach(this::end);
    }
}
