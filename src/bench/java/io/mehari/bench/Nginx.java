package io.mehari.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** nginx as a plain reverse proxy to one server on loopback: what passing a call on costs at the least. */
final class Nginx implements AutoCloseable {
    /** What to tell where it is not installed. */
    static final String MISSING = "nginx is not installed here, so there is nothing to compare with. Install it "
            + "(`apt-get install nginx`; it need not be running) and run the bench again.";

    private static final String CONFIGURATION = """
            daemon off;
            worker_processes auto;
            pid nginx.pid;
            error_log stderr warn;
            events { worker_connections 1024; }
            http {
              access_log off;
              keepalive_requests 1000000000;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              upstream server {
                server 127.0.0.1:%d;
                keepalive 64;
                keepalive_requests 1000000000;
              }
              server {
                listen 127.0.0.1:%d;
                location / {
                  proxy_pass http://server;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                }
              }
            }
            """;

    private final ChildProcess process;
    private final URI base;

    private Nginx(ChildProcess process, URI base) {
        this.process = process;
        this.base = base;
    }

    /** Whether it is installed. */
    static Optional<Path> installed() {
        return SearchPath.find("nginx");
    }

    /**
     * Starts it with a configuration and folders of its own.
     *
     * @param program where it is installed
     * @param directory for its files
     * @param port of the server behind it
     */
    static Nginx start(Path program, Path directory, int port) throws IOException {
        Files.createDirectories(directory);
        int own = ChildProcess.freePort();
        Path configuration = Files.writeString(directory.resolve("nginx.conf"), CONFIGURATION.formatted(port, own));
        ChildProcess process = ChildProcess.start(
                directory,
                "nginx",
                List.of(
                        program.toString(),
                        "-e",
                        "stderr",
                        "-p",
                        directory.toString(),
                        "-c",
                        configuration.toString()));
        return new Nginx(process, URI.create("http://127.0.0.1:" + own));
    }

    /** The same call through it. */
    HttpCall through(HttpCall call) {
        return new HttpCall(base.resolve(call.uri().getRawPath()), call.body(), call.expected());
    }

    /** Its process; those that do the work are its children. */
    ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
