package io.mehari.endpoint.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestGateway;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.Compat;
import io.mehari.support.Tools;
import io.mehari.upstream.Upstreams;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages and their files over HTTP, without a browser. */
class PagesIT {
    private static final Pattern FILE = Pattern.compile("(?:href|src)=\"([^\"]*static/[^\"]*)\"");

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/, /docs",
        "/, /files/docs",
        "/, /%66iles/docs",
        "/tools/v2/, /",
        "/tools/v2/, /docs",
        "/tools/v2/, /tools/v2/files/docs",
    })
    void everyFileOfAPageIsThereAndIsKept(String prefix, String path) throws Exception {
        try (RestGateway gateway = gateway(prefix)) {
            HttpResponse<String> page =
                    gateway.send(gateway.request(path).header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
            assertThat(page.headers().firstValue("cache-control")).hasValue("no-cache");
            assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                    .startsWith("default-src 'none'; script-src 'self';")
                    .contains("frame-ancestors 'none'");
            assertThat(page.body()).doesNotContain("https://", "http://www", "<script>", "style=");

            List<String> files = files(page.body());
            assertThat(files).hasSizeGreaterThanOrEqualTo(2);
            for (String file : files) {
                HttpResponse<String> found =
                        gateway.get(URI.create(path).resolve(file).toString());
                assertThat(found.statusCode()).as(file).isEqualTo(200);
                assertThat(found.headers().firstValue("cache-control"))
                        .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
                assertThat(found.headers().firstValue("x-content-type-options")).hasValue("nosniff");
            }
        }
    }

    @Test
    void aFileIsSentAsTheClientTakesIt() throws Exception {
        try (RestGateway gateway = gateway("/")) {
            HttpResponse<String> plain = gateway.get("/static/of-another-version/docs.js");
            assertThat(plain.headers().firstValue("cache-control")).hasValue("no-cache");
            assertThat(plain.headers().firstValue("content-type")).hasValue("text/javascript; charset=utf-8");
            assertThat(plain.body()).contains("SwaggerUIBundle(");
            String tag = plain.headers().firstValue("etag").orElseThrow();

            HttpResponse<byte[]> compressed = HttpClient.newHttpClient()
                    .send(
                            gateway.request("/static/x/docs.js")
                                    .header("Accept-Encoding", "br, gzip;q=0.8")
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            assertThat(compressed.headers().firstValue("content-encoding")).hasValue("gzip");
            assertThat(compressed.headers().firstValue("vary")).hasValue("Accept-Encoding");
            assertThat(compressed.headers().firstValue("etag")).isPresent().isNotEqualTo(Optional.of(tag));
            assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
                    .asString()
                    .isEqualTo(plain.body());

            assertThat(gateway.send(gateway.request("/static/x/docs.js").header("If-None-Match", "\"a\", W/" + tag))
                            .statusCode())
                    .isEqualTo(304);
            HttpResponse<String> head = gateway.send(
                    gateway.request("/static/x/docs.js").method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, true",
        "'br, GZIP', true",
        "gzip;q=0, false",
        "gzip;q=0.000, false",
        "gzip; q=0.5, true",
        "br, false"
    })
    void knowsWhoTakesGzip(String header, boolean takes) {
        assertThat(PageFileHandler.acceptsGzip(header)).isEqualTo(takes);
    }

    @ParameterizedTest
    @CsvSource({
        "/static/x/nope.js",
        "/static/x/..%2Fdocs.js",
        "/static/x/swagger-ui.js",
        "/static/x",
        "/static/x/y/docs.js"
    })
    void nothingElseIsServed(String path) throws Exception {
        try (RestGateway gateway = gateway("/")) {
            assertThat(gateway.get(path).statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({"/redoc, docs", "/redoc/, /redoc", "/docs/, /docs", "/files/docs/, /files/docs", "/files/redoc, docs"})
    void redocLeadsToTheDocuments(String path, String location) throws Exception {
        try (RestGateway gateway = gateway("/")) {
            HttpResponse<String> reply = gateway.get(path);
            assertThat(reply.statusCode()).isEqualTo(307);
            assertThat(reply.headers().firstValue("location")).hasValue(location);
        }
    }

    @Test
    void redocIsAPageWhereAnswersAreThoseOfMcpo() throws Exception {
        ToolCatalog catalog = new ToolCatalog();
        ToolGroups groups = new ToolGroups(new GroupSettings(Map.of()), catalog, new ServerAliases());
        RestRoute redoc = Pages.of(catalog, new Upstreams(), groups, PathPrefix.ROOT, false, Compat.EXACT).stream()
                .flatMap(handler -> handler.routes().stream())
                .filter(route -> route.path().equals("/redoc"))
                .findFirst()
                .orElseThrow();
        assertThat(redoc.handler()
                        .handle(null, RequestTarget.parse("/redoc"), null)
                        .get(20, TimeUnit.SECONDS)
                        .status()
                        .code())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"/filez/docs", "/filez/redoc"})
    void aServerThatIsNotThereHasNoPage(String path) throws Exception {
        try (RestGateway gateway = gateway("/")) {
            HttpResponse<String> reply = gateway.get(path);
            assertThat(reply.statusCode()).isEqualTo(404);
            assertThat(reply.body()).contains("There is no server named", "filez", "did you mean files?");
        }
    }

    @Test
    void whatServersAreCalledIsNoMarkup() throws Exception {
        try (RestGateway gateway = gateway("/")) {
            gateway.catalog.replace(
                    ToolSource.of(Tools.settings("<b>\"'&")),
                    List.of(Tools.definition("</script><img src=x onerror=alert(1)>")));
            for (String path : List.of("/", "/docs", "/%3Cb%3E%22'%26/docs")) {
                HttpResponse<String> page = gateway.send(gateway.request(path).header("Accept", "text/html"));
                assertThat(page.statusCode()).isEqualTo(200);
                assertThat(page.body()).contains("&lt;b&gt;&quot;").doesNotContain("<b>", "<img", "\"'&");
            }
        }
    }

    @Test
    void theHomePageShowsWhatThereIs() throws Exception {
        try (RestGateway gateway = gateway("/")) {
            for (int i = 0; i <= HomeContent.MOST_SERVERS; i++) {
                gateway.catalog.announce("s" + i);
            }
            gateway.catalog.replace(
                    ToolSource.of(Tools.settings("files")),
                    IntStream.rangeClosed(0, HomeContent.MOST_TOOLS)
                            .mapToObj(i -> Tools.definition("tool" + i))
                            .toList());
            String page = gateway.send(gateway.request("/").header("Accept", "text/html"))
                    .body();

            assertThat(page)
                    .contains("202 of 202 servers ready, 51 tools.", "2 more are in the", "and 1 more")
                    .contains("curl -H &#39;Content-Type: application/json&#39; -d &#39;{}&#39; http://127.0.0.1:"
                            + gateway.port() + "/files/tool0");
            assertThat(page.split("<th scope=\"row\">")).hasSize(HomeContent.MOST_SERVERS + 1);
        }
    }

    private static List<String> files(String page) {
        return FILE.matcher(page).results().map(found -> found.group(1)).toList();
    }

    private static RestGateway gateway(String prefix) throws Exception {
        RestGateway gateway = new RestGateway(RestGateway.below(prefix), RestGateway.OPEN);
        gateway.catalog.replace(ToolSource.of(Tools.settings("files")), List.of(Tools.definition("read")));
        return gateway;
    }
}
