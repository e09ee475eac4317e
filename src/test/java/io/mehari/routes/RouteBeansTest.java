package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.GatewayBeans;
import io.mehari.support.ManualTimer;
import io.mehari.upstream.Upstreams;
import io.netty.util.Timer;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Processor;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.spi.Policy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.LifecycleStrategySupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

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

    @Test
    void hidesWhatTheGatewayAndItsFrameworksKeepForThemselves(@TempDir Path directory) {
        try (AnnotationConfigApplicationContext gateway = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of("mehari.dead-letters.directory=" + directory).applyTo(gateway);
            gateway.register(GatewayBeans.class);
            gateway.registerBean("crm", StringBuilder.class);
            gateway.registerBean(
                    "crmDatabase",
                    DataSource.class,
                    SimpleDriverDataSource::new,
                    bean -> bean.setAutowireCandidate(false));
            gateway.refresh();
            RouteBeans seen = new RouteBeans(gateway);

            for (String name : gateway.getBeanNamesForType(DataSource.class)) {
                assertThat(seen.lookupByName(name))
                        .as(name)
                        .matches(bean -> (bean != null) == name.equals("crmDatabase"));
            }
            assertThat(gateway.getBean("deadLetterDatabase")).isInstanceOf(DataSource.class);
            assertThat(seen.findByTypeWithName(DataSource.class)).containsOnlyKeys("crmDatabase");
            assertThat(seen.findByTypeWithName(AutoCloseable.class))
                    .doesNotContainKeys("deadLetterDatabase", "deadLetters");
            assertThat(seen.findByTypeWithName(Object.class)).doesNotContainKeys("deadLetters", "redaction");
            for (String name : List.of("deadLetters", "redaction", "environment", "systemEnvironment")) {
                assertThat(gateway.containsBean(name)).as(name).isTrue();
                assertThat(seen.lookupByName(name)).as(name).isNull();
            }
            assertThat(seen.lookupByName("deadline")).isInstanceOf(Policy.class);
            assertThat(seen.lookupByName("crm")).isInstanceOf(StringBuilder.class);
        }
    }

    @Test
    void theDatabaseOfSeveralGatewaysIsOutOfReachAsWell(@TempDir Path directory) {
        try (AnnotationConfigApplicationContext gateway = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of(
                            "mehari.dead-letters.directory=" + directory,
                            "mehari.database.url=jdbc:postgresql://127.0.0.1:1/mehari")
                    .applyTo(gateway);
            gateway.register(GatewayBeans.class);
            gateway.refresh();
            RouteBeans seen = new RouteBeans(gateway);
            assertThat(gateway.getBean("sharedDatabase")).isInstanceOf(DataSource.class);
            assertThat(seen.lookupByName("sharedDatabase")).isNull();
            assertThat(seen.findByTypeWithName(DataSource.class)).isEmpty();
            assertThat(seen.findByTypeWithName(AutoCloseable.class)).doesNotContainKey("sharedDatabase");
        }
    }
}
