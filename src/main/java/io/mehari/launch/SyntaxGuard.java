package io.mehari.launch;

import io.mehari.configuration.LaunchOptions;
import io.mehari.history.LastGood;
import org.springframework.boot.ConfigurableBootstrapContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/** Ends a start whose {@code application.yaml} is no YAML, with the problems of all other files. */
class SyntaxGuard implements EnvironmentPostProcessor, Ordered {
    private final LaunchOptions options;

    /** The files of a kept version have been looked at already. */
    private final boolean looked;

    SyntaxGuard(ConfigurableBootstrapContext bootstrap) {
        this.options = bootstrap.getOrElse(LaunchOptions.class, LaunchOptions.NONE);
        this.looked = bootstrap.isRegistered(LastGood.class);
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!looked && GatewayProgram.isStartedBy(application)) {
            ConfigurationCheck.withoutSettings(environment, options).refuseErrors();
        }
    }

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER - 1;
    }
}
