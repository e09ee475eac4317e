package io.mehari.recovery;

import io.mehari.alert.Alerts;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import io.mehari.event.AlertSeverity;
import io.mehari.exchange.CallState;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Tells a person that a server refuses the gateway's credentials, which no recovery can mend. It is over when the server has
 * refused none for {@link #QUIET}. Safe for concurrent use.
 */
final class AuthenticationAlert implements Processor {
    /** How long no call must have been refused. */
    static final Duration QUIET = Duration.ofMinutes(10);

    private final Alerts alerts;
    private final Timer timer;

    /** Refusals of each server since its alert was last looked at. */
    private final Map<String, AtomicInteger> refusals = new ConcurrentHashMap<>();

    AuthenticationAlert(Alerts alerts, Timer timer) {
        this.alerts = alerts;
        this.timer = timer;
    }

    @Override
    public void process(Exchange exchange) {
        Tool tool = CallState.requiredTool(exchange);
        Failed failure = CallState.failure(exchange);
        String server = tool.server();
        if (refusals.computeIfAbsent(server, name -> new AtomicInteger()).getAndIncrement() == 0) {
            alerts.raise(
                    key(server),
                    AlertSeverity.CRITICAL,
                    "Server " + server + " refuses the gateway's credentials",
                    "Set the right credentials in the server's headers or env in mcp-servers.json; the last answer was: "
                            + failure.message());
            look(server);
        }
    }

    private void look(String server) {
        try {
            timer.newTimeout(timeout -> looked(server), QUIET.toSeconds(), TimeUnit.SECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            refusals.remove(server); // raised again by the next refusal, which looks again
        }
    }

    private void looked(String server) {
        AtomicInteger since = refusals.get(server);
        if (since == null) {
            return;
        }
        if (since.getAndSet(1) > 1) {
            look(server);
        } else {
            refusals.remove(server);
            alerts.clear(key(server));
        }
    }

    private static String key(String server) {
        return "authentication:" + server;
    }
}
