package io.mehari.endpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.ArgumentMode;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.endpoint.http.DataSettings;
import io.mehari.endpoint.http.ReceivedRequest;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.network.ByteBudget;
import io.mehari.result.LargeResults;
import io.mehari.result.ResultSettings;
import io.mehari.security.AccessLevel;
import io.mehari.security.AccessRules;
import io.mehari.security.FailedKeys;
import io.mehari.security.OriginRules;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.CheckedSettings;
import io.mehari.support.ManualTimer;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import io.mehari.upstream.client.ClientConnectionLimits;
import io.mehari.upstream.client.ClientConnections;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.util.unit.DataSize;

class RestConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withInitializer(new CheckedSettings())
            .withUserConfiguration(Neighbours.class, RestConfiguration.class);

    @Test
    void offersTheBeansTheRouteNames() {
        runner.run(context -> assertThat(context)
                .hasBean("restIngress")
                .hasBean("restAnswers")
                .hasBean("restReply"));
    }

    @Test
    void eachHandlerBringsItsOwnPath() {
        runner.run(context -> assertThat(
                        context.getBeansOfType(RestRoute.Provider.class).values())
                .flatExtracting(RestRoute.Provider::routes)
                .extracting(route -> route.method() + " " + route.path())
                .containsExactlyInAnyOrder(
                        "GET /groups",
                        "GET /groups/{group}",
                        "GET /api/v1/servers",
                        "GET /api/v1/tools",
                        "GET /api/v1/tools/{server}/{tool}",
                        "GET /api/v1/results/{handle}",
                        "POST /api/v1/batch"));
    }

    @Test
    void twoHandlersOfOnePathAreRejected() {
        RestRoute route = RestRoute.get("/api/v1/twice", AccessLevel.CALL, (request, target, context) -> null);
        RestRoute.Provider handler = () -> List.of(route);

        assertThatThrownBy(() -> new RestRouter(List.of(handler, handler), PathPrefix.of("/"), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GET /api/v1/twice");
    }

    @Test
    @ChangesBehaviour("mehari.rest.arguments")
    void callsOfTheShortFormSayWhatBecomesOfTheirArguments() {
        runner.run(context -> assertThat(modeIn(context)).contains(ArgumentMode.COERCE));
        runner.withPropertyValues("mehari.rest.arguments=strict")
                .run(context -> assertThat(modeIn(context)).contains(ArgumentMode.STRICT));
        runner.withPropertyValues("mehari.rest.compat=exact")
                .run(context -> assertThat(modeIn(context)).contains(ArgumentMode.MCPO));
        runner.withPropertyValues("mehari.rest.arguments=mcpo")
                .run(context -> assertThat(context).hasFailed());
    }

    private static Optional<ArgumentMode> modeIn(ApplicationContext context) {
        try (ReceivedRequest received = new ReceivedRequest("/files/read", "*/*")) {
            return context.getBean(CallBody.class)
                    .read(
                            received.request(),
                            new RestRouter.Operation.Tool("files", "read"),
                            received.request().context())
                    .mode();
        }
    }

    @Test
    void theShortFormTakesTheNameOfTheEntryAsWellAsThatOfTheServer() {
        ServerAliases aliases = new ServerAliases();
        RestRouter router = new RestRouter(List.of(), PathPrefix.of("/tools"), Optional.empty(), aliases);
        aliases.apply(Map.of("@scope/My Server", "scope-my-server", "health", "health"));
        var tool = Map.of(HttpMethod.POST, new RestRouter.Operation.Tool("scope-my-server", "read"));
        assertThat(router.at(RequestTarget.parse("/tools/%40scope%2FMy%20Server/read")))
                .isEqualTo(tool);
        assertThat(router.at(RequestTarget.parse("/tools/scope-my-server/read")))
                .isEqualTo(tool);
        assertThat(router.at(RequestTarget.parse("/api/v1/tools/scope-my-server/read")))
                .isEqualTo(tool);
        assertThat(router.at(RequestTarget.parse("/api/v1/tools/health/read")))
                .isEqualTo(Map.of(HttpMethod.POST, new RestRouter.Operation.Tool("health", "read")));
        assertThat(router.at(RequestTarget.parse("/tools/health/read"))).isEmpty();
    }

    static class Neighbours {
        @Bean
        AccessRules accessRules() {
            return new AccessRules(RestGateway.OPEN);
        }

        @Bean
        OriginRules dataOrigins() {
            return new OriginRules(RestGateway.OPEN, true, false);
        }

        @Bean
        ByteBudget budget() {
            return ByteBudget.unlimited();
        }

        @Bean
        Timer timer() {
            return new ManualTimer();
        }

        @Bean
        FailedKeys failedKeys() {
            return new FailedKeys(System::nanoTime);
        }

        @Bean
        DataSettings dataSettings() {
            return RestGateway.DEFAULTS;
        }

        @Bean
        ServerAliases serverAliases() {
            return new ServerAliases();
        }

        @Bean
        ToolGroups toolGroups(ServerAliases aliases) {
            return new ToolGroups(new GroupSettings(Map.of()), new ToolCatalog(), aliases);
        }

        @Bean
        ServerHealths serverHealths() {
            return ServerHealths.NONE;
        }

        @Bean
        LargeResults largeResults() {
            ResultSettings off =
                    new ResultSettings(false, 100, 10, List.of(), 10, DataSize.ofMegabytes(1), Duration.ofMinutes(1));
            return new LargeResults(off, Clock.systemUTC());
        }

        @Bean
        ToolCatalog catalog() {
            return new ToolCatalog();
        }

        @Bean
        Upstreams upstreams() {
            return new Upstreams();
        }

        @Bean
        ClientConnections clientConnections(Upstreams upstreams, Timer timer) {
            ClientConnectionLimits none =
                    new ClientConnectionLimits(0, 0, Duration.ofMinutes(5), Duration.ofMinutes(5));
            return new ClientConnections(upstreams, (server, listener) -> null, none, timer, System::nanoTime);
        }

        @Bean(destroyMethod = "stop")
        CamelContext camelContext() {
            return new DefaultCamelContext();
        }
    }
}
