package io.mehari.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mehari.library.PluginJar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Maven repository in a folder, with digests, also over HTTP. */
public final class RepositoryFixture implements AutoCloseable {
    /** Paths that were asked for over HTTP. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    private final Path folder;
    private HttpServer server;
    private String user = "";

    public RepositoryFixture(Path folder) {
        this.folder = folder;
    }

    /** Adds an artifact with a jar; each of the needs is {@code group:artifact:version} and what else stands in it. */
    public RepositoryFixture with(Coordinates artifact, String... needs) throws Exception {
        StringBuilder pom = new StringBuilder("<project><modelVersion>4.0.0</modelVersion><groupId>" + artifact.group()
                + "</groupId><artifactId>" + artifact.artifact() + "</artifactId><version>" + artifact.version()
                + "</version><dependencies>");
        for (String need : needs) {
            String[] parts = need.split(":", 4);
            pom.append(
                    "<dependency><groupId>" + parts[0] + "</groupId><artifactId>" + parts[1] + "</artifactId><version>"
                            + parts[2] + "</version>" + (parts.length > 3 ? parts[3] : "") + "</dependency>");
        }
        Path base = base(artifact);
        write(
                base.resolveSibling(base.getFileName() + ".pom"),
                pom.append("</dependencies></project>").toString().getBytes(StandardCharsets.UTF_8));
        Path jar = new PluginJar().file("which.txt", artifact.toString()).writeTo(folder.resolve("part.jar"));
        write(base.resolveSibling(base.getFileName() + ".jar"), Files.readAllBytes(jar));
        Files.delete(jar);
        return this;
    }

    /** What is fetched as the jar of an artifact is not what its digest was made of. */
    public void alter(Coordinates artifact) throws IOException {
        Path base = base(artifact);
        Files.writeString(base.resolveSibling(base.getFileName() + ".jar"), "something else");
    }

    private Path base(Coordinates artifact) {
        return folder.resolve(artifact.group().replace('.', '/'))
                .resolve(artifact.artifact())
                .resolve(artifact.version())
                .resolve(artifact.artifact() + "-" + artifact.version());
    }

    private static void write(Path file, byte[] content) throws Exception {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
        Files.writeString(file.resolveSibling(file.getFileName() + ".sha1"), digest);
    }

    /** Serves the folder; as a proxy as well, for any host. */
    public String serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Asks for a user and a password, joined by a colon, from now on. */
    public void protect(String credentials) {
        user = credentials;
    }

    /** Address of the folder itself. */
    public String address() {
        return folder.toUri().toString();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI().toString());
        String expected = "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
        if (!user.isEmpty() && !expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
            exchange.sendResponseHeaders(401, -1);
        } else if (Files.isRegularFile(file)) {
            byte[] content = Files.readAllBytes(file);
            exchange.sendResponseHeaders(200, exchange.getRequestMethod().equals("HEAD") ? -1 : content.length);
            if (!exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseBody().write(content);
            }
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
        exchange.close();
    }

    /** Names of the files in a folder, in order; none if there is no folder. */
    public static List<String> namesIn(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                files.map(file -> file.getFileName().toString()).sorted().forEach(names::add);
            }
        }
        return names;
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
