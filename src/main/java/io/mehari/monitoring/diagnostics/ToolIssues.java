package io.mehari.monitoring.diagnostics;

import io.mehari.catalog.AggregatedNames;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.event.AlertSeverity;
import io.mehari.text.Wildcard;
import io.mehari.upstream.AllowedTools;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tools whose schemas are not, or not wholly, understood, whose names collide, or that are disabled and do not exist. */
record ToolIssues(ToolCatalog catalog, Upstreams upstreams) implements IssueSource {
    @Override
    public List<Issue> issues() {
        List<Issue> issues = new ArrayList<>();
        Map<String, Tool> names = new HashMap<>();
        for (Tool tool : catalog.tools()) {
            schema(tool, issues);
            Tool other = names.putIfAbsent(AggregatedNames.of(tool.server(), tool.name()), tool);
            if (other != null) {
                issues.add(new Issue(
                        "tool_name_collision",
                        AlertSeverity.WARNING,
                        tool.id(),
                        tool.id() + " and " + other.id()
                                + " have one name at MCP, so that one of them is shown otherwise",
                        "Name one of the two servers otherwise in mcp-servers.json"));
            }
        }
        upstreams.all().forEach(upstream -> names(upstream, issues));
        return issues;
    }

    private static void schema(Tool tool, List<Issue> issues) {
        tool.schema()
                .problem()
                .ifPresent(problem -> issues.add(new Issue(
                        "schema_unusable",
                        AlertSeverity.WARNING,
                        tool.id(),
                        "The input schema of " + tool.id() + " cannot be applied, so its arguments are not checked: "
                                + problem,
                        "Report it to the author of the server; calls work")));
        List<String> dropped = tool.schema().dropped();
        if (!dropped.isEmpty()) {
            issues.add(new Issue(
                    "schema_keyword_dropped",
                    AlertSeverity.INFO,
                    tool.id(),
                    "Parts of the input schema of " + tool.id() + " are not understood and left out of checks: "
                            + String.join("; ", dropped),
                    "Report it to the author of the server; calls work, and the rest of the schema is checked"));
        }
    }

    private static void names(Upstream upstream, List<Issue> issues) {
        Set<String> seen = new HashSet<>();
        upstream.tools().forEach(tool -> {
            String name = tool.path("name").asText();
            if (!seen.add(name)) {
                issues.add(new Issue(
                        "tool_listed_twice",
                        AlertSeverity.WARNING,
                        upstream.name() + "/" + name,
                        upstream.name() + " lists the tool " + name + " twice; the first one is used",
                        "Report it to the author of the server"));
            }
        });
        if (upstream.state() == UpstreamState.READY) {
            AllowedTools tools = upstream.settings().tools();
            unknown(upstream.name(), "disabled", tools.disabled(), seen, issues);
            unknown(upstream.name(), "allowed", tools.listed().orElse(Set.of()), seen, issues);
        }
    }

    private static void unknown(String server, String list, Set<String> names, Set<String> tools, List<Issue> issues) {
        for (String name : names) {
            if (tools.stream().noneMatch(tool -> Wildcard.isLike(name, tool)) && !"*".equals(name)) {
                issues.add(new Issue(
                        list + "_tool_unknown",
                        AlertSeverity.INFO,
                        server + "/" + name,
                        list + "Tools of " + server + " names " + name + ", which the server does not list",
                        "Correct the name, or remove it"));
            }
        }
    }
}
