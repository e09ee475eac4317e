package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An MCP client of version 2026-07-28 that has a listen stream, and reads it when it is told to. */
final class ListeningClient implements AutoCloseable {
    private static final int RECEIVE_BUFFER = 4096;
    private static final String LISTEN =
            "{\"jsonrpc\":\"2.0\",\"id\":\"l\",\"method\":\"subscriptions/listen\",\"params\":{\"notifications\":"
                    + "{\"resourceSubscriptions\":[\"%s\"]},\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":"
                    + "\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}";

    private final Socket socket = new Socket();

    /** Opens the stream, and reads nothing but its head. */
    ListeningClient(URI base, String path, String resource) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
        String body = LISTEN.formatted(resource);
        socket.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nMCP-Protocol-Version: 2026-07-28\r\n"
                                + "Mcp-Method: subscriptions/listen\r\nContent-Type: application/json\r\n"
                                + "Accept: application/json, text/event-stream\r\nContent-Length: " + body.length()
                                + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
        assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
    }

    /** Reads on from now on, as fast as it comes. */
    void read() {
        Thread reader = new Thread(() -> {
            try (InputStream in = socket.getInputStream()) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException e) {
                // closed
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
