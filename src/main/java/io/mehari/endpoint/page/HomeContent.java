package io.mehari.endpoint.page;

import io.mehari.call.Caller;
import io.mehari.call.Scope;
import io.mehari.catalog.ReservedNames;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.ToolGroup;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.http.target.PathSegments;
import io.mehari.text.Counted;
import io.mehari.upstream.UpstreamStatus;
import io.mehari.upstream.Upstreams;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What the home page shows of servers and their tools, at the moment it is asked for. Safe for concurrent use. */
final class HomeContent {
    /** Most servers, and tools of one server, that are shown; the documents have the others. */
    static final int MOST_SERVERS = 200;

    static final int MOST_TOOLS = 50;

    private static final String READY = "ready";

    private final ServedNames names;
    private final ToolCatalog catalog;
    private final Upstreams upstreams;
    private final ToolGroups groups;
    private final String below;

    /**
     * The content of one gateway's page.
     *
     * @param names the servers
     * @param catalog their tools
     * @param upstreams their states
     * @param groups sets of tools
     * @param prefix path below which tools are called
     */
    HomeContent(ServedNames names, ToolCatalog catalog, Upstreams upstreams, ToolGroups groups, PathPrefix prefix) {
        this.groups = groups;
        this.names = names;
        this.catalog = catalog;
        this.upstreams = upstreams;
        this.below = prefix.toString().substring(1);
    }

    /**
     * The content.
     *
     * @param caller who asks; only who may call tools reads why a server is down
     * @param base address of the page, as the caller has it
     * @return HTML for the main part of a page
     */
    String html(Caller caller, String base) {
        Collection<String> servers = names.all();
        StringBuilder html = new StringBuilder(4096);
        servers(html, servers, caller);
        groups(html);
        start(html, servers.isEmpty(), caller, base);
        html.append("""
                <h2>More</h2>
                <nav aria-label="Documents"><ul>
                <li><a href="docs">Interactive documents</a></li>
                <li><a href="openapi.json">OpenAPI</a></li>
                <li><a href="api/v1/tools">All tools as JSON</a></li>
                <li><a href="api/v1/servers">All servers as JSON</a></li>
                <li><a href="health">Health</a></li>
                </ul></nav>
                """);
        return html.toString();
    }

    private void servers(StringBuilder html, Collection<String> servers, Caller caller) {
        long ready = servers.stream().filter(name -> state(name).equals(READY)).count();
        html.append("<h2>Servers</h2>\n<p>")
                .append(ready)
                .append(" of ")
                .append(Counted.of(servers.size(), "server"))
                .append(" ready, ")
                .append(Counted.of(catalog.tools().size(), "tool"))
                .append(".</p>\n<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Server</th>")
                .append("<th scope=\"col\">State</th><th scope=\"col\">Tools</th><th scope=\"col\">Documents</th></tr>")
                .append("</thead>\n<tbody>\n");
        servers.stream().limit(MOST_SERVERS).forEach(name -> server(html, name, caller));
        html.append("</tbody>\n</table></div>\n");
        if (servers.size() > MOST_SERVERS) {
            html.append("<p class=\"soft\">")
                    .append(servers.size() - MOST_SERVERS)
                    .append(" more are in the <a href=\"api/v1/servers\">list of servers</a>.</p>\n");
        }
    }

    private void server(StringBuilder html, String name, Caller caller) {
        String state = state(name);
        html.append("<tr><th scope=\"row\">")
                .append(Html.text(name))
                .append("</th><td class=\"state ")
                .append(state)
                .append("\">")
                .append(state);
        if (!state.equals(READY) && caller.has(Scope.CALL)) {
            upstreams
                    .find(name)
                    .flatMap(upstream -> upstream.status().lastError())
                    .ifPresent(why -> html.append("<span class=\"why\">")
                            .append(Html.text(why))
                            .append("</span>"));
        }
        html.append("</td><td>");
        tools(html, catalog.tools(name), Tool::name);
        html.append("</td><td>");
        documents(html, name);
        html.append("</td></tr>\n");
    }

    private void tools(StringBuilder html, List<Tool> tools, Function<Tool, String> shown) {
        if (tools.isEmpty()) {
            html.append("none");
            return;
        }
        html.append("<details><summary>")
                .append(Counted.of(tools.size(), "tool"))
                .append("</summary><ul>");
        tools.stream()
                .limit(MOST_TOOLS)
                .forEach(tool -> html.append("<li><code>")
                        .append(Html.text(shown.apply(tool)))
                        .append("</code></li>"));
        if (tools.size() > MOST_TOOLS) {
            html.append("<li>and ").append(tools.size() - MOST_TOOLS).append(" more</li>");
        }
        html.append("</ul></details>");
    }

    private void documents(StringBuilder html, String name) {
        if (ReservedNames.isLike(name)) {
            html.append("<a href=\"docs\">envelope API only</a>");
            return;
        }
        links(html, below + PathSegments.encoded(name), name);
    }

    private static void links(StringBuilder html, String path, String name) {
        String shown = Html.text(name);
        html.append("<a href=\"%s/docs\" aria-label=\"Documents of %s\">docs</a> ".formatted(path, shown))
                .append("<a href=\"%s/openapi.json\" aria-label=\"OpenAPI of %s\">openapi.json</a>"
                        .formatted(path, shown));
    }

    private void groups(StringBuilder html) {
        if (groups.all().isEmpty()) {
            return;
        }
        html.append("<h2>Groups</h2>\n<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Group</th>")
                .append("<th scope=\"col\">For</th><th scope=\"col\">Tools</th><th scope=\"col\">Documents</th></tr>")
                .append("</thead>\n<tbody>\n");
        for (ToolGroup group : groups.all()) {
            html.append("<tr><th scope=\"row\">")
                    .append(Html.text(group.name()))
                    .append("</th><td>")
                    .append(Html.text(group.description()))
                    .append("</td><td>");
            tools(html, group.tools(), Tool::id);
            html.append("</td><td>");
            links(html, "groups/" + PathSegments.encoded(group.name()), group.name());
            html.append("</td></tr>\n");
        }
        html.append("</tbody>\n</table></div>\n");
    }

    /** A command to begin with, of a tool that can be called without arguments as far as its schema says. */
    private void start(StringBuilder html, boolean nothing, Caller caller, String base) {
        if (nothing) {
            html.append("<p>List servers in <code>config/mcp-servers.json</code>.</p>\n");
        }
        String key = caller.equals(Caller.LOCAL) ? "" : " -H \"Authorization: Bearer $KEY\"";
        catalog.tools().stream()
                .filter(tool -> !ReservedNames.isLike(tool.server()))
                .filter(tool -> tool.definition().at("/inputSchema/required").isEmpty())
                .findFirst()
                .map(tool -> "curl" + key + " -H 'Content-Type: application/json' -d '{}' " + base + below
                        + PathSegments.encoded(tool.server()) + "/" + PathSegments.encoded(tool.name()))
                .ifPresent(command -> html.append("<h2>Try a call</h2>\n<pre><code>")
                        .append(Html.text(command))
                        .append("</code></pre>\n"));
    }

    /** As {@code GET /api/v1/servers} has it. */
    private String state(String name) {
        return upstreams
                .find(name)
                .map(upstream -> {
                    UpstreamStatus status = upstream.status();
                    return status.state().name().toLowerCase(Locale.ROOT);
                })
                .orElse(READY);
    }
}
