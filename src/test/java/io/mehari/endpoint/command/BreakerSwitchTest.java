package io.mehari.endpoint.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.component.websocket.CommandFailedException;
import io.mehari.component.websocket.WebsocketHeaders;
import io.mehari.support.Tools;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Breakers by hand. */
class BreakerSwitchTest {
    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    private final BreakerSwitch by = new BreakerSwitch(breakers);

    @BeforeEach
    void make() {
        breakers.circuitBreaker("files/read");
        breakers.circuitBreaker("files/write");
        breakers.circuitBreaker("filesystem/read");
    }

    private JsonNode run(String command, String params) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader(WebsocketHeaders.COMMAND, command);
        exchange.getMessage().setBody(Tools.json(params));
        by.process(exchange);
        return (JsonNode) exchange.getMessage().getBody();
    }

    private State of(String name) {
        return breakers.circuitBreaker(name).getState();
    }

    @Test
    @DisplayName("S0.5: breaker open, close, reset")
    void opensOneOrAllAndClosesThem() {
        assertThat(run("open_breaker", "{'server': 'files', 'tool': 'read'}")
                        .at("/breakers/0/state")
                        .asText())
                .isEqualTo("forced_open");
        assertThat(breakers.circuitBreaker("files/read").tryAcquirePermission()).isFalse();
        assertThat(of("files/write")).isEqualTo(State.CLOSED);
        run("open_breaker", "{'server': 'files'}");
        assertThat(of("files/write")).isEqualTo(State.FORCED_OPEN);
        assertThat(of("filesystem/read")).as("another server").isEqualTo(State.CLOSED);
        assertThat(run("close_breaker", "{'server': 'files'}").path("breakers")).hasSize(2);
        assertThat(of("files/read")).isEqualTo(State.CLOSED);
        run("open_breaker", "{'server': 'files', 'tool': 'read'}");
        run("reset_breaker", "{'server': 'files', 'tool': 'read'}");
        assertThat(breakers.circuitBreaker("files/read").tryAcquirePermission()).isTrue();
    }

    @Test
    void saysWhereThereIsNone() {
        assertThatThrownBy(() -> run("open_breaker", "{'server': 'mail'}"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("first call");
        assertThatThrownBy(() -> run("open_breaker", "{}")).isInstanceOf(CommandFailedException.class);
    }
}
