package io.mehari.endpoint.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.catalog.offer.OfferCatalog;
import io.mehari.endpoint.http.DataPlaneServer;
import io.mehari.endpoint.http.HttpBinding;
import io.mehari.endpoint.http.ResponseWriter;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.endpoint.mcp.message.McpHandler;
import io.mehari.endpoint.rest.RestGateway;
import io.mehari.network.ByteBudget;
import io.mehari.network.SharedLoops;
import io.mehari.protocol.Json;
import io.mehari.security.AccessRules;
import io.mehari.security.FailedKeys;
import io.mehari.security.OriginRules;
import io.mehari.security.SecuritySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/** The shipped ingress routes of the MCP endpoint on a free port, with whatever handlers a test gives it. */
public final class McpGateway implements AutoCloseable {
    /** Where nothing is configured, so that every caller on this machine may do everything. */
    public static final SecuritySettings OPEN = RestGateway.OPEN;

    public final ToolCatalog catalog;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SharedLoops loops;
    private final DataPlaneServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** One handler for everything. */
    public McpGateway(McpHandler handler) throws Exception {
        this(OPEN, new ToolCatalog(), exchange -> handler);
    }

    /** Both eras, told apart as the gateway does. */
    public McpGateway(SecuritySettings security, ToolCatalog catalog, McpHandler legacy, McpHandler modern)
            throws Exception {
        this(security, catalog, new Eras(legacy, modern));
    }

    public McpGateway(SecuritySettings security, ToolCatalog catalog, Function<McpExchange, McpHandler> handlers)
            throws Exception {
        this.catalog = catalog;
        OriginRules origins = new OriginRules(security, true, false);
        ResponseWriter writer = new ResponseWriter(origins, RestGateway.rejections());
        ToolGroups groups = new ToolGroups(new GroupSettings(Map.of()), catalog, new ServerAliases());
        McpIngress ingress = new McpIngress(
                origins,
                new AccessRules(security),
                new FailedKeys(System::nanoTime),
                new McpPaths(catalog, new OfferCatalog(), groups, new ServerAliases()));
        loops = new SharedLoops(2, true, "mehari-data");
        server = new DataPlaneServer(
                RestGateway.DEFAULTS, writer, loops, ByteBudget.unlimited(), () -> List.of(ingress));
        Properties properties = new Properties();
        properties.setProperty("mehari.data.host", "127.0.0.1");
        properties.setProperty("mehari.data.port", "0");
        context.getPropertiesComponent().setInitialProperties(properties);
        context.getRegistry().bind("httpBinding", new HttpBinding(writer));
        context.getRegistry().bind("dataPlaneServer", server);
        context.getRegistry().bind("mcpIngress", ingress);
        context.getRegistry().bind("mcpDispatch", new McpDispatch(handlers));
        context.disableJMX();
        for (String route : List.of("mcp", "mcp-sse", "mcp-messages")) {
            Path file = Path.of("routes/endpoint/" + route + ".camel.yaml").toAbsolutePath();
            if (Files.exists(file)) {
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:" + file));
            }
        }
        context.start();
    }

    public int port() {
        return server.getPort();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** POSTs a message with headers given as names and values by turns. */
    public HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("content-type", "application/json")
                .header("accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Sends a request without a body. */
    public HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody());
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return sending(request).join();
    }

    public CompletableFuture<HttpResponse<String>> sending(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** The JSON of a response that is sent as a whole. */
    public static JsonNode json(HttpResponse<String> response) {
        try {
            return Json.read(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.stop();
        loops.close();
    }
}
