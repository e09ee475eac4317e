package io.mehari.support;

import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Looks by axe-core for what keeps people from using a page: rules of WCAG 2.2, levels A and AA. Stateless. */
public final class Axe {
    private static final String POM = "/META-INF/maven/org.webjars.npm/axe-core/pom.properties";

    private Axe() {}

    /** The violations of the page that is shown, each with its rule and the first element concerned; {@code []} if there is none. */
    public static String violations(Browser browser) throws IOException {
        if (!browser.evaluate("Boolean(window.axe)").equals("true")) {
            String source = Json.text(Json.MAPPER.getNodeFactory().textNode(source()));
            browser.evaluate("(0, eval)(" + source + "), true");
        }
        return browser.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
                + ".then(found => JSON.stringify(found.violations.map(one => one.id + ': ' + one.nodes[0].html"
                + " + ' ' + one.nodes[0].failureSummary)))");
    }

    private static String source() throws IOException {
        Properties pom = new Properties();
        try (InputStream file = Axe.class.getResourceAsStream(POM)) {
            pom.load(file);
        }
        String path = "/META-INF/resources/webjars/axe-core/" + pom.getProperty("version") + "/axe.min.js";
        try (InputStream file = Axe.class.getResourceAsStream(path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
