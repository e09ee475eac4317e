package io.mehari.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection that sends a call after the other and hides nothing of what happens to it. Used by one thread. */
final class CallSocket {
    private static final int LIMIT_MILLIS = 30_000;

    private final URI uri;
    private final Socket socket;
    private final InputStream in;
    private boolean stays = true;

    /**
     * Connects.
     *
     * @throws IOException if it is refused
     */
    CallSocket(URI uri) throws IOException {
        this.uri = uri;
        this.socket = new Socket(uri.getHost(), uri.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LIMIT_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Sends a call and waits for its answer.
     *
     * @param keep whether the connection is to stay open
     * @return status and body
     * @throws IOException if there is no answer
     */
    String post(String body, boolean keep) throws IOException {
        String request = "POST " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                + "\r\nContent-Type: application/json\r\n" + (keep ? "" : "Connection: close\r\n")
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String head = head();
        stays = !head.contains("\r\nconnection: close");
        int at = head.indexOf("\r\ncontent-length: ");
        if (at < 0) {
            throw new IOException("An answer without a length: " + head);
        }
        int length = Integer.parseInt(head.substring(at + 18, head.indexOf('\r', at + 2)));
        return head.substring(9, 12) + " " + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("The connection was closed without an answer, after: " + head);
            }
            head.append((char) read);
        }
        return head.toString().toLowerCase(Locale.ROOT);
    }

    /** Whether a further call may be sent. */
    boolean stays() {
        return stays;
    }

    /** Closes a connection, if there is one. */
    static void close(CallSocket socket) {
        if (socket != null) {
            try {
                socket.socket.close();
            } catch (IOException e) {
                return; // it is gone
            }
        }
    }
}
