package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Reads a response of server-sent events from a bare socket, event by event. */
final class SseReader implements AutoCloseable {
    private static final int LIMIT_MILLIS = 20_000;

    final int status;
    final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Socket socket;
    private final InputStream in;
    private InputStream chunk = InputStream.nullInputStream();
    private boolean ended;

    /** One event; the data of those without a message is an empty text. */
    record Event(String id, String name, String data, String retry) {
        JsonNode json() throws IOException {
            return Json.read(data);
        }
    }

    private SseReader(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.status = Integer.parseInt(line(in).split(" ")[1]);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            headers.put(
                    line.substring(0, line.indexOf(':')),
                    line.substring(line.indexOf(':') + 1).strip());
        }
    }

    static SseReader open(Socket socket, String method, String path, String body, String... headers)
            throws IOException {
        socket.setSoTimeout(LIMIT_MILLIS);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        head.append("Accept: application/json, text/event-stream\r\nContent-Type: application/json\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(bytes);
        return new SseReader(socket);
    }

    boolean isEvents() {
        return headers.getOrDefault("content-type", "").equals("text/event-stream");
    }

    /** The next event that is not a comment; null at the end of the stream. */
    Event next() throws IOException {
        String id = null;
        String name = null;
        String data = null;
        String retry = null;
        long deadline = System.nanoTime() + LIMIT_MILLIS * 1_000_000L;
        while (true) {
            if (System.nanoTime() > deadline) {
                throw new IOException("No event came in time");
            }
            String line = line();
            if (line == null) {
                return null;
            }
            if (line.isEmpty()) {
                if (id != null || data != null || retry != null) {
                    return new Event(id, name, data, retry);
                }
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.startsWith("retry: ")) {
                retry = line.substring(7);
            }
        }
    }

    /** The next event that holds a message. */
    Event message() throws IOException {
        Event event = next();
        while (event != null && (event.data() == null || event.data().isEmpty())) {
            event = next();
        }
        return event;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = read(); c != '\n'; c = read()) {
            if (c < 0) {
                return null;
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private int read() throws IOException {
        int c = chunk.read();
        while (c < 0 && !ended) {
            int size = Integer.parseInt(line(in), 16);
            chunk = new java.io.ByteArrayInputStream(in.readNBytes(size));
            in.readNBytes(2);
            ended = size == 0;
            c = chunk.read();
        }
        return c;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("Closed after: " + line);
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
