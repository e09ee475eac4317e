package io.mehari.component.aioffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallResult;
import io.mehari.component.aitool.ToolArgumentException;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.Tools;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ai-resource:} and {@code ai-prompt:} say of a route, and what becomes of its body. */
class OfferedRouteTest {
    private static final String URI = "orders://7";

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.disableJMX();
        context.getShutdownStrategy().setTimeout(1);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aResourceSaysWhatClientsWantToKnow() throws Exception {
        OfferedRoute open = offered("ai-resource:open_orders?resourceUri=orders://open?all=1&title=Open orders"
                + "&description=What is not delivered&mimeType=application/json&server=shop&tags=crm");
        assertThat(open.definition())
                .isEqualTo(Tools.json("{'uri': 'orders://open?all=1', 'name': 'open_orders', 'title': 'Open orders',"
                        + " 'description': 'What is not delivered', 'mimeType': 'application/json'}"));
        assertThat(OfferRegistry.of(context).resource("shop", "orders://open?all=1"))
                .contains(open);
        assertThat(OfferRegistry.of(context).resource("camel", "orders://open?all=1"))
                .isEmpty();
    }

    @Test
    void aTemplateIsFoundByTheAddressesItMatchesAfterThoseThatAreFixed() throws Exception {
        OfferedRoute any = offered("ai-resource:order?uriTemplate=orders://{number}");
        assertThat(any.definition()).isEqualTo(Tools.json("{'uriTemplate': 'orders://{number}', 'name': 'order'}"));
        OfferedRoute open = offered("ai-resource:open?resourceUri=orders://open");
        assertThat(OfferRegistry.of(context).resource("camel", "orders://7")).contains(any);
        assertThat(OfferRegistry.of(context).resource("camel", "orders://open")).contains(open);
        assertThat(OfferRegistry.of(context).resource("camel", "memo:insights")).isEmpty();
    }

    @Test
    void aPromptSaysItsArgumentsRequiredOnesFirst() throws Exception {
        OfferedRoute prompt = offered("ai-prompt:review?title=Review&description=Reviews code&argument.code=The code"
                + "&argument.code.required=true&argument.author.title=Author&argument.zeal=How strict"
                + "&argument.zeal.required=false");
        assertThat(prompt.definition())
                .isEqualTo(Tools.json("{'name': 'review', 'title': 'Review', 'description': 'Reviews code',"
                        + " 'arguments': [{'name': 'code', 'description': 'The code', 'required': true},"
                        + " {'name': 'author', 'title': 'Author'},"
                        + " {'name': 'zeal', 'description': 'How strict', 'required': false}]}"));
        assertThat(OfferRegistry.of(context).prompt("camel", "review")).contains(prompt);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ai-resource:r                                             | needs an address
            ai-resource:r?resourceUri=a:b&uriTemplate=a:{b}           | needs an address
            ai-resource:r?resourceUri=orders                          | is no address
            ai-resource:r?uriTemplate=orders:                         | variables
            ai-prompt:p?argument.camelFile=x                          | begins with camel
            ai-prompt:p?argument.x.type=string                        | argument.x.type is not known
            """)
    void refusesWhatIsWrong(String uri, String problem) {
        assertThatThrownBy(() -> offered(uri)).hasStackTraceContaining(problem);
        assertThat(OfferRegistry.of(context).all()).isEmpty();
    }

    @Test
    void twoRoutesAreNotOneThingAndNoneIsLeftWhenItsRouteHasStopped() throws Exception {
        offered("ai-resource:a?resourceUri=a:b");
        assertThatThrownBy(() -> offered("ai-resource:b?resourceUri=a:b"))
                .hasStackTraceContaining("Two routes are the resource a:b under server camel");
        offered("ai-prompt:a:b");
        context.getRouteController().stopAllRoutes();
        assertThat(OfferRegistry.of(context).all()).isEmpty();
    }

    @Test
    void theRouteGetsTheAddressItsVariablesAndNothingElse() throws Exception {
        Exchange read = ResourceExchange.of(
                context, offered("ai-resource:o?uriTemplate=orders://{customer}/{number}"), "orders://a%22cme/7");
        assertThat(read.getMessage().getHeaders())
                .isEqualTo(Map.of("uri", "orders://a%22cme/7", "customer", "a\"cme", "number", "7"));
        assertThat(read.getMessage().getBody())
                .isEqualTo(Tools.json("{'customer': 'a', 'number': '7'}").put("customer", "a\"cme"));
        Exchange fixed = ResourceExchange.of(context, offered("ai-resource:f?resourceUri=a:b"), "a:b");
        assertThat(fixed.getMessage().getHeaders()).isEqualTo(Map.of("uri", "a:b"));
        assertThat(fixed.getMessage().getBody()).isNull();
    }

    @Test
    void textTreesAndBytesBecomeContents() throws Exception {
        assertThat(contents("", "hello")).isEqualTo("{'uri': 'U', 'mimeType': 'text/plain', 'text': 'hello'}");
        assertThat(contents("", "")).isEqualTo("{'uri': 'U', 'mimeType': 'text/plain', 'text': ''}");
        assertThat(contents("&mimeType=text/markdown", "# hi"))
                .isEqualTo("{'uri': 'U', 'mimeType': 'text/markdown', 'text': '# hi'}");
        assertThat(contents("", Map.of("a", List.of(1))))
                .isEqualTo("{'uri': 'U', 'mimeType': 'application/json', 'text': '{`a`:[1]}'}");
        assertThat(contents("", bytes("hi"))).isEqualTo("{'uri': 'U', 'mimeType': 'text/plain', 'text': 'hi'}");
        assertThat(contents("", new byte[] {(byte) 0xff, 1}))
                .isEqualTo("{'uri': 'U', 'mimeType': 'application/octet-stream', 'blob': '/wE='}");
        assertThat(contents("&mimeType=application/pdf", "text"))
                .isEqualTo("{'uri': 'U', 'mimeType': 'application/pdf', 'blob': 'dGV4dA=='}");
        assertThat(contents("&mimeType=image/png", bytes("png")))
                .isEqualTo("{'uri': 'U', 'mimeType': 'image/png', 'blob': 'cG5n'}");
        assertThat(contents("&mimeType=text/html;profile=mcp-app", bytes("<p>")))
                .isEqualTo("{'uri': 'U', 'mimeType': 'text/html;profile=mcp-app', 'text': '<p>'}");
    }

    @Test
    void whatAToolHasAnsweredBecomesContents() throws Exception {
        ObjectNode structured =
                Tools.json("{'content': [{'type': 'text', 'text': 'x'}], 'structuredContent': {'a': 1}}");
        assertThat(answered(structured)).isEqualTo("{'uri': 'U', 'mimeType': 'application/json', 'text': '{`a`:1}'}");
        ObjectNode picture = Tools.json("{'content': [{'type': 'image', 'data': 'cG5n', 'mimeType': 'image/png'}]}");
        assertThat(answered(picture)).isEqualTo("{'uri': 'U', 'mimeType': 'image/png', 'blob': 'cG5n'}");
        assertThatThrownBy(() -> answered(Tools.text("no such order").put("isError", true)))
                .isInstanceOf(ToolArgumentException.class)
                .hasMessage("no such order");
    }

    @Test
    void aResultPassesAsItIsAndNothingIsNoResource() throws Exception {
        ObjectNode result = Tools.json("{'contents': [{'uri': 'a:c', 'text': 'x'}, {'uri': 'a:d', 'blob': ''}],"
                + " '_meta': {'big': 9007199254740993}}");
        OfferedRoute route = offered("ai-resource:r?uriTemplate=orders://{number}");
        assertThat(ResourceExchange.result(route, URI, exchange(result)).orElseThrow())
                .isSameAs(result);
        assertThat(ResourceExchange.result(route, URI, exchange(null))).isEmpty();
        assertThat(ResourceExchange.result(route, URI, exchange(Tools.json("{'contents': []}")))
                        .orElseThrow()
                        .at("/contents/0/text")
                        .asText())
                .as("no result of that form, so data")
                .isEqualTo("{\"contents\":[]}");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        OfferedRoute route = offered("ai-resource:r?uriTemplate=orders://{number}");
        assertThatThrownBy(() -> ResourceExchange.result(route, URI, exchange(new byte[(32 << 20) + 1])))
                .hasMessageContaining("resource template orders://{number}")
                .hasMessageContaining("32 MiB");
    }

    @Test
    void aTextIsOneMessageOfTheUser() throws Exception {
        OfferedRoute prompt = offered("ai-prompt:p?description=Asks");
        assertThat(PromptExchange.result(prompt, exchange("hello")))
                .isEqualTo(Tools.json("{'description': 'Asks', 'messages':"
                        + " [{'role': 'user', 'content': {'type': 'text', 'text': 'hello'}}]}"));
        assertThat(PromptExchange.result(prompt, exchange(new ByteArrayInputStream(bytes("hello"))))
                        .at("/messages/0/content/text")
                        .asText())
                .isEqualTo("hello");
        assertThatThrownBy(() -> PromptExchange.result(prompt, exchange(null))).hasMessageContaining("left nothing");
        assertThatThrownBy(() -> PromptExchange.result(prompt, exchange(new byte[] {(byte) 0xff})))
                .hasMessageContaining("no text");
    }

    @Test
    void messagesAndContentPassAsTheyAre() throws Exception {
        OfferedRoute prompt = offered("ai-prompt:p");
        ObjectNode whole =
                Tools.json("{'messages': [{'role': 'assistant', 'content': {'type': 'text', 'text': 'a'}}]}");
        assertThat(PromptExchange.result(prompt, exchange(whole))).isSameAs(whole);
        assertThat(PromptExchange.result(prompt, exchange(whole.get("messages"))))
                .isEqualTo(whole);
        assertThat(PromptExchange.result(
                                prompt,
                                exchange(List.of(
                                        Map.of("type", "text", "text", "a"), Map.of("type", "text", "text", "b"))))
                        .path("messages"))
                .hasSize(2)
                .allSatisfy(message -> assertThat(message.path("role").asText()).isEqualTo("user"));
        assertThat(PromptExchange.result(
                                prompt, exchange(Tools.json("{'messages': [{'role': 'system', 'content': 'x'}]}")))
                        .at("/messages/0/content/text")
                        .asText())
                .as("no messages of MCP, so data")
                .startsWith("{\"messages\"");
    }

    @Test
    void argumentsAreTextsThatAreDeclared() throws Exception {
        OfferedRoute prompt =
                offered("ai-prompt:p?argument.code=The code&argument.code.required=true&argument.zeal=Zeal");
        assertThat(PromptExchange.problems(prompt, Tools.json("{'code': 'x'}"))).isEmpty();
        assertThat(PromptExchange.problems(prompt, Tools.json("{'cod': 'x', 'zeal': 7}")))
                .containsExactly(
                        "argument code is missing",
                        "there is no argument cod, only [code, zeal]",
                        "argument zeal is no text");
        Exchange exchange = PromptExchange.of(context, Tools.json("{'code': 'x'}"));
        assertThat(exchange.getMessage().getHeaders()).isEqualTo(Map.of("code", "x"));
        assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.json("{'code': 'x'}"));
    }

    private OfferedRoute offered(String uri) throws Exception {
        List<OfferedRoute> before = OfferRegistry.of(context).all();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).log("runs");
            }
        });
        return OfferRegistry.of(context).all().stream()
                .filter(route -> !before.contains(route))
                .findFirst()
                .orElseThrow();
    }

    private Exchange exchange(Object body) {
        Exchange exchange = new org.apache.camel.support.DefaultExchange(context);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    private String contents(String options, Object body) throws Exception {
        OfferedRoute route = offered("ai-resource:r?uriTemplate=orders://{number}" + options);
        Optional<ObjectNode> result = ResourceExchange.result(route, URI, exchange(body));
        context.getRouteController().stopAllRoutes();
        context.removeRoute(context.getRoutes().get(0).getId());
        return only(result.orElseThrow());
    }

    private String answered(ObjectNode answer) throws Exception {
        OfferedRoute route = OfferRegistry.of(context).all().isEmpty()
                ? offered("ai-resource:r?uriTemplate=orders://{number}")
                : OfferRegistry.of(context).all().get(0);
        Exchange exchange = exchange(answer);
        exchange.setProperty(ExchangeState.RESULT, ToolCallResult.of(answer));
        return only(ResourceExchange.result(route, URI, exchange).orElseThrow());
    }

    /** The one item, with U for the address, and quotes that are easy to write. */
    private static String only(ObjectNode result) {
        assertThat(result.path("contents")).hasSize(1);
        return result.at("/contents/0")
                .toString()
                .replace("\\\"", "`")
                .replace('"', '\'')
                .replace(URI, "U")
                .replace("':'", "': '")
                .replace("','", "', '");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
