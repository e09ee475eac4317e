package io.mehari.endpoint.openapi;

import static io.mehari.support.Tools.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestGateway;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.RestSettings;
import io.mehari.endpoint.rest.form.Compat;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import io.mehari.upstream.Upstreams;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

class ServerDocumentsTest {
    private static final int LIMIT_SECONDS = 20;
    private static final CallContext CONTEXT = new CallContext("id", Caller.ANONYMOUS, Instant.EPOCH, 0);

    private final ToolCatalog catalog = new ToolCatalog();
    private final ServerAliases aliases = new ServerAliases();
    private final List<OpenApiDocuments> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(OpenApiDocuments::close);
    }

    private ServerDocuments handler(RestSettings settings, PathPrefix prefix, String singleServer) {
        OpenApiDocuments documents = new OpenApiDocuments(new DocumentStyle(settings.isExact(), false));
        opened.add(documents);
        return new ServerDocuments(
                documents,
                new DocumentTexts(settings, prefix),
                catalog,
                new Upstreams(),
                aliases,
                Optional.ofNullable(singleServer));
    }

    private static Response get(RestRoute.Provider handler, String target, String known) throws Exception {
        RequestTarget path = RequestTarget.parse(target);
        Request request = Mockito.mock(Request.class);
        Mockito.when(request.header(HttpHeaderNames.IF_NONE_MATCH)).thenReturn(known);
        RestRoute route = handler.routes()
                .get(path.segments().size() == 1 ? 0 : handler.routes().size() - 1);
        return route.handler().handle(request, path, CONTEXT).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private static JsonNode read(Response response) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        response.content().writeTo(bytes);
        return Json.read(bytes.toByteArray());
    }

    private void tools(String server, String... names) {
        List<ObjectNode> definitions = new ArrayList<>();
        for (String name : names) {
            definitions.add(Tools.definition(name));
        }
        catalog.replace(ToolSource.of(Tools.settings(server)), definitions);
    }

    @Test
    void aDocumentFollowsTheTools() throws Exception {
        ServerDocuments handler = handler(RestSettings.DEFAULTS, PathPrefix.ROOT, null);
        tools("git", "status");
        Response first = get(handler, "/git/openapi.json", null);
        String tag = first.headers().get("etag");

        assertThat(read(first).get("paths").properties().stream().map(Map.Entry::getKey))
                .containsExactly("/status");
        assertThat(get(handler, "/git/openapi.json", tag).status().code()).isEqualTo(304);

        tools("git", "status", "log");
        Response second = get(handler, "/git/openapi.json", tag);
        assertThat(second.status().code()).isEqualTo(200);
        assertThat(read(second).get("paths")).hasSize(2);

        tools("git", "status");
        assertThat(get(handler, "/git/openapi.json", tag).status().code()).isEqualTo(304);
    }

    @Test
    void aServerThatJoinsHasNoToolsYet() throws Exception {
        catalog.announce("slow");

        JsonNode document =
                read(get(handler(RestSettings.DEFAULTS, PathPrefix.ROOT, null), "/slow/openapi.json", null));

        assertThat(document.get("paths")).isEmpty();
        assertThat(document.at("/info/title").asText()).isEqualTo("slow");
        assertThat(document.at("/info/description").asText()).isEqualTo("slow MCP Server");
    }

    @Test
    void anUnknownServerIsNotFound() {
        tools("files", "read");
        ServerDocuments handler = handler(RestSettings.DEFAULTS, PathPrefix.ROOT, null);

        assertThatThrownBy(() -> get(handler, "/filez/openapi.json", null))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("did you mean files?");
    }

    @Test
    void theNameInTheFileWillDo() throws Exception {
        tools("my-server", "a");
        aliases.apply(Map.of("My Server", "my-server"));

        JsonNode document =
                read(get(handler(RestSettings.DEFAULTS, PathPrefix.ROOT, null), "/My%20Server/openapi.json", null));

        assertThat(document.at("/servers/0/url").asText()).isEqualTo("/my-server");
    }

    @Test
    void addressesHavePrefixAndRootPath() throws Exception {
        tools("git", "status");
        RestSettings rooted = RestGateway.settings(Compat.FIXED, "/rp", "Ours", "All tools", "7");
        ServerDocuments handler = handler(rooted, PathPrefix.of("/tools/v1/"), null);

        assertThat(read(get(handler, "/tools/v1/git/openapi.json", null))
                        .at("/servers/0/url")
                        .asText())
                .isEqualTo("/rp/tools/v1/git");
        JsonNode all = read(get(handler, "/openapi.json", null));
        assertThat(all.get("info"))
                .isEqualTo(json("{'title': 'Ours', 'description': 'All tools\\n\\n- **available tools**：\\n"
                        + "    - [git](/rp/tools/v1/git/docs)', 'version': '7'}"));
        assertThat(all.at("/servers/0/url").asText()).isEqualTo("/rp");
        assertThat(all.get("paths")).isEmpty();
    }

    @Test
    void theOnlyServersToolsAreInTheDocumentOfAll() throws Exception {
        tools("git", "status");
        JsonNode fixed = read(get(
                handler(RestGateway.settings(Compat.FIXED, "", "Ours", "", "7"), PathPrefix.ROOT, "git"),
                "/openapi.json",
                null));
        JsonNode exact = read(get(
                handler(RestGateway.settings(Compat.EXACT, "", "Ours", "", ""), PathPrefix.ROOT, "git"),
                "/openapi.json",
                null));

        assertThat(fixed.get("paths").has("/status")).isTrue();
        assertThat(fixed.has("servers")).isFalse();
        assertThat(fixed.at("/info/title").asText()).isEqualTo("Ours");
        assertThat(fixed.at("/info/version").asText()).isEqualTo("7");
        assertThat(exact.get("paths").has("/status")).isTrue();
        assertThat(exact.has("servers")).isFalse();
        assertThat(exact.at("/info/title").asText()).isEqualTo("git");
        assertThat(exact.at("/info/version").asText()).isEqualTo("1.0");
    }

    @Test
    void whatIsAskedForIsReadStrictlyAndAsMcpoNot() throws Exception {
        tools("git", "status");
        ServerDocuments fixed = handler(RestSettings.DEFAULTS, PathPrefix.ROOT, null);
        ServerDocuments exact = handler(RecordedServer.EXACT, PathPrefix.ROOT, null);

        for (String query : List.of("x=1", "schema=whole", "openapi=2.0", "schema=full&schema=full", "schema=")) {
            assertThatThrownBy(() -> get(fixed, "/git/openapi.json?" + query, null))
                    .as(query)
                    .isInstanceOf(RequestRejectedException.class)
                    .hasMessageContaining("schema=full", "openapi=3.0");
            assertThat(get(exact, "/git/openapi.json?" + query, null).status().code())
                    .isEqualTo(200);
        }
        assertThat(read(get(fixed, "/git/openapi.json?openapi=3.0&schema=full", null))
                        .get("openapi")
                        .asText())
                .isEqualTo("3.0.3");
    }
}
