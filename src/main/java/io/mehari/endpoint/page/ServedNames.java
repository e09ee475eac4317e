package io.mehari.endpoint.page;

import io.mehari.catalog.ReservedNames;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.text.NearestNames;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The servers that pages speak of, whether they have tools yet or not. Safe for concurrent use. */
final class ServedNames {
    private final ToolCatalog catalog;
    private final Upstreams upstreams;
    private final ServerAliases aliases;

    /**
     * The servers of a gateway.
     *
     * @param catalog servers with tools, and those that are joining
     * @param upstreams all others, too
     * @param aliases names of servers as their file has them
     */
    ServedNames(ToolCatalog catalog, Upstreams upstreams, ServerAliases aliases) {
        this.catalog = catalog;
        this.upstreams = upstreams;
        this.aliases = aliases;
    }

    /** All servers, in alphabetical order. */
    Collection<String> all() {
        TreeSet<String> names = new TreeSet<>(catalog.servers());
        upstreams.all().stream().map(Upstream::name).forEach(names::add);
        return names;
    }

    /** Servers whose tools have a short form, and so documents of their own; in alphabetical order. */
    List<String> withDocuments() {
        return all().stream().filter(name -> !ReservedNames.isLike(name)).toList();
    }

    /**
     * The server that a path means.
     *
     * @param segment its name, or that of its entry
     * @return its name
     * @throws RequestRejectedException if there is none; names those that resemble it
     */
    String require(String segment) {
        String name = aliases.nameOf(segment);
        if (catalog.hasServer(name) || upstreams.find(name).isPresent()) {
            return name;
        }
        throw RequestRejectedException.notFound(
                "There is no server named " + NearestNames.quoted(segment) + NearestNames.suggestion(segment, all()));
    }
}
