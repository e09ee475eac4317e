package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.aitool.AiTool;
import io.mehari.component.aitool.AiToolExchange;
import io.mehari.component.aitool.AiToolRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.timer.TimerEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.Policy;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.apache.camel.test.spring.junit5.UseAdviceWith;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;

/**
 * A Camel context with one shipped route file in it, the one that the property {@code route} of the test class names.
 * Its neighbours are stand-ins that write down in which order an exchange meets them.
 */
@CamelSpringBootTest
@UseAdviceWith
@DirtiesContext
@SpringBootTest(
        classes = RouteFixture.Camel.class,
        properties = {
            "spring.config.location=classpath:/application.yaml",
            "logging.level.root=WARN",
            "camel.main.routes-include-pattern=file:routes/${route}"
        })
abstract class RouteFixture {
    /** Trace of the stand-in for the error firewall. */
    static final String FIREWALL = "firewall";

    /** The route of {@link #standInCaller}. */
    static final String CALLER = "direct:caller";

    /** A step that fails. */
    static final Processor FAILS = exchange -> {
        throw new IllegalStateException("broken on purpose");
    };

    @Autowired
    ModelCamelContext context;

    @Autowired
    private ProducerTemplate template;

    @Autowired
    private StandIns standIns;

    /** Replaces what the file names; the routes are loaded and not started. */
    abstract void replaceNeighbours() throws Exception;

    @BeforeEach
    void startAndForget() throws Exception {
        if (!context.isStarted()) {
            replaceNeighbours();
            context.start();
        }
        standIns.trace.clear();
        standIns.actions.clear();
    }

    /** What an exchange has met, in order. A policy is met twice, the second time with a slash in front. */
    final List<String> trace() {
        return standIns.trace;
    }

    /** What the stand-in of this name does until the end of the test. */
    final void during(String name, Processor action) {
        standIns.actions.put(name, action);
    }

    /** The stand-in of this name. */
    final Processor step(String name) {
        return standIns.step(name);
    }

    final void standInBean(String name) {
        context.getRegistry().bind(name, Processor.class, step(name));
    }

    final void standInPolicy(String name) {
        context.getRegistry().bind(name, Policy.class, new Policy() {
            @Override
            public void beforeWrap(Route route, NamedNode definition) {
                // nothing to prepare
            }

            @Override
            public Processor wrap(Route route, Processor steps) {
                return exchange -> {
                    trace().add(name);
                    steps.process(exchange);
                    trace().add("/" + name);
                };
            }
        });
    }

    /** Every endpoint of this scheme is a stand-in, to be named by {@link #standInEndpoint}. */
    final void standInComponent(String scheme) {
        context.addComponent(scheme, new MockComponent());
    }

    /** An endpoint that is a {@code mock:} or is mocked by an annotation of the test class. */
    final void standInEndpoint(String uri) {
        Endpoint endpoint = context.getEndpoint(uri);
        MockEndpoint mock = endpoint instanceof MockEndpoint standIn
                ? standIn
                : context.getEndpoint("mock:" + uri, MockEndpoint.class);
        mock.whenAnyExchangeReceived(step(uri));
    }

    /** A route from {@link #CALLER} that calls this one, as the pipeline does: failures go to the firewall. */
    final void standInCaller(String uri) throws Exception {
        context.addRoutes(new Firewall(standIns));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(CALLER)
                        .routeId("caller")
                        .routeConfigurationId("error-firewall")
                        .to(uri);
            }
        });
    }

    /** Lets the route start from here instead of where its file says. */
    final void enterAt(String routeId, String uri) throws Exception {
        standIns.entries.put(
                routeId, context.getRouteDefinition(routeId).getInput().getEndpointUri());
        AdviceWith.adviceWith(context, routeId, advice -> advice.replaceFromWith(uri));
    }

    /**
     * The endpoint that a route starts from according to its file, before {@link #enterAt}.
     *
     * @param settings values of the placeholders in it
     */
    final <T extends Endpoint> T entryOf(String routeId, Class<T> type, Map<String, String> settings) {
        Properties overrides = new Properties();
        overrides.putAll(settings);
        context.getPropertiesComponent().setOverrideProperties(overrides);
        try {
            return context.getEndpoint(standIns.entries.get(routeId), type);
        } finally {
            context.getPropertiesComponent().setOverrideProperties(new Properties());
        }
    }

    /**
     * How often a route that starts from a timer runs.
     *
     * @param settings values of the placeholders in its file
     */
    final Duration periodOf(String routeId, Map<String, String> settings) {
        return Duration.ofMillis(entryOf(routeId, TimerEndpoint.class, settings).getPeriod());
    }

    final Exchange send(String uri) {
        return send(uri, exchange -> {});
    }

    final Exchange send(String uri, Consumer<Exchange> prepare) {
        return template.request(uri, prepare::accept);
    }

    /** The only tool of the file. */
    final AiTool tool() {
        List<AiTool> tools = AiToolRegistry.of(context).tools();
        assertThat(tools).hasSize(1);
        return tools.get(0);
    }

    /** What the tool answers, as {@code tools/call} has it. */
    final ObjectNode call(ObjectNode arguments) throws Exception {
        Exchange exchange = AiToolExchange.of(context, tool(), arguments);
        tool().route().process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return AiToolExchange.result(tool(), exchange);
    }

    /** Camel as the gateway's Spring application has it. */
    @ImportAutoConfiguration(CamelAutoConfiguration.class)
    static class Camel {
        @Bean
        StandIns standIns() {
            return new StandIns();
        }
    }

    /**
     * A route configuration of the name of the error firewall, which handles every failure. To be imported where the
     * file under test names it, since it holds only for routes that are loaded after it.
     */
    static final class Firewall extends RouteConfigurationBuilder {
        private final StandIns standIns;

        Firewall(StandIns standIns) {
            this.standIns = standIns;
        }

        @Override
        public void configuration() {
            routeConfiguration("error-firewall")
                    .onException(Throwable.class)
                    .handled(true)
                    .process(standIns.step(FIREWALL));
        }
    }

    /** What the stand-ins do and have met: as old as the context, while each test method has a fixture of its own. */
    static final class StandIns {
        private final List<String> trace = new CopyOnWriteArrayList<>();
        private final Map<String, Processor> actions = new ConcurrentHashMap<>();
        private final Map<String, String> entries = new ConcurrentHashMap<>();

        Processor step(String name) {
            return exchange -> {
                trace.add(name);
                actions.getOrDefault(name, ignored -> {}).process(exchange);
            };
        }
    }
}
