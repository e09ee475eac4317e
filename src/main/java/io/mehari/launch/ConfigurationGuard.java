package io.mehari.launch;

import io.mehari.configuration.LaunchOptions;
import io.mehari.history.LastGood;
import io.mehari.thread.GatewayThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Ends a start with all problems of all files before anything of the gateway is made. Looks at them on a thread of its
 * own while the configuration classes are read, which tell what there will be but make nothing yet.
 */
class ConfigurationGuard implements ApplicationListener<ApplicationContextInitializedEvent> {
    @Override
    public void onApplicationEvent(ApplicationContextInitializedEvent event) {
        if (!GatewayProgram.isStartedBy(event.getSpringApplication())) {
            return; // an application with the gateway beside it, which looks at its files itself
        }
        ConfigurableApplicationContext context = event.getApplicationContext();
        if (context.getBeanFactory().getBeanProvider(LastGood.class).getIfAvailable() != null) {
            return; // the files of a kept version have been looked at already
        }
        PendingChange.takeBack(context.getEnvironment());
        LaunchOptions options =
                context.getBeanFactory().getBeanProvider(LaunchOptions.class).getIfAvailable(() -> LaunchOptions.NONE);
        CompletableFuture<ConfigurationCheck> check = begin(context.getEnvironment(), options);
        context.addBeanFactoryPostProcessor(beans -> await(check).refuseErrors());
    }

    private static CompletableFuture<ConfigurationCheck> begin(
            ConfigurableEnvironment settings, LaunchOptions options) {
        CompletableFuture<ConfigurationCheck> check = new CompletableFuture<>();
        Runnable look = () -> {
            try {
                check.complete(ConfigurationCheck.of(settings, options));
            } catch (RuntimeException | Error e) {
                check.completeExceptionally(e);
            }
        };
        new GatewayThread(look, "mehari-configuration-start").start();
        return check;
    }

    private static ConfigurationCheck await(CompletableFuture<ConfigurationCheck> check) {
        try {
            return check.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
