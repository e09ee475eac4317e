package io.mehari.endpoint.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ArgumentMode;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.component.generation.PipelineEntry;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.deadletter.DeadLetterPage;
import io.mehari.endpoint.admin.DeadLetterHandler;
import io.mehari.endpoint.admin.HealthHandler;
import io.mehari.endpoint.admin.RouteHandler;
import io.mehari.endpoint.admin.ServerRestartHandler;
import io.mehari.endpoint.http.DataPlaneServer;
import io.mehari.endpoint.http.DataSettings;
import io.mehari.endpoint.http.HttpBinding;
import io.mehari.endpoint.http.ResponseWriter;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.http.tls.TlsFront;
import io.mehari.endpoint.http.tls.TlsSettings;
import io.mehari.endpoint.page.Pages;
import io.mehari.endpoint.rest.form.Compat;
import io.mehari.endpoint.rest.form.ResultForms;
import io.mehari.idempotency.IdempotencySettings;
import io.mehari.idempotency.KeyedCalls;
import io.mehari.idempotency.MemoryAnswers;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.HealthCheck;
import io.mehari.monitoring.HealthGroups;
import io.mehari.monitoring.HealthSettings;
import io.mehari.network.ByteBudget;
import io.mehari.network.SharedLoops;
import io.mehari.protocol.Json;
import io.mehari.security.AccessRules;
import io.mehari.security.FailedKeys;
import io.mehari.security.OriginRules;
import io.mehari.security.SecuritySettings;
import io.mehari.support.ManualTimer;
import io.mehari.upstream.ForwardedHeaders;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import io.mehari.upstream.client.ClientConnectionCount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.springframework.util.unit.DataSize;

/** The shipped ingress route on a free port, with stand-ins for everything behind it. */
public final class RestGateway implements AutoCloseable {
    public static final DataSettings DEFAULTS = new DataSettings(
            "127.0.0.1",
            0,
            DataSize.ofMegabytes(10),
            DataSize.ofKilobytes(8),
            DataSize.ofKilobytes(16),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            10_000,
            2,
            true,
            TlsSettings.NONE,
            "/",
            List.of(),
            Duration.ZERO);

    /** For calls that nobody ends: those of tests in which something is thrown where Camel does not look. */
    private static final long STOP_SECONDS = 2;

    public static final SecuritySettings OPEN = new SecuritySettings(false, List.of(), List.of());

    public final ByteBudget budget;
    public final FailedKeys failedKeys = new FailedKeys(System::nanoTime);
    public final ManualTimer timer = new ManualTimer();
    public final ToolCatalog catalog = new ToolCatalog();
    public final Upstreams upstreams = new Upstreams();

    public final ServerAliases aliases = new ServerAliases();

    /** Connections of clients to every server, each of which has an open question. */
    public volatile int ofClients;

    public final List<HealthCheck> checks = new CopyOnWriteArrayList<>();
    public volatile Function<ToolCall, CompletableFuture<ToolCallResult>> pipeline = call -> done(echo(call));
    public volatile DeadLetterHandler.Store deadLetters = (filter, limit, before) ->
            CompletableFuture.completedFuture(new DeadLetterPage(List.of(), Optional.empty()));

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final KeyedCalls keyedCalls;
    private final ToolGroups groups;
    private final SharedLoops loops;
    private final DataPlaneServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A gateway that was started for one server. */
    public static RestGateway of(String singleServer) throws Exception {
        return new RestGateway(DEFAULTS, OPEN, Optional.of(singleServer));
    }

    public static RestGateway start() throws Exception {
        return new RestGateway(DEFAULTS, OPEN);
    }

    public RestGateway(DataSettings settings, SecuritySettings security) throws Exception {
        this(settings, security, Optional.empty());
    }

    public RestGateway(DataSettings settings, SecuritySettings security, Optional<String> singleServer)
            throws Exception {
        this(settings, security, singleServer, ByteBudget.unlimited());
    }

    /** A gateway whose calls may hold so many bytes. */
    public static RestGateway holding(long bytes) throws Exception {
        return new RestGateway(DEFAULTS, OPEN, Optional.empty(), new ByteBudget(bytes));
    }

    public RestGateway(
            DataSettings settings, SecuritySettings security, Optional<String> singleServer, ByteBudget budget)
            throws Exception {
        this(settings, security, singleServer, budget, RestSettings.DEFAULTS);
    }

    /** A gateway with its own paths and forms. */
    public static RestGateway with(RestSettings rest, RestRoute.Provider... more) throws Exception {
        return new RestGateway(DEFAULTS, OPEN, Optional.empty(), ByteBudget.unlimited(), rest, more);
    }

    /** Settings of the documents and the forms; the rest as where nothing is configured. */
    public static RestSettings settings(
            Compat compat, String rootPath, String title, String description, String version) {
        return new RestSettings(
                compat, rootPath, title, description, version, IdempotencySettings.DEFAULTS, ArgumentMode.COERCE);
    }

    /** A gateway with other bounds of calls with an idempotency key. */
    public static RestGateway with(IdempotencySettings idempotency) throws Exception {
        return with(new RestSettings(Compat.FIXED, "", "", "", "", idempotency, ArgumentMode.COERCE));
    }

    public RestGateway(
            DataSettings settings,
            SecuritySettings security,
            Optional<String> singleServer,
            ByteBudget budget,
            RestSettings rest,
            RestRoute.Provider... more)
            throws Exception {
        this(settings, security, singleServer, budget, rest, new GroupSettings(Map.of()), more);
    }

    /** A gateway with tool groups. */
    public static RestGateway grouped(SecuritySettings security, Map<String, GroupSettings.Group> groups)
            throws Exception {
        return new RestGateway(
                DEFAULTS,
                security,
                Optional.empty(),
                ByteBudget.unlimited(),
                RestSettings.DEFAULTS,
                new GroupSettings(groups));
    }

    private RestGateway(
            DataSettings settings,
            SecuritySettings security,
            Optional<String> singleServer,
            ByteBudget budget,
            RestSettings rest,
            GroupSettings groupSettings,
            RestRoute.Provider... more)
            throws Exception {
        this.groups = new ToolGroups(groupSettings, catalog, aliases);
        this.budget = budget;
        this.keyedCalls = new KeyedCalls(
                new PipelineEntry(context, "generation:tool-call")::send,
                new MemoryAnswers(rest.idempotency(), timer, timer::nanoTime),
                rest.idempotency(),
                timer,
                budget);
        ResultForms forms = new ResultForms(rest.compat(), catalog);
        OriginRules origins =
                new OriginRules(security, settings.isLoopback(), settings.tls().isOn(), settings.allowedHosts());
        AccessRules access = new AccessRules(security);
        ResponseWriter writer = new ResponseWriter(origins, new RestRejections(forms));
        loops = new SharedLoops(settings.eventLoopThreads(), settings.nativeTransport(), "mehari-data");
        List<RestRoute.Provider> handlers = new ArrayList<>(handlers(settings, singleServer));
        handlers.addAll(List.of(more));
        RestRouter router = new RestRouter(handlers, prefix(settings), singleServer, aliases, groups);
        ShortPaths paths = new ShortPaths(router, prefix(settings), rest, catalog, aliases);
        RestIngress restIngress = new RestIngress(
                origins,
                access,
                paths,
                failedKeys,
                new ForwardedHeaders(upstreams),
                new CallBody(forms, catalog, rest.arguments()),
                forms,
                new KeyedCallHandler(keyedCalls, forms),
                new AccessAnswers(forms, access.isStrict(), (server, tool) -> true));
        server = new DataPlaneServer(settings, writer, loops, budget, () -> List.of(restIngress), rest.root());
        Properties properties = new Properties();
        properties.setProperty("mehari.data.host", settings.host());
        properties.setProperty("mehari.data.port", Integer.toString(settings.port()));
        context.getPropertiesComponent().setInitialProperties(properties);
        context.addComponent("generation", new StandInPipeline(call -> pipeline.apply(call)));
        context.getRegistry().bind("httpBinding", new HttpBinding(writer));
        context.getRegistry().bind("dataPlaneServer", server);
        context.getRegistry().bind("restIngress", restIngress);
        context.getRegistry().bind("restAnswers", new RestAnswers(forms));
        context.getRegistry().bind("restReply", new RestReply(forms));
        context.disableJMX();
        context.getShutdownStrategy().setTimeout(STOP_SECONDS);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getResourceLoader(context)
                        .resolveResource("file:"
                                + Path.of("routes/endpoint/rest.camel.yaml").toAbsolutePath()));
        context.start();
    }

    private List<RestRoute.Provider> handlers(DataSettings settings, Optional<String> singleServer) {
        List<RestRoute.Provider> all = new ArrayList<>(
                Pages.of(catalog, upstreams, groups, prefix(settings), singleServer.isPresent(), Compat.FIXED));
        all.addAll(List.of(
                new HealthHandler(
                        new Health(() -> checks, Clock.systemUTC()),
                        new HealthGroups(new HealthSettings(List.of(), Map.of())),
                        upstreams,
                        ServerHealths.NONE),
                new GroupHandler(groups),
                new CatalogHandler(
                        catalog,
                        upstreams,
                        server -> new ClientConnectionCount(ofClients, ofClients),
                        server -> ofClients,
                        ServerHealths.NONE,
                        aliases),
                new DeadLetterHandler((filter, limit, before) -> deadLetters.list(filter, limit, before)),
                new RouteHandler(null, new RunningGeneration()),
                new ServerRestartHandler(upstreams),
                new BatchHandler(
                        new PipelineEntry(context, "generation:tool-call"),
                        timer,
                        new ForwardedHeaders(upstreams),
                        keyedCalls)));
        return all;
    }

    private static PathPrefix prefix(DataSettings settings) {
        return PathPrefix.of(settings.pathPrefix());
    }

    /** Writes rejections in the default forms. */
    public static RestRejections rejections() {
        return new RestRejections(new ResultForms(Compat.FIXED, new ToolCatalog()));
    }

    public static CompletableFuture<ToolCallResult> done(ToolCallResult result) {
        return CompletableFuture.completedFuture(result);
    }

    /** A result whose one text item is the arguments. */
    public static ToolCallResult echo(ToolCall call) {
        return text(Json.text(call.arguments()));
    }

    public static ToolCallResult text(String text) {
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return new ToolCallResult.Success(result, false);
    }

    /** The defaults below a path. */
    public static DataSettings below(String pathPrefix) {
        return new DataSettings(
                DEFAULTS.host(),
                DEFAULTS.port(),
                DEFAULTS.maxBody(),
                DEFAULTS.maxRequestLine(),
                DEFAULTS.maxHeaders(),
                DEFAULTS.requestTimeout(),
                DEFAULTS.idleTimeout(),
                DEFAULTS.maxConnections(),
                DEFAULTS.threads(),
                DEFAULTS.nativeTransport(),
                DEFAULTS.tls(),
                pathPrefix,
                List.of(),
                Duration.ZERO);
    }

    /** The defaults under further names of hosts. */
    public static DataSettings under(String... hosts) {
        return new DataSettings(
                DEFAULTS.host(),
                DEFAULTS.port(),
                DEFAULTS.maxBody(),
                DEFAULTS.maxRequestLine(),
                DEFAULTS.maxHeaders(),
                DEFAULTS.requestTimeout(),
                DEFAULTS.idleTimeout(),
                DEFAULTS.maxConnections(),
                DEFAULTS.threads(),
                DEFAULTS.nativeTransport(),
                DEFAULTS.tls(),
                DEFAULTS.pathPrefix(),
                List.of(hosts),
                Duration.ZERO);
    }

    /** TLS with this certificate on top of the defaults. */
    public static DataSettings withTls(TlsSettings tls) {
        return withTls(tls, DEFAULTS.requestTimeout(), DEFAULTS.idleTimeout(), DEFAULTS.maxConnections());
    }

    /** TLS with this certificate, and limits of connections. */
    public static DataSettings withTls(TlsSettings tls, Duration requestTimeout, Duration idle, int connections) {
        return new DataSettings(
                DEFAULTS.host(),
                DEFAULTS.port(),
                DataSize.ofKilobytes(200),
                DEFAULTS.maxRequestLine(),
                DEFAULTS.maxHeaders(),
                requestTimeout,
                idle,
                connections,
                DEFAULTS.threads(),
                DEFAULTS.nativeTransport(),
                tls,
                "/",
                List.of(),
                Duration.ZERO);
    }

    public CompletableFuture<Void> handOver(CamelContext next) {
        return server.handOver(next);
    }

    public Optional<TlsFront> tls() {
        return server.tls();
    }

    public int port() {
        return server.getPort();
    }

    public DefaultCamelContext context() {
        return context;
    }

    public Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    public HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public static JsonNode json(HttpResponse<String> response) throws IOException {
        return Json.read(response.body());
    }

    @Override
    public void close() {
        context.stop();
        loops.close();
    }
}
