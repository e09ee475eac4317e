package io.mehari.launch;

import io.mehari.configuration.LaunchOptions;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.context.ApplicationListener;

/** Ends a start with all problems of all files before anything of the gateway is made. */
class ConfigurationGuard implements ApplicationListener<ApplicationContextInitializedEvent> {
    @Override
    public void onApplicationEvent(ApplicationContextInitializedEvent event) {
        LaunchOptions options = event.getApplicationContext()
                .getBeanFactory()
                .getBeanProvider(LaunchOptions.class)
                .getIfAvailable(() -> LaunchOptions.NONE);
        ConfigurationCheck.of(event.getApplicationContext().getEnvironment(), options)
                .refuseErrors();
    }
}
