package io.mehari.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.ShopApplication;
import io.mehari.MehariApplication;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.core.env.StandardEnvironment;

class GatewayProgramTest {
    private static final String WEB = "org.springframework.boot.autoconfigure.aop.AopAutoConfiguration";

    /** Of somebody who has the gateway as a dependency. */
    @SpringBootApplication
    static class Stranger {}

    @Test
    void theGatewayAndWhoImportsItAreTheGateway() {
        assertThat(GatewayProgram.isStartedBy(new SpringApplication(MehariApplication.class)))
                .isTrue();
        assertThat(GatewayProgram.isStartedBy(new SpringApplication(ShopApplication.class)))
                .isTrue();
        assertThat(GatewayProgram.isStartedBy(new SpringApplication(Stranger.class)))
                .isFalse();
    }

    @Test
    void anApplicationAroundItKeepsWhatSpringBootSetsUp() {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        NeededAutoConfigurations filter = new NeededAutoConfigurations();
        filter.setBeanFactory(beans);
        assertThat(filter.match(new String[] {WEB, "com.example.OwnAutoConfiguration"}, null))
                .containsExactly(true, true);
    }

    @Test
    void theGatewayBesideAnApplicationLeavesOutWhatItsJarsBring() {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerBeanDefinition("gatewayConfiguration", new RootBeanDefinition());
        beans.registerSingleton("applicationBeans", "any");
        NeededAutoConfigurations filter = new NeededAutoConfigurations();
        filter.setBeanFactory(beans);
        filter.setEnvironment(new StandardEnvironment());
        assertThat(filter.match(
                        new String[] {
                            WEB,
                            "com.example.OwnAutoConfiguration",
                            "io.mehari.starter.GatewayStarter",
                            "org.apache.camel.spring.boot.CamelAutoConfiguration"
                        },
                        null))
                .containsExactly(false, false, false, true);
    }
}
