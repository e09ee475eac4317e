package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.security.KeyHash;
import io.mehari.support.Axe;
import io.mehari.support.Browser;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.RedisProgram;
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
            "overview",
            "upstreams",
            "calls",
            "recordings",
            "tools",
            "errors",
            "letters",
            "routes",
            "configuration",
            "alerts");
    /** Two pixels. */
    private static final String PICTURE =
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR42mP4z8AARP8ZAAf+Af+ZyIlWAAAAAElFTkSuQmCC";

    private static final String ROUTE = """
            - route:
                id: of-the-test
                group: tools
                description: Is there for a moment
                nodePrefixId: of-the-test.
                from:
                  id: receive
                  uri: ai-tool:of_the_test?description=Nothing
                  steps:
                    - setBody:
                        id: say
                        expression:
                          constant:
                            expression: nothing
            """;

    @TempDir
    static Path directory;

    private static GatewayUnderTest gateway;
    private static URI dashboard;
    private static Browser browser;
    private static RedisProgram redis;

    @BeforeAll
    static void start() throws IOException {
        int port = GatewayUnderTest.freePort();
        Path tools = Files.writeString(directory.resolve("tools.json"), Json.text(tools()));
        String servers = new Servers()
                .java("probe", ProbeServer.class.getName(), tools.toString())
                .java(
                        "spare",
                        keys -> keys.put("stateless", true)
                                .putObject("pool")
                                .put("min", 1)
                                .put("max", 3),
                        ProbeServer.class.getName(),
                        tools.toString())
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
        Files.createDirectories(directory.resolve("routes/tools"));
        settings.put("mehari.routes.directory", directory.resolve("routes").toString());
        settings.put("mehari.reload.config", directory.resolve("config").toString());
        settings.put("mehari.reload.enabled", "true");
        settings.put("mehari.history.enabled", "true");
        redis = RedisProgram.started();
        settings.put("mehari.redis.url", redis.url());
        settings.put("mehari.instances.enabled", "true");
        settings.put("mehari.instances.id", "gateway-of-the-test");
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
        redis.close();
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
        String total = "document.querySelector('.figure .note')?.textContent";
        String before = browser.evaluate(total);
        call("echo", "{\"text\":\"once more\"}");
        browser.await(total + " !== '" + before + "'");
        browser.awaitText(".chips", "probe");
        browser.awaitText(".issues", "gone");
        browser.await("document.querySelector('.chart path.line.s1').getAttribute('d')?.includes('L')");
    }

    @Test
    void gatewaysOnOneRedisAreShownByTheirNames() {
        go("overview");
        browser.awaitText(".gateways b", "gateway-of-the-test");
        browser.await("document.querySelector('.gateways b').clientWidth > 100");
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
    void aPoolShowsItsSizeAndHowItFollowsTheLoad() {
        go("upstreams/spare");
        browser.awaitText("[data-server=spare] .facts", "Pool0 busy of 1, up to 3");
        browser.awaitText("[data-server=spare] .more", "between 1 and 3: grown 0 times, shrunk 0 times");
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
    @DisplayName("S0.8: the picture of what runs, with figures of each stage, by pointer and by keyboard")
    void routesAreAPictureWithFigures() {
        go("routes");
        browser.await("document.querySelector('.topology.across [data-box=tool-call-admit]')");
        for (String box :
                List.of("rest", "tool-call", "tool-call-dispatch", "upstream-probe", "error-firewall", "notify")) {
            browser.await("document.querySelector('[data-box=\"" + box + "\"]')");
        }
        String ways = browser.evaluate("document.querySelectorAll('.topology svg path.way').length");
        assertThat(Integer.parseInt(ways)).isGreaterThan(15);
        String ok =
                "Number(document.querySelector('[data-box=tool-call-record] .ok').textContent.replace(/[^0-9]/g, ''))";
        int before = Integer.parseInt(browser.evaluate(ok));
        call("echo", "{\"text\":\"counted\"}");
        browser.await(ok + " > " + before);
        browser.evaluate("document.querySelector('[data-box=tool-call]').focus()");
        browser.await("document.querySelectorAll('.topology svg path.mine').length > 5");
        browser.evaluate(
                "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}))");
        browser.await("document.activeElement.dataset.box?.startsWith('tool-call-')");
        browser.evaluate("document.activeElement.click()");
        browser.awaitText("article.route h2", "tool-call-");
        browser.awaitText("article.route .ways", "tool-call");
    }

    @Test
    @DisplayName("S0.8: figures are asked for once a second, and only while the picture is looked at")
    void figuresCostLittle() {
        browser.evaluate("(window.got = [], sockets.at(-1).addEventListener('message', one => got.push(one.data)))");
        go("routes");
        browser.await("got.filter(one => one.includes('\"state\":\"started\"') && !one.includes('links')).length >= 3");
        String largest =
                "Math.max(...got.filter(one => one.includes('\"state\":\"started\"') && !one.includes('links')).map(one => one.length))";
        assertThat(Integer.parseInt(browser.evaluate(largest))).isLessThan(20_000);
        go("alerts");
        browser.awaitText("main", "crash-loop:gone");
        browser.evaluate("got.length = 0");
        browser.await("got.some(one => one.includes('stats_update'))");
        call("echo", "{\"text\":\"while nobody looks\"}");
        browser.await("got.filter(one => one.includes('stats_update')).length >= 2");
        assertThat(browser.evaluate("got.filter(one => one.includes('\"state\":\"started\"')).length"))
                .isEqualTo("0");
    }

    @Test
    @DisplayName("S0.8: a route is suspended and started again; that by which requests arrive is not offered")
    void aRouteIsControlled() {
        go("routes/current-time");
        browser.click("[data-control=suspend]");
        browser.awaitText("dialog[open] h2", "Suspend current-time?");
        browser.click("dialog .danger");
        browser.awaitText("article.route .why", "by anna");
        browser.awaitText("tr.chosen .badge", "suspended");
        browser.click("[data-control=start]");
        browser.await("!document.querySelector('article.route .why')");
        go("routes/rest");
        browser.awaitText("article.route", "Requests arrive by this route");
        assertThat(browser.evaluate("document.querySelectorAll('[data-control]').length"))
                .isEqualTo("0");
    }

    @Test
    void anUpstreamIsStoppedAndStarted() {
        go("upstreams/gone");
        browser.click("[data-server=gone] [data-control=stop]");
        browser.awaitText("dialog[open] h2", "Stop gone?");
        browser.click("dialog .danger");
        browser.awaitText("[data-server=gone] .badges", "stopped");
        browser.click("[data-server=gone] [data-control=start]");
        browser.await("!document.querySelector('[data-server=gone] .badges').textContent.includes('stopped')");
    }

    @Test
    @DisplayName("S0.8: kept versions, what is different, and the way back")
    void aVersionIsRolledBackTo() throws IOException {
        Path file = directory.resolve("routes/tools/of-the-test.camel.yaml");
        go("configuration");
        browser.await("document.querySelector('[data-version]')");
        String first = browser.evaluate("document.querySelector('[data-version]').dataset.version");
        Files.createDirectories(file.getParent());
        Files.writeString(file, ROUTE);
        browser.await("document.querySelector('[data-version]').dataset.version !== '" + first + "'");
        browser.awaitText("[data-version] .files", "of-the-test.camel.yaml");
        browser.click("[data-version=\"" + first + "\"] [data-rollback]");
        browser.awaitText("dialog[open] h2", "Go back to version " + first);
        browser.click("dialog .danger");
        browser.awaitText(".toasts", "runs again");
        Awaitility.await("the file is gone").atMost(LIMIT).until(() -> !Files.exists(file));
        browser.await("document.querySelector('[data-drift=false]')");
        browser.evaluate(
                "[...document.querySelectorAll('[data-version] button')].find(one => one.textContent === 'What it changed').click()");
        browser.awaitText("[data-diff] .diff", "-    id: of-the-test");
        browser.await("document.querySelectorAll('[data-diff] .minus').length > 10");
    }

    @Test
    @DisplayName("S0.8: a call stepped stage by stage, forward and back, with time and what changed in the body")
    void aRecordedCallIsSteppedThrough() {
        go("recordings");
        browser.type("input[name=server]", "probe");
        browser.type("input[name=tool]", "echo");
        browser.click(".film-form [type=submit]");
        browser.await("document.querySelector('[data-recording]')");
        call("echo", "{\"text\":\"recorded\"}");
        browser.click("[data-recording] .film-calls a");
        browser.await("document.querySelectorAll('.film-steps li').length > 5");
        String at = "document.querySelector('.film-player').dataset.step";
        press("ArrowRight");
        browser.await(at + " === '1'");
        press("ArrowLeft");
        browser.await(at + " === '0'");
        press("End");
        browser.await(at + " === String(document.querySelectorAll('.film-steps li').length - 1)");
        browser.awaitText(".film-now pre", "recorded");
        browser.evaluate(
                "[...document.querySelectorAll('.film-steps button')].find(one => one.textContent.includes('body changed')).click()");
        browser.await("document.querySelector('.film-now .diff .plus')");
        assertThat(browser.evaluate("document.querySelectorAll('.film-bar i').length"))
                .isEqualTo(browser.evaluate("document.querySelectorAll('.film-steps li').length"));
    }

    private static void press(String key) {
        browser.evaluate("document.querySelector('.film-player').dispatchEvent(new KeyboardEvent('keydown', {key: '"
                + key + "', bubbles: true}))");
    }

    @Test
    void theConfigurationIsLoadedAgain() {
        go("configuration");
        browser.awaitText(".facts", "Generation");
        browser.evaluate(
                "[...document.querySelectorAll('.actions button')].find(one => one.textContent === 'Reload').click()");
        browser.awaitText("dialog[open]", "Load the route files again?");
        browser.click("dialog .primary");
        browser.awaitText(".changes", "generation ");
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
