package io.mehari.notification;

import java.util.List;
import java.util.Set;

/**
 * What became of a wish for topics.
 *
 * @param topics all that the subscriber has now
 * @param sequence number of the newest message: what comes by itself has higher ones
 * @param missed whether messages since the one that was named are not known any more
 * @param replay messages since the one that was named, in the order of their numbers; to be sent before any other
 */
public record Subscribed(Set<Topic> topics, long sequence, boolean missed, List<Notification> replay) {}
