package io.mehari.starter;

import io.mehari.MehariApplication;
import io.mehari.component.generation.PipelineEntry;
import io.mehari.component.generation.ToolComponent;
import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.endpoint.http.ServedAddress;
import io.mehari.launch.ApplicationBeans;
import io.mehari.launch.Launch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.StandardEnvironment;

/**
 * The gateway that runs in an application. It has a Spring context and Camel contexts of its own, so no bean, route or
 * setting of the application can take the place of one of the gateway's, nor the other way round. Route files see the
 * beans of the application, and settings under {@code mehari}. Safe for concurrent use.
 */
public final class EmbeddedGateway implements SmartLifecycle {
    private static final List<String> SETTINGS = List.of(
            "--spring.config.location=classpath:/mehari/embedded/",
            "--spring.main.web-application-type=none",
            "--spring.main.banner-mode=off",
            "--spring.main.lazy-initialization=false",
            "--spring.application.name=mehari");

    private final ConfigurableApplicationContext application;
    private volatile Running running;

    /** What there is only while it runs. */
    private record Running(ConfigurableApplicationContext context, PipelineEntry pipeline) {}

    /**
     * A gateway that does not run yet.
     *
     * @param application whose beans and settings it may use
     */
    EmbeddedGateway(ConfigurableApplicationContext application) {
        this.application = application;
    }

    /** Starts it, and returns when it serves. What is wrong with its files ends the start of the application. */
    @Override
    public synchronized void start() {
        if (running != null) {
            return;
        }
        Launch launch =
                new Launch(SETTINGS, new EnvironmentNames(Map.of()), Optional.empty(), LaunchOptions.NONE, List.of());
        ConfigurableApplicationContext context = launch.run(MehariApplication.class, this::prepare);
        running = new Running(context, new PipelineEntry(context.getBean(CamelContext.class), ToolComponent.PIPELINE));
    }

    /** The application has set up logging already, and ends the gateway with itself. */
    private void prepare(SpringApplication gateway) {
        StandardEnvironment environment = new StandardEnvironment();
        ApplicationSettings.of(application.getEnvironment()).addTo(environment.getPropertySources());
        gateway.setEnvironment(environment);
        gateway.setRegisterShutdownHook(false);
        gateway.setListeners(gateway.getListeners().stream()
                .filter(listener -> !(listener instanceof LoggingApplicationListener))
                .toList());
        gateway.addInitializers(context -> {
            context.getBeanFactory().registerSingleton("applicationBeans", new ApplicationBeans(application));
            context.getBeanFactory()
                    .registerSingleton(
                            LoggingApplicationListener.LOGGING_SYSTEM_BEAN_NAME,
                            LoggingSystem.get(application.getClassLoader()));
        });
    }

    /** Ends it: calls in flight are waited for as where the gateway is the program. */
    @Override
    public synchronized void stop() {
        Running ending = running;
        running = null;
        if (ending != null) {
            ending.context().close();
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    /**
     * Where it can be called.
     *
     * @return such as {@code http://127.0.0.1:8000}
     * @throws IllegalStateException if it does not run
     */
    public String address() {
        return now().context().getBean(ServedAddress.class).base();
    }

    /** Where calls of tools enter. */
    PipelineEntry pipeline() {
        return now().pipeline();
    }

    private Running now() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("The gateway does not run: it starts when all beans of the application are"
                    + " there, and ends before they do");
        }
        return now;
    }
}
