package io.mehari.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.routes.check.Finding;
import io.mehari.routes.check.Rule;
import io.mehari.text.Version;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Findings as SARIF 2.1.0, the form that code scanning of GitHub, GitLab and Azure DevOps reads (OASIS, Static Analysis
 * Results Interchange Format Version 2.1.0). Stateless.
 */
public final class SarifReport {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private SarifReport() {}

    /**
     * Writes a log with one run.
     *
     * @param result what was found
     * @return JSON
     */
    public static String of(CheckResult result) {
        ObjectNode log = Json.object().put("$schema", SCHEMA).put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver =
                run.putObject("tool").putObject("driver").put("name", "Mehari").put("version", Version.current());
        ArrayNode rules = driver.putArray("rules");
        for (Rule rule : Rule.values()) {
            rules.addObject().put("id", rule.id()).putObject("shortDescription").put("text", rule.description());
        }
        run.put("columnKind", "unicodeCodePoints");
        ArrayNode artifacts = run.putArray("artifacts");
        result.files()
                .forEach(file -> artifacts.addObject().putObject("location").put("uri", uri(file)));
        ArrayNode results = run.putArray("results");
        result.findings().forEach(finding -> add(results.addObject(), finding));
        return log.toPrettyString();
    }

    private static void add(ObjectNode result, Finding finding) {
        result.put("ruleId", finding.rule().id())
                .put("ruleIndex", finding.rule().ordinal())
                .put("level", finding.isError() ? "error" : "warning")
                .putObject("message")
                .put("text", finding.text());
        ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
        place.putObject("artifactLocation").put("uri", uri(finding.file()));
        if (finding.line() > 0) {
            ObjectNode region = place.putObject("region").put("startLine", finding.line());
            if (finding.column() > 0) {
                region.put("startColumn", finding.column());
            }
        }
    }

    private static String uri(String file) {
        try {
            return new URI(null, null, file.replace('\\', '/'), null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("No address can be made of " + file, e);
        }
    }
}
