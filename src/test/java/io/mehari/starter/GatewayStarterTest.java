package io.mehari.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.component.generation.ToolComponent;
import io.mehari.support.ChangesBehaviour;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class GatewayStarterTest {
    private static final String FLYWAY = "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration";

    /** Makes its beans and starts none. */
    private static final class Unstarted extends AnnotationConfigApplicationContext {
        Unstarted(String... settings) {
            for (String setting : settings) {
                String[] parts = setting.split("=");
                getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource(setting, Map.of(parts[0], parts[1])));
            }
            register(GatewayStarter.class);
            refresh();
        }

        @Override
        protected void finishRefresh() {
            // the gateway would start here
        }
    }

    @Test
    @ChangesBehaviour("mehari.embedded.enabled")
    void theGatewayIsThereUnlessItIsSwitchedOff() {
        try (Unstarted application = new Unstarted()) {
            assertThat(application.getBeansOfType(EmbeddedGateway.class)).hasSize(1);
            assertThat(application.getBean("tool-component")).isInstanceOf(ToolComponent.class);
        }
        try (Unstarted application = new Unstarted("mehari.embedded.enabled=false")) {
            assertThat(application.getBeansOfType(EmbeddedGateway.class)).isEmpty();
            assertThat(application.containsBean("tool-component")).isFalse();
        }
    }

    @Test
    void springBootFindsIt() {
        assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
                .contains(GatewayStarter.class.getName());
    }

    @Test
    void aRouteThatCallsAToolTooEarlyIsTold() throws Exception {
        try (Unstarted application = new Unstarted();
                DefaultCamelContext camel = new DefaultCamelContext(new DefaultRegistry())) {
            camel.addComponent("tool", application.getBean(ToolComponent.class));
            camel.start();
            assertThatThrownBy(() -> camel.createProducerTemplate().requestBody("tool:camel/current_time", Map.of()))
                    .isInstanceOf(CamelExecutionException.class)
                    .rootCause()
                    .hasMessageContaining("The gateway does not run");
        }
    }

    @Test
    void flywayIsLeftToApplicationsThatUseIt() {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        ClassLoader without = new ClassLoader(null) {};
        assertThat(isKept(beans, new StandardEnvironment(), without)).isFalse();
        assertThat(isKept(beans, new StandardEnvironment(), getClass().getClassLoader()))
                .as("with db/migration on the class path")
                .isTrue();
        StandardEnvironment asked = new StandardEnvironment();
        asked.getPropertySources().addLast(new MapPropertySource("file", Map.of("spring.flyway.locations", "db")));
        assertThat(isKept(beans, asked, without)).isTrue();
        beans.registerBeanDefinition("gatewayConfiguration", new RootBeanDefinition());
        assertThat(isKept(beans, new StandardEnvironment(), without))
                .as("the gateway's own filter decides there")
                .isTrue();
    }

    private static boolean isKept(
            DefaultListableBeanFactory beans, StandardEnvironment environment, ClassLoader classes) {
        UnaskedAutoConfigurations filter = new UnaskedAutoConfigurations();
        filter.setBeanFactory(beans);
        filter.setEnvironment(environment);
        filter.setBeanClassLoader(classes);
        return filter.match(new String[] {FLYWAY}, null)[0];
    }
}
