package io.mehari.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** A collector of traces: takes OTLP over HTTP and decodes it by the classes of the protocol itself. Thread-safe. */
public final class Collector implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Seen> spans = new CopyOnWriteArrayList<>();
    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private volatile int status = 200;

    /**
     * A span as it came.
     *
     * @param span decoded
     * @param service name of who sent it
     */
    public record Seen(Span span, String service) {
        public String name() {
            return span.getName();
        }

        public String trace() {
            return HexFormat.of().formatHex(span.getTraceId().toByteArray());
        }

        public String id() {
            return HexFormat.of().formatHex(span.getSpanId().toByteArray());
        }

        /** Empty for the first of its trace. */
        public String parent() {
            return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
        }

        public String kind() {
            return span.getKind().name().substring("SPAN_KIND_".length());
        }

        /** The value of an attribute; null for none. */
        public String get(String key) {
            for (KeyValue attribute : span.getAttributesList()) {
                if (attribute.getKey().equals(key)) {
                    return switch (attribute.getValue().getValueCase()) {
                        case STRING_VALUE -> attribute.getValue().getStringValue();
                        case INT_VALUE -> Long.toString(attribute.getValue().getIntValue());
                        case BOOL_VALUE -> Boolean.toString(attribute.getValue().getBoolValue());
                        default -> attribute.getValue().toString();
                    };
                }
            }
            return null;
        }
    }

    public Collector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::take);
        server.setExecutor(threads);
        server.start();
    }

    /** Its address, without a path. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All that came. */
    public List<Seen> spans() {
        return spans;
    }

    /** The spans of one trace. */
    public List<Seen> of(String trace) {
        return spans.stream().filter(seen -> seen.trace().equals(trace)).toList();
    }

    /** A header of the last request. */
    public String header(String name) {
        return headers.get(name);
    }

    /** Answers with this status from now on; what comes with another than 200 is not kept. */
    public void answerWith(int code) {
        status = code;
    }

    private void take(HttpExchange exchange) throws IOException {
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
        try (InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
            if (status == 200) {
                request.getResourceSpansList().forEach(this::keep);
            }
        }
        byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
        exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        exchange.close();
    }

    private void keep(ResourceSpans resource) {
        String service = resource.getResource().getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals("service.name"))
                .map(attribute -> attribute.getValue().getStringValue())
                .findFirst()
                .orElse("");
        for (ScopeSpans scope : resource.getScopeSpansList()) {
            scope.getSpansList().forEach(span -> spans.add(new Seen(span, service)));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
