package io.mehari.endpoint.rest;

import io.mehari.call.CallTraces;
import io.mehari.call.ParkedCalls;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.component.generation.PipelineEntry;
import io.mehari.configuration.LaunchOptions;
import io.mehari.endpoint.http.DataSettings;
import io.mehari.endpoint.http.RejectionRenderer;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.http.target.RootPath;
import io.mehari.endpoint.rest.form.ResultForms;
import io.mehari.idempotency.KeptAnswers;
import io.mehari.idempotency.KeyClaims;
import io.mehari.idempotency.KeyedCalls;
import io.mehari.idempotency.MemoryAnswers;
import io.mehari.monitoring.diagnostics.IssueSource;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSource;
import io.mehari.network.ByteBudget;
import io.mehari.result.LargeResults;
import io.mehari.security.AccessRules;
import io.mehari.security.FailedKeys;
import io.mehari.security.OriginRules;
import io.mehari.upstream.ForwardedHeaders;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import io.mehari.upstream.client.ClientConnections;
import io.netty.util.Timer;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of REST: the steps of its ingress route, under the names that the route file uses, and the handlers. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RestSettings.class)
class RestConfiguration {
    private static final String PIPELINE = "generation:tool-call";

    @Bean
    ResultForms resultForms(RestSettings settings, ToolCatalog catalog) {
        return new ResultForms(settings.compat(), catalog);
    }

    /** The path at which a proxy shows the gateway. */
    @Bean
    RootPath rootPath(RestSettings settings) {
        return settings.root();
    }

    @Bean
    ShortPaths shortPaths(
            RestRouter router,
            DataSettings data,
            RestSettings settings,
            ToolCatalog catalog,
            ObjectProvider<ServerAliases> aliases) {
        return new ShortPaths(
                router,
                PathPrefix.of(data.pathPrefix()),
                settings,
                catalog,
                aliases.getIfAvailable(ServerAliases::new));
    }

    @Bean
    ForwardedHeaders forwardedHeaders(Upstreams upstreams, ObjectProvider<CallTraces> traces) {
        return new ForwardedHeaders(upstreams, traces.getIfAvailable() != null);
    }

    @Bean
    CallBody callBody(ResultForms forms, ToolCatalog catalog, RestSettings settings) {
        return new CallBody(forms, catalog, settings.arguments());
    }

    @Bean
    RestIngress restIngress(
            OriginRules dataOrigins,
            AccessRules access,
            ShortPaths paths,
            FailedKeys failedKeys,
            ForwardedHeaders forwarded,
            KeyedCalls keyedCalls,
            CallBody callBody,
            ResultForms forms,
            ToolCatalog catalog) {
        AccessAnswers refusals = new AccessAnswers(
                forms,
                access.isStrict(),
                (server, tool) -> catalog.find(server, tool).isPresent());
        return new RestIngress(
                dataOrigins,
                access,
                paths,
                failedKeys,
                forwarded,
                callBody,
                forms,
                new KeyedCallHandler(keyedCalls, forms),
                refusals);
    }

    @Bean
    KeyedCalls keyedCalls(
            CamelContext context,
            KeptAnswers answers,
            RestSettings settings,
            Timer timer,
            ByteBudget budget,
            ObjectProvider<KeyClaims> claims) {
        return new KeyedCalls(
                new PipelineEntry(context, PIPELINE)::send,
                answers,
                settings.idempotency(),
                timer,
                budget,
                settings.idempotency().shared() ? claims.getIfAvailable() : null);
    }

    /** Of answers that are kept elsewhere there is nothing to tell here. */
    @Bean
    MetricSource idempotencySource(KeyedCalls keyedCalls, KeptAnswers answers, ObjectProvider<KeyClaims> claims) {
        return samples -> {
            samples.add(GatewayMetric.IDEMPOTENCY_RUNNING, keyedCalls.running());
            claims.ifAvailable(shared -> samples.add(GatewayMetric.IDEMPOTENCY_UNTOLD, shared.untold()));
            if (answers instanceof MemoryAnswers memory) {
                samples.add(GatewayMetric.IDEMPOTENCY_KEYS, memory.size());
                samples.add(GatewayMetric.IDEMPOTENCY_BYTES, memory.weight());
            }
        };
    }

    @Bean
    IssueSource idempotencyIssues(RestSettings settings, ObjectProvider<KeyClaims> claims) {
        return new IdempotencyIssues(settings.idempotency().shared(), claims.getIfAvailable());
    }

    @Bean
    KeptAnswers keptAnswers(RestSettings settings, Timer timer) {
        return new MemoryAnswers(settings.idempotency(), timer, System::nanoTime);
    }

    @Bean
    RejectionRenderer rejections(ResultForms forms) {
        return new RestRejections(forms);
    }

    @Bean
    RestAnswers restAnswers(ResultForms forms) {
        return new RestAnswers(forms);
    }

    @Bean
    RestReply restReply(ResultForms forms) {
        return new RestReply(forms);
    }

    @Bean
    RestRouter restRouter(
            List<RestRoute.Provider> handlers,
            DataSettings settings,
            ObjectProvider<LaunchOptions> options,
            ObjectProvider<ServerAliases> aliases,
            ToolGroups groups) {
        return new RestRouter(
                handlers,
                PathPrefix.of(settings.pathPrefix()),
                singleServer(options),
                aliases.getIfAvailable(ServerAliases::new),
                groups);
    }

    @Bean
    GroupHandler groupHandler(ToolGroups groups) {
        return new GroupHandler(groups);
    }

    @Bean
    CatalogHandler catalogHandler(
            ToolCatalog catalog,
            Upstreams upstreams,
            ClientConnections ofClients,
            ObjectProvider<ParkedCalls> parked,
            ServerHealths healths,
            ServerAliases aliases) {
        return new CatalogHandler(
                catalog,
                upstreams,
                ofClients::count,
                server -> parked.stream().mapToInt(calls -> calls.of(server)).sum(),
                healths,
                aliases);
    }

    @Bean
    BatchHandler batchHandler(CamelContext context, Timer timer, ForwardedHeaders forwarded, KeyedCalls keyedCalls) {
        return new BatchHandler(new PipelineEntry(context, PIPELINE), timer, forwarded, keyedCalls);
    }

    @Bean
    ResultHandler resultHandler(LargeResults results) {
        return new ResultHandler(results);
    }

    private static Optional<String> singleServer(ObjectProvider<LaunchOptions> options) {
        return options.getIfAvailable(() -> LaunchOptions.NONE).singleServer();
    }
}
