package io.mehari.control;

import static io.mehari.control.ControlFixture.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.upstream.Upstreams;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single servers are stopped and started, on the shipped route files. */
@DisplayName("S0.7: control of single servers")
class ServerControlTest {
    @TempDir
    Path directory;

    private ControlFixture control;

    @BeforeEach
    void start() throws Exception {
        control = new ControlFixture(directory);
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private ToolCallResult call() {
        return control.gateway.outcome("files", "read", "{}");
    }

    @Test
    void suspendedItIsConnectedAndItsCallsAreRefused() {
        assertThat(join(control.servers.suspend("files", "ops"))
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("suspended");
        assertThat(call().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(call().message()).contains("upstream-files");
        assertThat(control.connections).isEmpty();
        assertThat(control.gateway.catalog.find("files", "read")).isPresent();
        join(control.servers.start("files", "ops"));
        assertThat(call().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void stoppedItIsNotConnectedEither() {
        join(control.servers.stop("files", "ops"));
        assertThat(control.connections).containsExactly("stop files");
        assertThat(call().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThatThrownBy(() -> control.servers.suspend("files", "ops"))
                .isInstanceOf(RefusedControlException.class)
                .hasMessageContaining("stopped already");
        control.gateway.reload();
        assertThat(call().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        ServerStatus started = join(control.servers.start("files", "ops"));
        assertThat(started.json().has("held")).isFalse();
        assertThat(control.connections).containsExactly("stop files", "start files");
        assertThat(call().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void oneThatWasRemovedMeanwhileRunsWhenItComesAgain() {
        Upstreams upstreams = control.gateway.beans.getBean(Upstreams.class);
        upstreams.onChange(control.servers::removed);
        join(control.servers.suspend("files", "ops"));
        upstreams.remove("files");
        upstreams.add(control.gateway.upstream);
        control.gateway.reload();
        assertThat(call().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(control.servers.held()).isEmpty();
    }

    @Test
    void anUnknownNameIsToldWithThoseThatResembleIt() {
        assertThatThrownBy(() -> control.servers.stop("file", "ops"))
                .isInstanceOf(UnknownServerException.class)
                .hasMessageContaining("did you mean files?");
    }
}
