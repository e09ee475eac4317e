package io.mehari.endpoint.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Scope;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.endpoint.openapi.ServedDocuments;
import io.mehari.endpoint.rest.RestGateway;
import io.mehari.endpoint.rest.RestSettings;
import io.mehari.network.ByteBudget;
import io.mehari.security.SecuritySettings;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.support.Browser;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import io.mehari.support.Tools;
import io.mehari.text.Sha256;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages as a person uses them, in a real browser that reaches nothing but the gateway. */
@Requires(Requirement.CHROMIUM)
class DocsPageIT {
    private static final String KEY = "mhr_a-key-of-the-test";

    private static final ObjectNode READ = Tools.json("""
            {'name': 'read', 'title': 'Read', 'inputSchema': {'type': 'object', 'required': ['path'],
             'properties': {'path': {'type': 'string', 'examples': ['a.txt']}}}}""");

    private final ToolCatalog catalog = new ToolCatalog();
    private ServedDocuments documents;

    @TempDir
    Path profile;

    @AfterEach
    void close() {
        documents.close();
    }

    @Test
    void runsACallThroughThePageOfAServer() throws Exception {
        try (RestGateway gateway = gateway(RestGateway.OPEN);
                Browser browser = Browser.start(profile)) {
            browser.open(address(gateway, "/files/docs"));
            execute(browser);

            browser.awaitText(".live-responses-table tbody .response-col_status", "200");
            browser.awaitText(".live-responses-table tbody .response-col_description", "a.txt");
            assertThat(browser.evaluate("document.title")).isEqualTo("files - Mehari");
            assertHarmless(browser, gateway);
        }
    }

    @Test
    void offersTheDocumentsOfAllServers() throws Exception {
        try (RestGateway gateway = gateway(RestGateway.OPEN);
                Browser browser = Browser.start(profile)) {
            browser.open(address(gateway, "/docs"));
            browser.awaitText(".title", "MCP OpenAPI Proxy");

            assertThat(
                            browser.evaluate(
                                    "[...document.querySelectorAll('#select option')].map(option => option.textContent).join()"))
                    .isEqualTo("All servers,files,Envelope API");
            browser.evaluate(
                    "(select => { Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')"
                            + ".set.call(select, './files/openapi.json');"
                            + " select.dispatchEvent(new Event('change', {bubbles: true})); })(document.querySelector('#select'))");
            browser.awaitText(".title", "files");
            assertHarmless(browser, gateway);
        }
    }

    @Test
    void sendsTheKeyThatAPersonEnters() throws Exception {
        try (RestGateway gateway = gateway(keys(false));
                Browser browser = Browser.start(profile)) {
            browser.open(address(gateway, "/files/docs"));
            execute(browser);
            browser.awaitText(".live-responses-table tbody .response-col_status", "401");

            browser.click(".auth-wrapper .authorize");
            browser.type(".auth-container input", KEY);
            browser.click(".auth-btn-wrapper .authorize");
            browser.click(".auth-btn-wrapper .btn-done");
            browser.click(".execute-wrapper .execute, .btn-group .execute");
            browser.awaitText(".live-responses-table tbody .response-col_status", "200");
        }
    }

    @Test
    void worksInStrictModeForWhoeverBringsTheKey() throws Exception {
        try (RestGateway gateway = gateway(keys(true));
                Browser browser = Browser.start(profile)) {
            assertThat(gateway.get("/files/docs").statusCode()).isEqualTo(401);
            assertThat(gateway.get("/static/any/docs.js").statusCode()).isEqualTo(401);

            browser.addHeader("Authorization", "Bearer " + KEY);
            browser.open(address(gateway, "/files/docs"));
            execute(browser);
            browser.awaitText(".live-responses-table tbody .response-col_status", "200");
            assertHarmless(browser, gateway);
        }
    }

    @Test
    void theHomePageLeadsOn() throws Exception {
        try (RestGateway gateway = gateway(RestGateway.OPEN);
                Browser browser = Browser.start(profile)) {
            browser.open(address(gateway, "/"));
            assertThat(browser.evaluate("document.querySelector('tbody th').textContent"))
                    .isEqualTo("files");
            assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(255, 255, 255)");
            browser.prefer("dark");
            browser.await("getComputedStyle(document.body).backgroundColor === 'rgb(18, 23, 20)'");

            browser.click("td a[href='files/docs']");
            browser.awaitText(".title", "files");
            assertHarmless(browser, gateway);
        }
    }

    private static void execute(Browser browser) {
        browser.click(".opblock-summary-control");
        browser.click(".try-out__btn");
        browser.click(".execute");
    }

    /** Nothing was refused by the policy of the page, nothing failed, and nothing came from elsewhere. */
    private static void assertHarmless(Browser browser, RestGateway gateway) {
        assertThat(browser.problems()).isEmpty();
        assertThat(browser.requested())
                .isNotEmpty()
                .allMatch(url -> url.startsWith("http://127.0.0.1:" + gateway.port() + "/") || url.startsWith("data:"));
    }

    private static URI address(RestGateway gateway, String path) {
        return URI.create("http://127.0.0.1:" + gateway.port() + path);
    }

    private RestGateway gateway(SecuritySettings security) throws Exception {
        documents = new ServedDocuments(catalog, security);
        RestGateway gateway = new RestGateway(
                RestGateway.DEFAULTS,
                security,
                Optional.empty(),
                ByteBudget.unlimited(),
                RestSettings.DEFAULTS,
                documents);
        catalog.replace(ToolSource.of(Tools.settings("files")), List.of(READ));
        gateway.catalog.replace(ToolSource.of(Tools.settings("files")), List.of(READ));
        return gateway;
    }

    private static SecuritySettings keys(boolean strict) {
        String hash = HexFormat.of().formatHex(Sha256.of(KEY));
        return new SecuritySettings(strict, List.of(new ApiKey("page", hash, Set.of(Scope.CALL))), List.of());
    }
}
