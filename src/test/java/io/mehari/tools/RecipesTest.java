package io.mehari.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mehari.component.aitool.AiTool;
import io.mehari.component.aitool.AiToolExchange;
import io.mehari.component.aitool.AiToolRegistry;
import io.mehari.support.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The route of {@code docs/guides/recipes.md} that calls an HTTP service, as it stands there. */
class RecipesTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private HttpServer service;

    @BeforeEach
    void start() throws Exception {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", this::answer);
        service.start();
        context.disableJMX();
        context.getPropertiesComponent()
                .addInitialProperty(
                        "orders.url", "http://127.0.0.1:" + service.getAddress().getPort());
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromBytes(
                        "file:search-orders.camel.yaml", recipe().getBytes(StandardCharsets.UTF_8)));
        context.start();
    }

    private void answer(HttpExchange request) throws IOException {
        requests.add(request.getRequestMethod() + " " + request.getRequestURI());
        request.getRequestHeaders().keySet().forEach(headers::add);
        byte[] body = "[]".getBytes(StandardCharsets.UTF_8);
        request.sendResponseHeaders(200, body.length);
        request.getResponseBody().write(body);
        request.close();
    }

    @AfterEach
    void stop() {
        context.stop();
        service.stop(0);
    }

    @Test
    void noArgumentLeavesAsAHeaderAndNoneAddsAParameter() throws Exception {
        AiTool tool = AiToolRegistry.of(context).tools().get(0);
        ObjectNode arguments = Tools.json("{'text': 'a&admin=true#x %41 \u00fc?', 'token': 'secret'}");
        Exchange exchange = AiToolExchange.of(context, tool, arguments);
        tool.route().process(exchange);
        assertThat(exchange.getException()).isNull();
        assertThat(AiToolExchange.result(tool, exchange)).isEqualTo(Tools.text("[]"));
        assertThat(requests).containsExactly("GET /search?text=a%26admin%3Dtrue%23x%20%2541%20%C3%BC%3F");
        assertThat(headers)
                .extracting(name -> name.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("text", "token", "query");
    }

    private static String recipe() throws IOException {
        String page = Files.readString(Path.of("docs/guides/recipes.md"));
        String section = page.substring(page.indexOf("## A tool that calls an HTTP service safely"));
        int begin = section.indexOf("```yaml\n") + "```yaml\n".length();
        return section.substring(begin, section.indexOf("```\n", begin));
    }
}
