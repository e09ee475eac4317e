package io.mehari.instance;

import io.mehari.event.GatewayEvents;
import io.mehari.notification.Notifier;
import io.mehari.redis.RedisConnection;
import io.mehari.redis.ServerScripts;
import io.netty.util.Timer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The gateways on one Redis, as this one sees them: who is there, who does what only one does, what happens elsewhere. Needs no thread
 * of its own and never waits, except for a second at its end. Safe for concurrent use.
 */
public final class Instances implements AutoCloseable {
    private final InstanceRegistry registry;
    private final SingletonLocks locks;
    private final EventSender sender;
    private final Optional<EventReader> reader;

    private Instances(
            InstanceRegistry registry, SingletonLocks locks, EventSender sender, Optional<EventReader> reader) {
        this.registry = registry;
        this.locks = locks;
        this.sender = sender;
        this.reader = reader;
    }

    /**
     * Begins to tell and to hear, now or as soon as Redis is there.
     *
     * @param redis the connection
     * @param settings checked
     * @param self this gateway as it is now; its id and epoch stay
     * @param events what happens here
     * @param notifier tells what happens elsewhere; empty where nobody listens
     * @param timer between two looks
     * @param clock of this gateway
     * @param nanoTime time from any origin, in nanoseconds
     * @return to be closed before the connection
     */
    static Instances begin(
            RedisConnection redis,
            InstanceSettings settings,
            Supplier<Instance> self,
            GatewayEvents events,
            Optional<Notifier> notifier,
            Timer timer,
            Clock clock,
            LongSupplier nanoTime) {
        Instance now = self.get();
        ServerScripts scripts = new ServerScripts(redis);
        InstanceRegistry registry = new InstanceRegistry(scripts, settings, self, timer, clock, nanoTime);
        SingletonLocks locks = new SingletonLocks(now.epoch(), scripts, settings.lease(), timer, nanoTime);
        EventSender sender = new EventSender(now, scripts, events, settings.eventQueue(), timer);
        Optional<EventReader> reader = notifier.map(telling -> {
            telling.callItself(now.id());
            return new EventReader(
                    now.epoch(),
                    scripts,
                    settings.heartbeat(),
                    timer,
                    event -> telling.hear(event.instance(), event.topic(), event.type(), event.payload()));
        });
        redis.whenConnected(client -> registry.beatNow());
        registry.beatNow();
        sender.start();
        reader.ifPresent(each -> each.start(redis));
        return new Instances(registry, locks, sender, reader);
    }

    /** Tells the others soon that something of this gateway has changed. Does not wait. */
    void changed() {
        registry.beatNow();
    }

    /**
     * This gateway.
     *
     * @return as it is now
     */
    public Instance self() {
        return registry.self();
    }

    /**
     * All gateways that are known to be there, this one among them.
     *
     * @return by id, then by start
     */
    public List<Instance> all() {
        return registry.all();
    }

    /**
     * A gateway by its epoch.
     *
     * @param epoch as in {@link Instance#epoch}
     * @return empty if it is not known, or gone
     */
    public Optional<Instance> find(String epoch) {
        return registry.find(epoch);
    }

    /**
     * A lock, which this gateway competes for from now on.
     *
     * @param name what it is for: of {@code a-z}, {@code 0-9} and hyphens
     * @return the same for the same name
     */
    public SingletonLock lock(String name) {
        return locks.of(name);
    }

    /** Whether it hears of all that happens elsewhere from now on. */
    boolean isListening() {
        return reader.map(EventReader::isListening).orElse(false);
    }

    /**
     * What this gateway knows.
     *
     * @return as of now; nothing is asked
     */
    public InstanceStatus status() {
        return new InstanceStatus(
                registry.self(),
                registry.all(),
                registry.problem(),
                registry.unreadable(),
                locks.all().stream().map(this::status).toList(),
                new InstanceStatus.Events(
                        sender.sent(),
                        sender.waiting(),
                        sender.dropped(),
                        reader.map(EventReader::heard).orElse(0L),
                        reader.map(EventReader::missed).orElse(0L),
                        reader.map(EventReader::unreadable).orElse(0L)));
    }

    private InstanceStatus.Lock status(SingletonLock lock) {
        boolean held = lock.isHeld();
        Optional<String> holder = held
                ? Optional.of(registry.self().id())
                : lock.holder().flatMap(registry::find).map(Instance::id);
        return new InstanceStatus.Lock(lock.name(), held, holder, lock.stale());
    }

    /** Gives locks back and tells the others that this gateway goes, if Redis takes that within two seconds. */
    @Override
    public void close() {
        reader.ifPresent(EventReader::close);
        sender.close();
        locks.close();
        registry.close();
    }
}
