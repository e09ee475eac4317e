package io.mehari.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;

/**
 * Where the files are that run, and what they are called: {@code routes/pipeline/tool-call.camel.yaml}, {@code
 * config/mcp-servers.json}. Immutable.
 *
 * @param routes folder of route files; need not exist
 * @param config folder of configuration files; need not exist
 * @param servers the list of servers, which may lie elsewhere: it is {@code servers/NAME} then, and is not written
 * @param secret files that are never kept, such as that of the keys: a key that was taken away must not come back
 */
public record Places(Path routes, Path config, Path servers, Set<Path> secret) {
    /** First part of the names of route files. */
    public static final String ROUTES = "routes";

    /** First part of the names of configuration files. */
    public static final String CONFIG = "config";

    /** First part of the names of files of which only their digest is kept. */
    public static final String KEYS = "keys";

    /** First part of the name of a list of servers that lies elsewhere. */
    static final String ELSEWHERE = "servers";

    private static final String WORD = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}";
    private static final Pattern ROUTE =
            Pattern.compile(ROUTES + "/" + WORD + "/" + WORD + "\\.(?:yaml|yml|xml|java|json|properties)");
    private static final Pattern CONFIGURATION =
            Pattern.compile(CONFIG + "/" + WORD + "\\.(?:yaml|yml|json|properties)");

    /** Makes all paths absolute. */
    public Places {
        routes = absolute(routes);
        config = absolute(config);
        servers = absolute(servers);
        secret = Set.copyOf(secret.stream().map(Places::absolute).toList());
    }

    /**
     * The places of a gateway with these settings.
     *
     * @param environment need not be complete; defaults hold for what it does not have
     * @return new
     */
    public static Places of(Environment environment) {
        String keys = environment.getProperty("mehari.security.keys-file", "");
        return new Places(
                Path.of(environment.getProperty("mehari.routes.directory", "./routes")),
                Path.of(environment.getProperty("mehari.reload.config", "./config")),
                Path.of(environment.getProperty("mehari.servers.file", "config/mcp-servers.json")),
                keys.isBlank() ? Set.of() : Set.of(Path.of(keys)));
    }

    /**
     * Where a file of the configuration is in a folder in which a whole set is laid out.
     *
     * @param folder has {@code config/}; the empty path where nothing is laid out
     * @param file as it is configured
     * @return the file itself if it is not one of those that are kept
     */
    public Path laidOut(Path folder, Path file) {
        Path path = absolute(file);
        return folder.toString().isEmpty() || !config.equals(path.getParent())
                ? file
                : folder.resolve(CONFIG).resolve(path.getFileName());
    }

    /**
     * Where versions are kept.
     *
     * @param environment need not be complete
     * @return absolute; need not exist
     */
    public static Path history(Environment environment) {
        String own = HistorySettings.of(environment).directory();
        return absolute(
                own.isBlank()
                        ? Path.of(environment.getProperty("mehari.dead-letters.directory", "./data"), "history")
                        : Path.of(own));
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /**
     * Whether a file of that name is kept.
     *
     * @param name with its first part
     * @return false also for names that lead elsewhere
     */
    public boolean isKept(String name) {
        return name.equals(serversName())
                || (ROUTE.matcher(name).matches() || CONFIGURATION.matcher(name).matches())
                        && !name.contains("..")
                        && !secret.contains(path(name));
    }

    /** {@return what tells these places from those of another gateway} */
    public String home() {
        return config.toString();
    }

    /** Whether the list of servers lies outside the folder of configuration files. */
    boolean isServersElsewhere() {
        return !config.equals(servers.getParent());
    }

    /** {@return what the list of servers is called} */
    public String serversName() {
        return !isServersElsewhere() ? CONFIG + "/" + servers.getFileName() : ELSEWHERE + "/" + servers.getFileName();
    }

    /**
     * Where a kept file is.
     *
     * @param name of which {@link #isKept} is true
     * @return absolute
     */
    public Path path(String name) {
        String rest = name.substring(name.indexOf('/') + 1);
        if (name.startsWith(ROUTES + "/")) {
            return routes.resolve(rest);
        }
        return name.startsWith(CONFIG + "/") ? config.resolve(rest) : servers;
    }

    /**
     * Why a file may not be written.
     *
     * @param name as somebody gave it
     * @return cause and remedy; empty if it may be
     */
    public Optional<String> problemOfWriting(String name) {
        if (name.startsWith(ELSEWHERE + "/")) {
            return Optional.of("only files in routes/ and config/ are written");
        }
        if (!isKept(name)) {
            return Optional.of(
                    "expected routes/FOLDER/FILE or config/FILE, of letters, digits, '_', '.', '-', that ends in"
                            + " .yaml, .json, .properties (a route also in .xml or .java) and is not the file of the keys");
        }
        Path path = path(name);
        Path root = name.startsWith(ROUTES + "/") ? routes : config;
        if (Files.isSymbolicLink(path)) {
            return Optional.of("it is a link, whose target is changed where it lies");
        }
        return leadsOut(path.getParent(), root) ? Optional.of("its folder leads out of " + root) : Optional.empty();
    }

    /** A folder inside may be a link to one that is outside. */
    private static boolean leadsOut(Path folder, Path root) {
        try {
            return Files.exists(folder) && !folder.toRealPath().startsWith(root.toRealPath());
        } catch (IOException e) {
            return true;
        }
    }
}
