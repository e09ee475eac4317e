package io.mehari.notification;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.CallCompleted;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvent;
import io.mehari.event.GatewayEvents;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes numbered messages of what happens, and knows who wants them. Events come by a bounded queue: whoever publishes one
 * never waits, and the oldest is dropped and counted where they come faster than they are told. Calls are not even queued
 * while nobody listens to them. Safe for concurrent use.
 */
public final class Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    /** Most messages made at a time. */
    private static final int MOST = 5_000;

    /** Numbers of messages of a millisecond: those after a restart are higher, and still exact in JavaScript. */
    private static final long PER_MILLI = 1_000;

    private final Subscriptions subscriptions = new Subscriptions();
    private final RecentNotifications recent;
    private final EventQueue<GatewayEvent> queue;
    private final Clock clock;
    private final List<Notification> waiting = new ArrayList<>();
    private Notification.Source self = Notification.Source.ALONE;
    private long sequence;

    /**
     * A notifier that hears of everything from now on.
     *
     * @param events what happens
     * @param settings bounds
     * @param callsAnyway whether calls are wanted although no subscriber wants them
     * @param clock stamps messages
     */
    public Notifier(GatewayEvents events, NotificationSettings settings, BooleanSupplier callsAnyway, Clock clock) {
        this.clock = clock;
        this.sequence = clock.millis() * PER_MILLI;
        this.recent = new RecentNotifications(settings.history(), sequence);
        this.queue = events.subscribe(
                GatewayEvent.class,
                settings.queue(),
                event -> !(event instanceof CallCompleted)
                        || subscriptions.wants(Topic.CALLS)
                        || callsAnyway.getAsBoolean());
    }

    /**
     * The messages that have come up since the last time.
     *
     * @return in the order of their numbers; at most {@value #MOST}
     */
    public synchronized List<Notification> take() {
        List<Notification> batch = new ArrayList<>(waiting);
        waiting.clear();
        for (GatewayEvent event : queue.drain(MOST)) {
            try {
                EventMessage message = EventMessage.of(event);
                batch.add(number(message.topic(), message.type(), message.payload(), self));
            } catch (RuntimeException e) {
                LOG.warn(
                        "An event of type {} could not be told: {}",
                        event.getClass().getSimpleName(),
                        e.toString());
            }
        }
        return batch;
    }

    /**
     * Tells something that is no event.
     *
     * @param topic what it belongs to
     * @param type what it is
     * @param payload its figures
     */
    public synchronized void publish(Topic topic, String type, JsonNode payload) {
        if (waiting.size() < MOST) {
            waiting.add(number(topic, type, payload, self));
        }
    }

    /**
     * Says in each message from now on which gateway tells it.
     *
     * @param instance name of this one
     */
    public synchronized void callItself(String instance) {
        self = new Notification.Source(Optional.of(instance), false);
    }

    /**
     * Tells what another gateway tells.
     *
     * @param instance its name
     * @param topic what it belongs to
     * @param type what has happened
     * @param payload its figures
     * @return false if too much waits already; it is not told
     */
    public synchronized boolean hear(String instance, Topic topic, String type, JsonNode payload) {
        boolean room = waiting.size() < MOST;
        if (room) {
            waiting.add(number(topic, type, payload, new Notification.Source(Optional.of(instance), true)));
        }
        return room;
    }

    private Notification number(Topic topic, String type, JsonNode payload, Notification.Source source) {
        Notification made = Notification.of(++sequence, topic, type, clock.instant(), payload, source);
        recent.add(made);
        return made;
    }

    /**
     * A subscriber wants topics besides those it has.
     *
     * @param subscriber who
     * @param topics what
     * @param since number of the last message that it knows; null for none
     * @return what it gets at once; it sends that before what comes by {@link Subscriber#take}
     */
    public synchronized Subscribed subscribe(Subscriber subscriber, Collection<Topic> topics, Long since) {
        Set<Topic> now = subscriptions.add(subscriber, topics, sequence, since != null);
        if (since == null) {
            return new Subscribed(now, sequence, false, List.of());
        }
        RecentNotifications.Replay replay = recent.since(topics, since, sequence);
        return new Subscribed(now, sequence, replay.missed(), replay.notifications());
    }

    /**
     * A subscriber does not want topics any more.
     *
     * @param subscriber who
     * @param topics what
     * @return all that it still has
     */
    public Set<Topic> unsubscribe(Subscriber subscriber, Collection<Topic> topics) {
        return subscriptions.remove(subscriber, topics);
    }

    /**
     * A subscriber has gone.
     *
     * @param subscriber who
     */
    public void leave(Subscriber subscriber) {
        subscriptions.remove(subscriber, EnumSet.allOf(Topic.class));
    }

    /**
     * Gives messages to the subscribers of a kind.
     *
     * @param batch in the order of their numbers
     * @param medium which subscribers
     */
    public void deliver(List<Notification> batch, Subscriber.Medium medium) {
        subscriptions.deliver(batch, medium);
    }

    /**
     * Whether anybody wants a topic.
     *
     * @param topic which
     * @return true if a subscriber does
     */
    public boolean wants(Topic topic) {
        return subscriptions.wants(topic);
    }

    /**
     * How many subscribers there are.
     *
     * @return with at least one topic
     */
    public int subscribers() {
        return subscriptions.size();
    }

    /**
     * Events that were lost since the start because they came faster than they were told.
     *
     * @return from 0
     */
    public long dropped() {
        return queue.dropped();
    }
}
