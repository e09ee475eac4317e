package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.Tools;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Stage 5: the answer is offered to the cache, and leaves as it is. */
@TestPropertySource(properties = "route=pipeline/tool-call-cache-store.camel.yaml")
class ToolCallCacheStoreRouteTest extends RouteFixture {
    private static final String STAGE = "direct:tool-call-cache-store";

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("cacheStore");
        standInBean("cacheRedisStore");
        standInBean("cacheDatabaseStore");
        standInCaller(STAGE);
    }

    @Test
    void offersTheAnswerInTheBodyToTheCache() {
        during(
                "cacheStore",
                exchange -> exchange.setProperty("stored", exchange.getMessage().getBody()));
        Exchange exchange = send(STAGE, sent -> sent.getMessage().setBody(Tools.json("{'path': 'a'}")));
        assertThat(trace()).containsExactly("cacheStore", "cacheRedisStore", "cacheDatabaseStore");
        assertThat(exchange.getProperty("stored")).isEqualTo(Tools.json("{'path': 'a'}"));
        assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.json("{'path': 'a'}"));
    }

    @Test
    void itsFailureGoesToTheFirewall() {
        during("cacheStore", FAILS);
        assertThat(send(CALLER).getException()).isNull();
        assertThat(trace()).containsExactly("cacheStore", FIREWALL);
    }
}
