package io.mehari.notification;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** First step of the route {@code notify}: puts the messages since the last tick into the body; ends it where there are none. */
final class NotificationTake implements Processor {
    private final Notifier notifier;
    private final List<Snapshots> snapshots;

    NotificationTake(Notifier notifier, List<Snapshots> snapshots) {
        this.notifier = notifier;
        this.snapshots = List.copyOf(snapshots);
    }

    @Override
    public void process(Exchange exchange) {
        snapshots.forEach(Snapshots::look);
        List<Notification> batch = notifier.take();
        exchange.getMessage().setBody(batch);
        exchange.setRouteStop(batch.isEmpty());
    }
}
