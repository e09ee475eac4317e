package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.exchange.ExchangeState;
import io.mehari.support.Tools;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Stage 3: the cache is asked, and what it knows is left as the result. */
@TestPropertySource(properties = "route=pipeline/tool-call-cache-lookup.camel.yaml")
class ToolCallCacheLookupRouteTest extends RouteFixture {
    private static final String STAGE = "direct:tool-call-cache-lookup";

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("cacheLookup");
        standInBean("cacheRedisLookup");
        standInBean("cacheDatabaseLookup");
        standInBean("cacheJoin");
        standInCaller(STAGE);
    }

    @Test
    void leavesWhatTheCacheKnows() {
        during("cacheLookup", exchange -> exchange.setProperty(ExchangeState.RESULT, "known"));
        Exchange exchange = send(STAGE, sent -> sent.getMessage().setBody(Tools.json("{'path': 'a'}")));
        assertThat(trace()).containsExactly("cacheLookup", "cacheRedisLookup", "cacheDatabaseLookup", "cacheJoin");
        assertThat(exchange.getProperty(ExchangeState.RESULT)).isEqualTo("known");
        assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.json("{'path': 'a'}"));
    }

    @Test
    void itsFailureGoesToTheFirewall() {
        during("cacheLookup", FAILS);
        assertThat(send(CALLER).getException()).isNull();
        assertThat(trace()).containsExactly("cacheLookup", FIREWALL);
    }
}
