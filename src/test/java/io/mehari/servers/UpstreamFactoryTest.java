package io.mehari.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.configuration.InvalidConfigurationException;
import io.mehari.support.ManualTimer;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import io.mehari.upstream.UpstreamSettings.Tls;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.UpstreamState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamFactoryTest {
    private final UpstreamFactory factory = new UpstreamFactory(new ManualTimer(), Clock.systemUTC());
    private final List<UpstreamState> states = new ArrayList<>();
    private final UpstreamListener listener = new UpstreamListener() {
        @Override
        public void offerChanged(Upstream upstream, Offer.Kind kind) {}

        @Override
        public void stateChanged(Upstream upstream, UpstreamState state) {
            states.add(state);
        }
    };

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        factory.close();
    }

    @Test
    void aCertificateThatCannotBeReadLeavesItsServerOutUnlessToldToBeStrict() throws IOException {
        Path file = Files.writeString(directory.resolve("ca.pem"), "no certificate");
        Tls tls = new Tls(Optional.of(file), Optional.empty(), Optional.empty());
        URI url = URI.create("https://localhost/mcp");
        UpstreamSettings settings = new UpstreamSettings(
                "remote",
                null,
                new HttpSettings(url, Transport.PROBE, Map.of(), Optional.of(tls), Optional.empty()),
                Set.of(),
                false,
                CallSettings.DEFAULTS,
                Map.of(),
                "fingerprint");
        assertThatThrownBy(() -> factory.connect(settings, listener, true))
                .isInstanceOf(InvalidConfigurationException.class);

        Upstream upstream = factory.connect(settings, listener, false);
        upstream.start();
        assertThat(upstream.state()).isEqualTo(UpstreamState.MISCONFIGURED);
        assertThat(states).containsExactly(UpstreamState.MISCONFIGURED);
        assertThat(upstream.status().lastError().orElseThrow()).contains("ca.pem");
        assertThat(upstream.restart()).isCompletedExceptionally();
        assertThat(upstream.stop()).isCompleted();
    }
}
