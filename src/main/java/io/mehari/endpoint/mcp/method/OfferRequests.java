package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mehari.catalog.AggregatedNames;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.offer.Entry;
import io.mehari.endpoint.mcp.offer.ViewOffer;
import io.mehari.endpoint.mcp.offer.ViewOffers;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.text.Causes;
import io.mehari.text.NearestNames;
import io.mehari.upstream.Offer.Kind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Runs {@code resources/read}, {@code prompts/get} and {@code completion/complete}: finds whose the resource or prompt is,
 * and asks there. Safe for concurrent use.
 */
public final class OfferRequests {
    private final ViewOffers offers;
    private final ResourceOwners owners;
    private final AwayServers away;
    private final Completions completions;
    private final ServerRequests requests;

    /**
     * Runs them.
     *
     * @param offers what views show
     * @param owners finds whose a resource is
     * @param away finds servers whose prompts may not be known yet
     * @param completions knows which servers complete
     * @param requests sends what goes on
     */
    public OfferRequests(
            ViewOffers offers,
            ResourceOwners owners,
            AwayServers away,
            Completions completions,
            ServerRequests requests) {
        this.offers = offers;
        this.owners = owners;
        this.away = away;
        this.completions = completions;
        this.requests = requests;
    }

    /**
     * Reads a resource, whose URI goes on as it came.
     *
     * @param call with {@code uri}
     * @return ends with the result
     * @throws McpErrorException -32002 with {@code data.uri} if the view has no such resource
     */
    CompletableFuture<ObjectNode> read(McpCall call) {
        String uri = Params.text(call.params(), "uri", "params.uri");
        Owner owner = owners.of(call.view(), uri).orElseThrow(() -> notFound(uri));
        return requests.send(owner.server(), owner.route(), call.params(), call)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(withUri(failure, uri)));
    }

    /** A server that knows no such resource may not say of which it speaks. */
    private static Throwable withUri(Throwable failure, String uri) {
        Throwable cause = Causes.unwrapped(failure);
        return cause instanceof McpErrorException error
                        && error.code() == ErrorCode.RESOURCE_NOT_FOUND
                        && error.data() == null
                ? McpErrorException.inBand(
                        error.code(), error.getMessage(), Json.object().put("uri", uri))
                : cause;
    }

    /**
     * The error for a resource that nobody has.
     *
     * @param uri as the client has it
     * @return of the legacy era: -32002 with {@code data.uri}
     */
    static McpErrorException notFound(String uri) {
        return McpErrorException.inBand(
                ErrorCode.RESOURCE_NOT_FOUND,
                "There is no resource " + NearestNames.quoted(uri)
                        + "; resources/list and resources/templates/list have all",
                Json.object().put("uri", uri));
    }

    /**
     * Gets a prompt.
     *
     * @param call with {@code name} and {@code arguments}
     * @return ends with the result
     * @throws McpErrorException -32602 if the view has no such prompt
     */
    CompletableFuture<ObjectNode> prompt(McpCall call) {
        String name = Params.text(call.params(), "name", "params.name");
        Params.object(call.params(), "arguments");
        Owner owner = prompt(call.view(), name);
        ObjectNode params = owner.name().equals(name)
                ? call.params()
                : Params.with(call.params(), "name", TextNode.valueOf(owner.name()));
        return requests.send(owner.server(), owner.route(), params, call);
    }

    private Owner prompt(McpView view, String name) {
        ViewOffer offer = offers.of(view);
        Optional<Entry> entry = offer.find(Kind.PROMPTS, name);
        if (entry.isPresent()) {
            return Owner.of(entry.get());
        }
        if (view.isServer()) {
            return new Owner(view.name(), false, name);
        }
        return away.of(view, name)
                .map(server ->
                        new Owner(server, false, name.substring(server.length() + AggregatedNames.SEPARATOR.length())))
                .orElseThrow(() -> unknownPrompt(offer, name));
    }

    private static McpErrorException unknownPrompt(ViewOffer offer, String name) {
        List<String> nearest = NearestNames.of(
                name, offer.list(Kind.PROMPTS).stream().map(Entry::shown).toList());
        return McpErrorException.invalidParams("There is no prompt named " + NearestNames.quoted(name)
                + (nearest.isEmpty()
                        ? "; prompts/list has all names"
                        : "; did you mean " + String.join(", ", nearest) + "?"));
    }

    /**
     * Completes an argument.
     *
     * @param call with {@code ref} and {@code argument}
     * @return ends with the result; without values where whoever has it does not complete anything
     * @throws McpErrorException -32602 if the view does not have what {@code ref} names
     */
    CompletableFuture<ObjectNode> complete(McpCall call) {
        JsonNode ref = call.params().path("ref");
        String type = Params.text(ref, "type", "params.ref.type");
        Owner owner;
        ObjectNode params = call.params();
        switch (type) {
            case "ref/prompt" -> {
                String name = Params.text(ref, "name", "params.ref.name");
                owner = prompt(call.view(), name);
                if (!owner.name().equals(name)) {
                    params = Params.with(
                            params, "ref", Params.with((ObjectNode) ref, "name", TextNode.valueOf(owner.name())));
                }
            }
            case "ref/resource" -> {
                String uri = Params.text(ref, "uri", "params.ref.uri");
                owner = owners.ofTemplate(call.view(), uri)
                        .orElseThrow(() -> McpErrorException.invalidParams("There is no resource template "
                                + NearestNames.quoted(uri) + "; resources/templates/list has all"));
            }
            default ->
                throw McpErrorException.invalidParams(
                        "params.ref.type must be ref/prompt or ref/resource, not " + NearestNames.quoted(type));
        }
        return completions.isOffered(call.view(), owner)
                ? requests.send(owner.server(), owner.route(), params, call)
                : CompletableFuture.completedFuture(Completions.none());
    }
}
