package io.mehari.notification;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants which topics, and from which message on. Safe for concurrent use; whether anybody wants one is a single read. */
final class Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    /** By topic, with the number of the message after which each gets it. */
    private final Map<Topic, Map<Subscriber, Long>> wanted = new EnumMap<>(Topic.class);

    /** Nobody wants anything. */
    Subscriptions() {
        for (Topic topic : Topic.values()) {
            wanted.put(topic, new ConcurrentHashMap<>());
        }
    }

    /**
     * A subscriber wants topics besides those it has.
     *
     * @param subscriber who
     * @param topics what
     * @param after number of the message after which it gets those
     * @param anew whether that holds for topics, too, that it has already: it gets what was before in another way
     * @return all that it has now
     */
    Set<Topic> add(Subscriber subscriber, Collection<Topic> topics, long after, boolean anew) {
        topics.forEach(topic -> {
            if (anew) {
                wanted.get(topic).put(subscriber, after);
            } else {
                wanted.get(topic).putIfAbsent(subscriber, after);
            }
        });
        return of(subscriber);
    }

    /**
     * A subscriber does not want topics any more.
     *
     * @return all that it still has
     */
    Set<Topic> remove(Subscriber subscriber, Collection<Topic> topics) {
        topics.forEach(topic -> wanted.get(topic).remove(subscriber));
        return of(subscriber);
    }

    private Set<Topic> of(Subscriber subscriber) {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        wanted.forEach((topic, subscribers) -> {
            if (subscribers.containsKey(subscriber)) {
                topics.add(topic);
            }
        });
        return topics;
    }

    /** Whether anybody wants a topic. */
    boolean wants(Topic topic) {
        return !wanted.get(topic).isEmpty();
    }

    /** How many subscribers have at least one topic. */
    int size() {
        Set<Subscriber> all = new HashSet<>();
        wanted.values().forEach(subscribers -> all.addAll(subscribers.keySet()));
        return all.size();
    }

    /** Gives messages to all of a kind who want their topics. One that fails does not keep them from the others. */
    void deliver(List<Notification> batch, Subscriber.Medium medium) {
        Set<Subscriber> takers = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Notification notification : batch) {
            wanted.get(notification.topic()).forEach((subscriber, after) -> {
                if (subscriber.medium() == medium && notification.sequence() > after) {
                    takers.add(subscriber);
                    safely(() -> subscriber.take(notification));
                }
            });
        }
        takers.forEach(subscriber -> safely(subscriber::flush));
    }

    private static void safely(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.debug("A subscriber did not take a message", e);
        }
    }
}
