package io.mehari.endpoint.mcp.offer;

import io.mehari.upstream.Offer.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All lists of a view at one revision of the catalogues. Immutable.
 */
public final class ViewOffer {
    private final Revision revision;
    private final Map<Kind, List<Entry>> lists;
    private final Map<Kind, Map<String, Entry>> byName;
    private final List<Template> templates;
    private final List<Conflict> conflicts;

    /** State of both catalogues. */
    record Revision(long tools, long offers) {}

    private record Template(UriTemplate template, Entry entry) {}

    ViewOffer(Revision revision, Map<Kind, Map<String, Entry>> byName, List<Conflict> conflicts) {
        this.revision = revision;
        this.byName = byName;
        this.conflicts = List.copyOf(conflicts);
        this.lists = new EnumMap<>(Kind.class);
        byName.forEach((kind, entries) -> lists.put(kind, List.copyOf(entries.values())));
        this.templates = list(Kind.RESOURCE_TEMPLATES).stream()
                .map(entry -> new Template(UriTemplate.of(entry.name()), entry))
                .toList();
    }

    Revision revision() {
        return revision;
    }

    /** Where servers are in each other's way. */
    List<Conflict> conflicts() {
        return conflicts;
    }

    /**
     * One of the lists.
     *
     * @param kind which one
     * @return immutable, by server, then in the order of the server
     */
    public List<Entry> list(Kind kind) {
        return lists.getOrDefault(kind, List.of());
    }

    /**
     * The entry that clients of the view have under a name.
     *
     * @param kind of which list
     * @param shown name of a tool or a prompt, URI of a resource, or of a template as it stands in the list
     * @return empty if there is none
     */
    public Optional<Entry> find(Kind kind, String shown) {
        return Optional.ofNullable(byName.getOrDefault(kind, Map.of()).get(shown));
    }

    /**
     * Where a URI leads.
     *
     * @param uri of a resource
     * @return the resource of exactly this URI, else the first template that it can have been made from; empty if there is
     *     none
     */
    public Optional<Entry> owner(String uri) {
        return find(Kind.RESOURCES, uri)
                .or(() -> templates.stream()
                        .filter(candidate -> candidate.template().matches(uri))
                        .findFirst()
                        .map(Template::entry));
    }

    /**
     * Whether clients see the same list in another state.
     *
     * @param kind of which list
     * @param other the other state of the same view
     * @return true if no byte of an entry differs, nor their order
     */
    public boolean showsSame(Kind kind, ViewOffer other) {
        List<Entry> one = list(kind);
        List<Entry> two = other.list(kind);
        if (one.size() != two.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!one.get(i).looksLike(two.get(i))) {
                return false;
            }
        }
        return true;
    }
}
