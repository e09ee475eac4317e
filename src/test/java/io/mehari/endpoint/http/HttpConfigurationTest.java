package io.mehari.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.endpoint.rest.RestGateway;
import io.mehari.network.ByteBudget;
import io.mehari.security.AccessRules;
import io.mehari.security.SecuritySettings;
import io.mehari.support.CheckedSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.util.unit.DataSize;

class HttpConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withInitializer(new CheckedSettings())
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Neighbours.class, HttpConfiguration.class);

    @Test
    void offersTheBeansThatIngressRoutesName() {
        runner.run(context -> assertThat(context).hasBean("httpBinding").hasBean("dataPlaneServer"));
    }

    @Test
    void bindsLoopbackByDefault() {
        runner.run(context -> {
            DataSettings settings = context.getBean(DataSettings.class);

            assertThat(settings.host()).isEqualTo("127.0.0.1");
            assertThat(settings.port()).isEqualTo(8000);
            assertThat(settings.isLoopback()).isTrue();
            assertThat(settings.maxBody()).isEqualTo(DataSize.ofMegabytes(10));
            assertThat(settings.requestTimeout()).isEqualTo(Duration.ofSeconds(30));
            assertThat(settings.idleTimeout()).isEqualTo(Duration.ofMinutes(5));
            assertThat(settings.maxConnections()).isEqualTo(10_000);
        });
    }

    @Test
    void refusesToServeTheNetworkWithoutKeys() {
        runner.withPropertyValues("mehari.data.host=0.0.0.0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("mehari.data.host is 0.0.0.0")
                        .hasMessageContaining("mehari.security.keys"));
    }

    @Test
    void servesTheNetworkWithKeys() {
        runner.withPropertyValues(
                        "mehari.data.host=0.0.0.0",
                        "mehari.security.keys[0].name=ci",
                        "mehari.security.keys[0].scopes=call",
                        "mehari.security.keys[0].sha256=" + "a".repeat(64))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host=",
                "port=-1",
                "port=65536",
                "max-body=0",
                "max-body=3GB",
                "max-request-line=0",
                "max-headers=0",
                "request-timeout=0s",
                "idle-timeout=-1s",
                "max-connections=0",
                "threads=-1",
                "allowed-hosts=*",
                "allowed-hosts=https://gateway.example.com",
                "allowed-hosts=gateway.example.com,*.example.com",
                "allowed-hosts=gateway.example.com:x"
            })
    void refusesSettingsOutOfRange(String setting) {
        runner.withPropertyValues("mehari.data." + setting)
                .run(context -> assertThat(context).hasFailed());
    }

    @EnableConfigurationProperties(SecuritySettings.class)
    static class Neighbours {
        @Bean
        AccessRules accessRules(SecuritySettings settings) {
            return new AccessRules(settings);
        }

        @Bean
        ByteBudget byteBudget() {
            return ByteBudget.unlimited();
        }

        @Bean
        RejectionRenderer rejections() {
            return RestGateway.rejections();
        }
    }
}
