package io.mehari.endpoint.live;

import io.mehari.call.Caller;
import io.mehari.call.Scope;
import io.mehari.notification.Notifier;
import io.mehari.notification.Topic;
import io.mehari.security.AccessDecision;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.AccessDecision.Granted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@code GET /events?topics=calls,breakers}: server-sent events (WHATWG HTML, section 9.2), the same messages as over a
 * WebSocket. The id of an event is its sequence; {@code Last-Event-ID}, or {@code ?since=}, asks for what came after one. Safe
 * for concurrent use.
 */
final class EventStreams {
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final Notifier notifier;
    private final Outbox.Bounds bounds;

    EventStreams(Notifier notifier, Outbox.Bounds bounds) {
        this.notifier = notifier;
        this.bounds = bounds;
    }

    /** How many streams are open. */
    int size() {
        return open.size();
    }

    /** A comment to each, so that nobody takes a quiet stream for a dead one. */
    void keepAlive() {
        open.forEach(EventStream::keepAlive);
    }

    boolean open(Request request, Response response, Callback callback, AccessDecision decision) {
        if (decision instanceof Denied denied) {
            return Answers.refuse(response, callback, denied);
        }
        Caller caller = ((Granted) decision).caller();
        if (!caller.has(Scope.MONITOR)) {
            return LiveHandler.lacks(response, callback, caller, Scope.MONITOR);
        }
        List<Topic> topics = new ArrayList<>();
        String named = parameter(request, "topics");
        for (String code : named == null || named.isBlank() ? Topic.codes().toArray(String[]::new) : named.split(",")) {
            Optional<Topic> topic = Topic.of(code.strip());
            if (topic.isEmpty()) {
                return invalid(
                        response,
                        callback,
                        "There is no topic \"" + code.strip() + "\"; there are " + String.join(", ", Topic.codes()));
            }
            topics.add(topic.get());
        }
        String since = request.getHeaders().get("Last-Event-ID");
        since = since == null ? parameter(request, "since") : since;
        if (since != null && !since.matches("\\d{1,18}")) {
            return invalid(response, callback, "Last-Event-ID must be the id of an event, which is a number");
        }
        EventStream stream = new EventStream(response, callback, bounds, this::ended);
        open.add(stream);
        request.addFailureListener(failure -> stream.end());
        Long known = since == null ? null : Long.valueOf(since);
        stream.begin(() -> notifier.subscribe(stream, topics, known));
        return true;
    }

    private void ended(EventStream stream) {
        open.remove(stream);
        notifier.leave(stream);
    }

    private static boolean invalid(Response response, Callback callback, String message) {
        return Answers.refuse(response, callback, 400, "bad_request", message);
    }

    private static String parameter(Request request, String name) {
        return Request.extractQueryParameters(request).getValue(name);
    }
}
