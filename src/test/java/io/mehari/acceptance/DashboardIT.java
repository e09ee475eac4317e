package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.security.KeyHash;
import io.mehari.support.Axe;
import io.mehari.support.Browser;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dashboard as a person uses it, in a real browser that reaches nothing but the gateway, which asks for a key. */
@Requires({Requirement.CHROMIUM, Requirement.DASHBOARD})
@DisplayName("S0.8: the dashboard")
class DashboardIT {
    private static final String KEY = "mhr_a-key-of-the-test";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> PAGES = List.of(
            "overview", "upstreams", "calls", "tools", "errors", "letters", "routes", "configuration", "alerts");
    /** Two pixels. */
    private static final String PICTURE =
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR42mP4z8AARP8ZAAf+Af+ZyIlWAAAAAElFTkSuQmCC";

    @TempDir
    static Path directory;

    private static GatewayUnderTest gateway;
    private static URI dashboard;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        int port = GatewayUnderTest.freePort();
        Path tools = Files.writeString(directory.resolve("tools.json"), Json.text(tools()));
        String servers = new Servers()
                .java("probe", ProbeServer.class.getName(), tools.toString())
                .with(
                        "gone",
                        keys -> keys.put("url", "http://127.0.0.1:" + GatewayUnderTest.freePort() + "/mcp")
                                .put("type", "streamable-http"))
                .toString();
        Map<String, String> settings = new HashMap<>(Map.of(
                "mehari.live.enabled", "true",
                "mehari.live.port", Integer.toString(port),
                "mehari.errors.embedding.model", "none",
                "mehari.metrics.stages", "true",
                "mehari.security.keys[0].name", "anna",
                "mehari.security.keys[0].sha256", KeyHash.of(KEY),
                "mehari.security.keys[0].scopes", "call,monitor,admin"));
        gateway = GatewayUnderTest.start(directory, servers, settings);
        dashboard = URI.create("http://127.0.0.1:" + port + "/");
        Awaitility.await("tools of probe")
                .atMost(LIMIT)
                .until(() -> call("echo", "{\"text\":\"first\"}").statusCode() == 200);
        call("broken", "{}");
        browser = Browser.start(Files.createDirectory(directory.resolve("profile")));
        browser.onEachPage("window.sockets = []; window.WebSocket = class extends WebSocket {"
                + " constructor(...all) { super(...all); window.sockets.push(this); } };");
        enterKey();
    }

    /** The page is shown without a key, and asks for one; a wrong one is told. */
    private static void enterKey() {
        Awaitility.await("the live plane").atMost(LIMIT).ignoreExceptions().until(() -> {
            browser.open(dashboard);
            return true;
        });
        browser.type("input[name=key]", "mhr_wrong");
        browser.click("button[type=submit]");
        browser.awaitText("[role=alert]", "did not accept this key");
        browser.type("input[name=key]", KEY);
        browser.click("button[type=submit]");
        browser.await("document.querySelector('[data-state=open]')");
    }

    private static ArrayNode tools() {
        ArrayNode tools = Json.MAPPER.createArrayNode();
        ObjectNode echo = tools.addObject().putObject("definition").put("name", "echo");
        echo.put("description", "Says what it was told");
        ObjectNode schema = echo.putObject("inputSchema").put("type", "object");
        schema.putArray("required").add("text");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("text").put("type", "string");
        properties.putObject("times").put("type", "integer");
        ObjectNode picture = tools.addObject();
        picture.putObject("definition")
                .put("name", "picture")
                .putObject("inputSchema")
                .put("type", "object");
        picture.putObject("result")
                .putArray("content")
                .addObject()
                .put("type", "image")
                .put("mimeType", "image/png")
                .put("data", PICTURE);
        ObjectNode broken = tools.addObject();
        broken.putObject("definition")
                .put("name", "broken")
                .putObject("inputSchema")
                .put("type", "object");
        broken.putObject("error").put("code", -32603).put("message", "printer is out of paper");
        return tools;
    }

    private static HttpResponse<String> call(String tool, String arguments) {
        return gateway.send(gateway.request("/probe/" + tool)
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(arguments)));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        GatewayUnderTest ended = gateway;
        gateway = null;
        browser = null;
        ended.close();
    }

    /** Nothing was refused by the policy of the page, nothing failed, and nothing came from elsewhere. */
    @AfterEach
    void nothingFailedOrCameFromElsewhere() {
        assertThat(browser.problems()).isEmpty();
        assertThat(browser.requested())
                .allMatch(address -> address.startsWith(dashboard.toString()) || address.startsWith("data:"))
                .noneMatch(address -> address.contains("mhr_"));
    }

    private static void go(String place) {
        browser.evaluate("location.hash = '#/" + place + "'");
        String page = place.contains("/") ? place.substring(0, place.indexOf('/')) : place;
        browser.await("document.querySelector('main[data-page=" + page + "]')");
    }

    @Test
    void overviewShowsFiguresAsTheyChange() {
        go("overview");
        browser.await("document.querySelector('.figures[data-live=true]')");
        String before = browser.evaluate("document.querySelectorAll('.figure .note')[1]?.textContent");
        call("echo", "{\"text\":\"once more\"}");
        browser.await("document.querySelectorAll('.figure .note')[1].textContent !== '" + before + "'");
        browser.awaitText(".chips", "probe");
        browser.awaitText(".issues", "gone");
        browser.await("document.querySelector('.chart path.line.s1').getAttribute('d')?.includes('L')");
    }

    @Test
    void upstreamsTellWhyAServerIsAwayAndRestartOne() {
        go("upstreams/probe");
        browser.awaitText("[data-server=gone] .why", "refuses connections");
        browser.awaitText("[data-server=probe] .badges", "online");
        browser.awaitText("[data-server=probe] .breakers", "broken");
        browser.click("[data-server=probe] .more .actions button");
        browser.awaitText("dialog[open] h2", "Restart probe?");
        browser.click("dialog .danger");
        browser.awaitText(".toasts", "probe is being restarted");
        browser.awaitText("[data-server=probe] .facts", "Restarts1");
    }

    @Test
    void callsAppearAsTheyEndAndAreFiltered() {
        go("calls");
        call("echo", "{\"text\":\"seen\"}");
        call("broken", "{}");
        browser.awaitText(".virtual-box", "echo");
        browser.awaitText(".virtual-box", "broken");
        browser.type("input[type=search]", "broken");
        browser.await("!document.querySelector('.virtual-box').textContent.includes('echo')");
        browser.click(".virtual-row button");
        browser.awaitText(".detail", "probe/broken");
        browser.awaitText(".detail", "anna");
    }

    @Test
    void aToolIsFoundAndTriedByTheFormOfItsSchema() {
        go("tools");
        browser.type("input[type=search]", "echo");
        browser.awaitText(".virtual-row button", "probe/echo");
        browser.click(".virtual-row button");
        browser.awaitText("[data-tool='probe/echo']", "Says what it was told");
        browser.click("[data-run]");
        browser.awaitText(".field .bad", "A value is needed here");
        browser.type("[data-field='/text']", "hello");
        browser.type("[data-field='/times']", "3");
        browser.click("[data-run]");
        browser.awaitText(".answer pre", "\"times\": 3");
        browser.awaitText(".answer pre", "\"text\": \"hello\"");
    }

    @Test
    void aResultThatIsAPictureIsShown() {
        go("tools/probe/picture");
        browser.click("[data-run]");
        browser.await("document.querySelector('img.result')?.naturalWidth === 2");
    }

    @Test
    void anErrorIsExplainedAndItsSolutionRecorded() {
        go("errors");
        browser.awaitText(".virtual-row", "printer is out of paper");
        browser.click(".virtual-row button");
        browser.awaitText(".failure h2", "printer is out of paper");
        browser.type("[data-field='/solution']", "Put paper into the tray");
        browser.click(".failure form [type=submit]");
        browser.awaitText(".card.good", "Put paper into the tray");
        browser.awaitText(".card.good", "anna");
    }

    @Test
    void aDeadLetterIsLookedAtAndDiscarded() {
        go("letters");
        browser.awaitText(".virtual-row", "probe/broken");
        browser.click(".virtual-row button");
        browser.awaitText("article.letter", "printer is out of paper");
        browser.click("article.letter .actions button:last-child");
        browser.awaitText("dialog[open]", "Discard this letter?");
        browser.click("dialog .danger");
        browser.awaitText("article.letter .badges", "discarded");
    }

    @Test
    void routesHaveCountsAndSource() {
        go("routes/tool-call");
        browser.awaitText("article.route pre", "id: tool-call");
        browser.awaitText(".steps", "tool-call-admit");
        browser.await("Number(document.querySelector('tr.chosen td.number').textContent) > 0");
    }

    @Test
    void theConfigurationIsLoadedAgain() {
        go("configuration");
        browser.awaitText(".facts", "Generation");
        browser.evaluate(
                "[...document.querySelectorAll('.actions button')].find(one => one.textContent === 'Reload').click()");
        browser.awaitText("dialog[open]", "Load the route files again?");
        browser.click("dialog .primary");
        browser.awaitText(".changes", "generation 2");
    }

    @Test
    void alertsHaveTheDiagnosis() {
        go("alerts");
        browser.awaitText("main", "crash-loop:gone");
        browser.awaitText("main", "server_not_connected");
    }

    @Test
    void aLostConnectionIsToldAndComesBack() {
        go("overview");
        browser.await("document.querySelector('[data-state=open]')");
        browser.evaluate("sockets.at(-1).close()");
        browser.await("document.querySelector('.lost')");
        browser.await("document.querySelector('[data-state=open]') && !document.querySelector('.lost')");
        assertThat(browser.evaluate("sockets.at(-1).url")).doesNotContain("mhr_");
    }

    @ParameterizedTest
    @CsvSource({"light,1440", "dark,390"})
    @DisplayName("WCAG AA, and nothing wider than the window")
    void everyPageIsReadableByEverybody(String scheme, int width) throws IOException {
        browser.prefer(scheme);
        browser.resize(width, 900);
        for (String page : PAGES) {
            go(page);
            browser.await("!document.querySelector('main .loading')");
            assertThat(Axe.violations(browser))
                    .as("%s, %s, %d", page, scheme, width)
                    .isEqualTo("[]");
            assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .as("%s, %d", page, width)
                    .isEqualTo("true");
        }
        browser.resize(1200, 1000);
    }

    @Test
    void speaksChinese() {
        go("overview");
        String choose =
                "(select => { Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, '%s');"
                        + " select.dispatchEvent(new Event('change', {bubbles: true})); })(document.querySelectorAll('.preferences select')[1])";
        browser.evaluate(choose.formatted("zh"));
        browser.awaitText("h1", "概览");
        assertThat(browser.evaluate("document.documentElement.lang")).isEqualTo("zh-CN");
        browser.evaluate(choose.formatted("en"));
        browser.awaitText("h1", "Overview");
    }
}
