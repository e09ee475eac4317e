package io.mehari.starter;

import io.mehari.component.generation.ToolComponent;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Starts the gateway beside an application that has it as a dependency, and gives the application's own Camel routes the
 * component {@code tool:}. Its name keeps it from being read as a part of the gateway; where the gateway is the program, or
 * is imported by {@code @Import(MehariApplication.class)}, it is left out.
 */
@AutoConfiguration
@EnableConfigurationProperties(EmbeddedSettings.class)
@ConditionalOnProperty(prefix = "mehari.embedded", name = "enabled", matchIfMissing = true)
public class GatewayStarter {
    /** The gateway, started when all beans of the application are there, and stopped before any of them ends. */
    @Bean
    @ConditionalOnMissingBean
    EmbeddedGateway embeddedGateway(ConfigurableApplicationContext application) {
        return new EmbeddedGateway(application);
    }

    /** {@code tool:server/name} in routes of the application; found by Camel by this name. */
    @Bean(name = "tool-component")
    @ConditionalOnMissingBean(ToolComponent.class)
    ToolComponent toolsOfTheGateway(EmbeddedGateway gateway) {
        return new ToolComponent(gateway::pipeline);
    }
}
