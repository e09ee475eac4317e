package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.ManualTimer;
import io.mehari.upstream.Upstreams;
import io.netty.util.Timer;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Processor;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.LifecycleStrategySupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

class RouteBeansTest {
    private final DefaultListableBeanFactory factory = new DefaultListableBeanFactory();
    private final RouteBeans beans = new RouteBeans(factory);

    @Test
    void givesBeansByName() {
        Processor admission = exchange -> {};
        factory.registerSingleton("admission", admission);
        assertThat(beans.lookupByName("admission")).isSameAs(admission);
        assertThat(beans.lookupByNameAndType("admission", Processor.class)).isSameAs(admission);
        assertThat(beans.lookupByNameAndType("admission", Timer.class)).isNull();
        assertThat(beans.lookupByName("nothing")).isNull();
    }

    @Test
    void givesTheGatewaysOwnBeansByType() {
        Upstreams upstreams = new Upstreams();
        factory.registerSingleton("upstreams", upstreams);
        factory.registerSingleton("timer", new ManualTimer());
        assertThat(beans.findByType(Upstreams.class)).containsExactly(upstreams);
        assertThat(beans.findByTypeWithName(Timer.class)).containsOnlyKeys("timer");
    }

    @Test
    void hidesWhatBelongsToTheFixedContext() {
        factory.registerSingleton("direct", new DirectComponent());
        factory.registerSingleton("camel", new DefaultCamelContext());
        factory.registerSingleton("lifecycle", new LifecycleStrategySupport() {});
        factory.registerSingleton("policies", (RoutePolicyFactory) (context, id, route) -> null);
        for (String name : new String[] {"direct", "camel", "lifecycle", "policies"}) {
            assertThat(beans.lookupByName(name)).as(name).isNull();
        }
        for (Class<?> type : new Class<?>[] {
            Component.class,
            CamelContext.class,
            LifecycleStrategy.class,
            RoutePolicyFactory.class,
            DirectComponent.class
        }) {
            assertThat(beans.findByType(type)).as(type.getSimpleName()).isEmpty();
            assertThat(beans.findByTypeWithName(type)).as(type.getSimpleName()).isEmpty();
        }
    }
}
