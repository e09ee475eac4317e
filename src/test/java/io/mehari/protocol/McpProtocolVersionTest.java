package io.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class McpProtocolVersionTest {
    @Test
    void erasAreToldByTheDate() {
        assertThat(McpProtocolVersion.STATEFUL).noneMatch(McpProtocolVersion::isStateless);
        assertThat(McpProtocolVersion.FIRST_STATELESS.isStateless()).isTrue();
        assertThat(new McpProtocolVersion("2027-01-01").isStateless()).isTrue();
        assertThat(McpProtocolVersion.STATEFUL).isSorted().endsWith(McpProtocolVersion.LATEST_STATEFUL);
    }

    @Test
    void refusesWhatIsNoDate() {
        assertThatThrownBy(() -> new McpProtocolVersion("latest"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("latest");
    }
}
