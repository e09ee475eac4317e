package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.mehari.text.LogThrottle;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what one server says besides answers, progress and changed lists: a log message of a call to the client of
 * that call, everything else to the listener. Of more than a thousand a second the rest is dropped. Safe for concurrent
 * use.
 */
final class ServerNotifications {
    private static final Logger LOG = LoggerFactory.getLogger(ServerNotifications.class);

    private final Upstream upstream;
    private final UpstreamListener listener;
    private final OpenQuestions questions;
    private final MessageRate rate;
    private final LogThrottle dropped = new LogThrottle();

    ServerNotifications(Upstream upstream, UpstreamListener listener, OpenQuestions questions, LongSupplier nanoTime) {
        this.upstream = upstream;
        this.listener = listener;
        this.questions = questions;
        this.rate = new MessageRate(nanoTime);
    }

    /**
     * Passes one on.
     *
     * @param call to which it belongs; null if to none
     */
    void take(JsonRpcMessage notification, PendingCall call) {
        if (!rate.admits()) {
            long times = dropped.occurred();
            if (times > 0) {
                LOG.warn(
                        "Upstream {} sends more than {} notifications a second; {} were dropped so far",
                        upstream.name(),
                        MessageRate.MOST,
                        times);
            }
            return;
        }
        ObjectNode params = notification.params() instanceof ObjectNode given ? given : Json.object();
        try {
            pass(notification.method(), params, call);
        } catch (RuntimeException e) { // of whoever is notified, on our reader thread
            LOG.warn("Upstream {}: the receiver of a notification failed", upstream.name(), e);
        }
    }

    private void pass(String method, ObjectNode params, PendingCall call) {
        if (method.equals(McpMethod.CANCELLED)) {
            questions.withdrawn(params.path("requestId"));
        } else if (call == null || !isOfCall(method)) {
            listener.notified(upstream, method, params);
        } else if (call.client() == Client.NONE) {
            LOG.debug("Upstream {}: dropped {} of a call whose caller takes none", upstream.name(), method);
        } else {
            call.client().notified(upstream.name(), method, params);
        }
    }

    private static boolean isOfCall(String method) {
        return method.equals(McpMethod.MESSAGE) || method.equals(McpMethod.ELICITATION_COMPLETE);
    }
}
