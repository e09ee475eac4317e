package io.mehari.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.alert.Alerts;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.event.AlertSeverity;
import io.mehari.exchange.CallState;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.FakeUpstream;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** The steps of recovery routes: a new session, a person. */
class RecoveryStepsTest {
    private final FakeUpstream files = new FakeUpstream("files");
    private final AtomicLong nanos = new AtomicLong();
    private final ManualTimer timer = new ManualTimer();
    private final List<String> alerts = new ArrayList<>();

    /** S1.1, S1.2: all callers of a server get the new session, and a flood of failures begins one. */
    @Test
    void aNewSessionIsBegunOnceInAWhile() {
        Upstreams upstreams = new Upstreams();
        upstreams.add(files);
        NewSession step = new NewSession(upstreams, nanos::get);
        for (int i = 0; i < 50; i++) {
            step.process(failed());
        }
        assertThat(files.restarts()).isEqualTo(1);
        nanos.addAndGet(NewSession.PAUSE.toNanos() - 1);
        step.process(failed());
        assertThat(files.restarts()).isEqualTo(1);
        nanos.incrementAndGet();
        step.process(failed());
        assertThat(files.restarts()).isEqualTo(2);
    }

    @Test
    void aServerThatIsConnectingAlreadyIsLeftAlone() {
        Upstreams upstreams = new Upstreams();
        upstreams.add(files);
        files.state(UpstreamState.WAITING, "lost");
        new NewSession(upstreams, nanos::get).process(failed());
        new NewSession(new Upstreams(), nanos::get).process(failed());
        assertThat(files.restarts()).isZero();
    }

    @Test
    void aPersonIsToldOnceUntilItIsQuiet() {
        AuthenticationAlert step = new AuthenticationAlert(new Remembered(), timer);
        for (int i = 0; i < 50; i++) {
            step.process(failed());
        }
        assertThat(alerts).containsExactly("raise authentication:files CRITICAL");
        timer.advance(AuthenticationAlert.QUIET);
        assertThat(alerts).as("it was refused since").hasSize(1);
        timer.advance(AuthenticationAlert.QUIET);
        assertThat(alerts).last().isEqualTo("clear authentication:files");
        assertThat(timer.pending()).isZero();
        step.process(failed());
        assertThat(alerts).last().isEqualTo("raise authentication:files CRITICAL");
    }

    private final class Remembered implements Alerts {
        @Override
        public void raise(String key, AlertSeverity severity, String text, String remedy) {
            assertThat(text).contains("files");
            assertThat(remedy).contains("mcp-servers.json");
            alerts.add("raise " + key + " " + severity);
        }

        @Override
        public void clear(String key) {
            alerts.add("clear " + key);
        }
    }

    private static Exchange failed() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(ExchangeState.TOOL, Tools.tool("files", "read"));
        CallState.classified(exchange, Failed.badUpstream("files", "refused", null), "AUTHENTICATION");
        return exchange;
    }
}
