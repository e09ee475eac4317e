package io.mehari.reliability;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that stop listening and come back. They lie below those that systems give to outgoing
 * connections, so that nobody takes one meanwhile. Any of them will do, so they are drawn without a seed: runs at the
 * same time on one machine do not draw the same.
 */
final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int TRIES = 200;

    private Ports() {}

    /** A port nobody listens on. */
    static int free() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                continue; // taken
            }
        }
        throw new IOException("No free port between " + FIRST + " and " + LAST);
    }
}
