package io.mehari.notification;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The last messages of each topic, for those who come back. Each topic has room of its own, so that many calls do not push
 * out the one breaker that opened. Safe for concurrent use.
 */
final class RecentNotifications {
    private final int capacity;
    private final Map<Topic, ArrayDeque<Notification>> kept = new EnumMap<>(Topic.class);
    private final Map<Topic, Long> lastGone = new EnumMap<>(Topic.class);
    private final long first;

    /**
     * What was missed.
     *
     * @param notifications those that are still known, in the order of their numbers
     * @param missed whether there were others, which are not known any more
     */
    record Replay(List<Notification> notifications, boolean missed) {}

    /**
     * Nothing yet.
     *
     * @param capacity most messages of a topic
     * @param first number before that of the first message
     */
    RecentNotifications(int capacity, long first) {
        this.capacity = capacity;
        this.first = first;
        for (Topic topic : Topic.values()) {
            kept.put(topic, new ArrayDeque<>());
        }
    }

    synchronized void add(Notification notification) {
        if (!notification.topic().isKept()) {
            return;
        }
        ArrayDeque<Notification> ofTopic = kept.get(notification.topic());
        if (ofTopic.size() >= capacity) {
            Notification gone = ofTopic.poll();
            if (gone != null) {
                lastGone.put(gone.topic(), gone.sequence());
            }
        }
        if (capacity > 0) {
            ofTopic.add(notification);
        } else {
            lastGone.put(notification.topic(), notification.sequence());
        }
    }

    /**
     * What came after a message.
     *
     * @param topics of interest
     * @param since number of that message
     * @param newest number of the newest message; one that is higher was never given by this gateway
     */
    synchronized Replay since(Collection<Topic> topics, long since, long newest) {
        boolean missed = since < first || since > newest;
        long from = since > newest ? first : since;
        List<Notification> found = new ArrayList<>();
        for (Topic topic : topics) {
            missed |= lastGone.getOrDefault(topic, Long.MIN_VALUE) > from;
            kept.get(topic).stream()
                    .filter(notification -> notification.sequence() > from)
                    .forEach(found::add);
        }
        found.sort(Comparator.comparingLong(Notification::sequence));
        return new Replay(found, missed);
    }
}
