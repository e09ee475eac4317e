package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for documents, whatever they describe: options of the URL, ready bytes, entity tags. Safe for concurrent
 * use.
 */
public final class OpenApiDocuments implements AutoCloseable {
    private static final String JSON = "application/json";

    private static final Logger LOG = LoggerFactory.getLogger(OpenApiDocuments.class);

    /** Most warnings; each is given once, whatever is built again. */
    private static final int MOST_WARNINGS = 1_000;

    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final DocumentStyle style;
    private final DocumentStore store = new DocumentStore();

    /**
     * No documents yet.
     *
     * @param style what holds for all of them
     */
    public OpenApiDocuments(DocumentStyle style) {
        this.style = style;
    }

    /**
     * What a document of tools is made of. Two that are equal make the same document.
     *
     * @param heading what it says first
     * @param tools what it describes, in this order
     */
    public record Contents(Heading heading, List<PathTool> tools) {
        /** Keeps a copy. */
        public Contents {
            tools = List.copyOf(tools);
        }
    }

    /**
     * Answers with the document of some tools in the short form of calls. The caller has decided whether there is such a
     * document.
     *
     * @param request the request
     * @param target its target
     * @param name name of the document, for nothing else, such as {@code group/coding}
     * @param contents what it describes at the moment; asked at each request, and cheap
     * @return 200 with the document, or 304; ends on another thread if the document must be built
     */
    public CompletableFuture<Response> tools(
            Request request, RequestTarget target, String name, Supplier<Contents> contents) {
        return document(
                request,
                target,
                name,
                contents,
                (now, options) -> ToolDocument.build(style, now.heading(), now.tools(), options.whole(), this::warn));
    }

    /**
     * Answers with a document.
     *
     * @param <S> type of what it is made of
     * @param request the request
     * @param target its target
     * @param name name of the document
     * @param state what it is made of at the moment
     * @param build makes it
     * @return 200 with the document, or 304
     */
    <S> CompletableFuture<Response> document(
            Request request,
            RequestTarget target,
            String name,
            Supplier<S> state,
            BiFunction<S, DocumentOptions, ObjectNode> build) {
        DocumentOptions options = DocumentOptions.of(target, style.exact());
        String known = request.header(HttpHeaderNames.IF_NONE_MATCH);
        return store.get(name + " " + options, state, now -> OpenApi30.convertIf(options, build.apply(now, options)))
                .thenApply(document -> response(document, known));
    }

    /**
     * What holds for all documents.
     *
     * @return never null
     */
    DocumentStyle style() {
        return style;
    }

    private static Response response(StoredDocument document, String known) {
        Map<String, String> headers = Map.of("etag", document.tag(), "cache-control", "no-cache");
        return document.isKnownBy(known)
                ? Response.empty(HttpResponseStatus.NOT_MODIFIED, headers)
                : new Response(HttpResponseStatus.OK, JSON, headers, stream -> stream.write(document.bytes()));
    }

    private void warn(String warning) {
        if (warned.size() < MOST_WARNINGS && warned.add(warning)) {
            LOG.warn("{}", warning);
        }
    }

    /** Ends the thread that builds. */
    @Override
    public void close() {
        store.close();
    }
}
