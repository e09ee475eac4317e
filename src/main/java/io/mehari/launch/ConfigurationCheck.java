package io.mehari.launch;

import io.mehari.catalog.ServerNames;
import io.mehari.catalog.group.GroupRemarks;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.configuration.InvalidConfigurationException;
import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.serversfile.Finding.Severity;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.McpServersFile.Reading;
import io.mehari.configuration.serversfile.ServersSettings;
import io.mehari.configuration.serversfile.ServersSource;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.configuration.settings.SettingsCheck;
import io.mehari.configuration.settings.YamlSyntax;
import io.mehari.failure.ErrorPatternsFile;
import io.mehari.failure.knowledge.KnowledgeFiles;
import io.mehari.routes.check.NamedRecoveries;
import io.mehari.security.InvalidKeysFileException;
import io.mehari.security.KeysFile;
import io.mehari.security.SecuritySettings;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.servers.ServerTrial;
import io.mehari.servers.ServerTrials;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.heartbeat.HeartbeatFile;
import io.mehari.history.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/**
 * Every problem and remark about the configuration as a whole: {@code application.yaml}, variables and arguments,
 * the list of servers, and the error patterns. Looks without running anything.
 */
public final class ConfigurationCheck {
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final String ROUTES = "mehari.routes.directory";
    private static final String OVERLAY = "mehari.routes.overlay";
    private static final String PLUGINS = "mehari.plugins.directory";
    private static final String HEARTBEAT_FILE = "mehari.heartbeat.file";
    private static final String HEARTBEATS = "config/heartbeat.json";
    private static final String SERVERS_FILE = "mehari.servers.file";

    private final List<String> errors = new ArrayList<>();
    private boolean fatal;
    private final List<String> remarks = new ArrayList<>();
    private final List<UpstreamSettings> servers = new ArrayList<>();
    private final List<ApiKey> keys = new ArrayList<>();
    /** Every name of a server, those of route files included. */
    private final Set<String> known = new TreeSet<>();

    private String source = "";
    private String address = "";
    private Path base = Path.of("");
    private ConfigurableEnvironment settings;

    private ConfigurationCheck() {}

    /**
     * Looks at what a gateway started here would read.
     *
     * @param file list of servers, or the folder that the gateway is started in; the list that is configured, and the
     *     working directory, if empty
     * @param variables known as {@code ${NAME}} besides those of the process
     * @param environment variables of the process
     */
    public static ConfigurationCheck of(
            Optional<Path> file, Map<String, String> variables, Map<String, String> environment) {
        StandardEnvironment settings = new StandardEnvironment();
        settings.getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.copyOf(environment)));
        Path base = file.filter(Files::isDirectory).map(Path::normalize).orElse(Path.of(""));
        file.ifPresent(path -> settings.getPropertySources().addFirst(new MapPropertySource("file", placeOf(path))));
        LaunchOptions options = new LaunchOptions(variables, Optional.empty());
        ConfigurationCheck check = withoutSettings(settings, options, base);
        if (check.errors.isEmpty()) {
            ConfigDataEnvironmentPostProcessor.applyTo(settings);
            EnvironmentNames names = new EnvironmentNames(environment);
            names.addTo(settings);
            ConfigurationPropertySources.attach(settings);
            check = of(settings, options, base);
            check.remarks.addAll(0, names.warnings());
        }
        return check;
    }

    /** Settings that stand for a list of servers, or for a folder with everything in it. */
    private static Map<String, Object> placeOf(Path path) {
        return Files.isDirectory(path)
                ? Map.of(
                        "spring.config.location",
                        "optional:classpath:/,optional:file:" + path + "/,optional:file:" + path + "/config/")
                : Map.of(SERVERS_FILE, path.toString());
    }

    /** Looks at all files; settings are those of this environment, which is not changed: others read it meanwhile. */
    static ConfigurationCheck of(ConfigurableEnvironment settings, LaunchOptions options) {
        return of(settings, options, Path.of(""));
    }

    /**
     * Looks at a whole set of files that is not where a gateway reads it.
     *
     * @param settings of the gateway; those that it has read from files do not count
     * @param options of its command line
     * @param folder has {@code routes/} and {@code config/}
     * @param servers the list of servers in it; the empty one if it is not there
     * @return what a gateway started with these files would be told
     */
    public static ConfigurationCheck ofFolder(
            ConfigurableEnvironment settings, LaunchOptions options, Path folder, Path servers) {
        StandardEnvironment own = new StandardEnvironment();
        own.getPropertySources().forEach(source -> own.getPropertySources().remove(source.getName()));
        settings.getPropertySources().stream()
                .filter(source -> !(source.getSource() instanceof Iterable)) // the view of all the others
                .filter(source -> !(source instanceof OriginTrackedMapPropertySource))
                .forEach(own.getPropertySources()::addLast);
        Map<String, Object> places = new HashMap<>(placeOf(folder));
        places.put(ROUTES, folder.resolve("routes").toString());
        places.put(SERVERS_FILE, existing(servers, folder).toString());
        places.put(
                PLUGINS,
                Path.of(settings.getProperty(PLUGINS, "./plugins"))
                        .toAbsolutePath()
                        .toString());
        Path heartbeats = Path.of(settings.getProperty(HEARTBEAT_FILE, HEARTBEATS));
        places.put(
                HEARTBEAT_FILE,
                Places.of(settings)
                        .laidOut(folder, heartbeats)
                        .toAbsolutePath()
                        .toString());
        own.getPropertySources().addFirst(new MapPropertySource("folder", places));
        ConfigurationCheck check = withoutSettings(own, options, folder);
        if (check.errors.isEmpty()) {
            ConfigDataEnvironmentPostProcessor.applyTo(own);
            ConfigurationPropertySources.attach(own);
            check = of(own, options, folder);
        }
        return check;
    }

    /** A gateway may have no list of servers, which a named one may not be. */
    private static Path existing(Path servers, Path folder) {
        if (Files.exists(servers)) {
            return servers;
        }
        try {
            return Files.writeString(folder.resolve("no-servers.json"), "{\"mcpServers\": {}}");
        } catch (IOException e) {
            return servers; // said to be missing
        }
    }

    private static ConfigurationCheck of(ConfigurableEnvironment settings, LaunchOptions options, Path base) {
        ConfigurationCheck check = new ConfigurationCheck();
        check.base = base;
        check.settings = settings;
        SettingsCheck.of(settings).forEach(problem -> check.errors.add(problem.toString()));
        check.fatal = !check.errors.isEmpty();
        check.address = address(settings);
        check.lookAtFiles(settings, options);
        return check;
    }

    private static String address(ConfigurableEnvironment settings) {
        String host = settings.getProperty("mehari.data.host", "127.0.0.1");
        String port = settings.getProperty("mehari.data.port", "8000");
        boolean tls = settings.containsProperty("mehari.data.tls.certificate");
        boolean all = "0.0.0.0".equals(host) || "::".equals(host);
        String name = all ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
        return (tls ? "https://" : "http://") + name + ":" + port;
    }

    /** Looks at all files before settings are read from them; without errors if {@code application.yaml} is YAML. */
    static ConfigurationCheck withoutSettings(ConfigurableEnvironment settings, LaunchOptions options) {
        return withoutSettings(settings, options, Path.of(""));
    }

    private static ConfigurationCheck withoutSettings(
            ConfigurableEnvironment settings, LaunchOptions options, Path base) {
        ConfigurationCheck check = new ConfigurationCheck();
        check.base = base;
        check.settings = settings;
        check.errors.addAll(YamlSyntax.problems(base));
        if (!check.errors.isEmpty()) {
            check.fatal = true;
            check.lookAtFiles(settings, options);
        }
        return check;
    }

    private void lookAtFiles(ConfigurableEnvironment settings, LaunchOptions options) {
        Path file = base.resolve(settings.getProperty(SERVERS_FILE, ServersSettings.DEFAULT.toString()));
        try {
            take(ServersSource.find(file, options.server()), ServersSettings.of(settings), options);
        } catch (InvalidConfigurationException e) {
            errors.addAll(e.problems());
            fatal = true;
        }
        lookAtGroups(settings);
        SecuritySettings.of(settings).ifPresent(this::lookAtKeys);
        List<String> patterns = ErrorPatternsFile.problems(base);
        errors.addAll(patterns);
        fatal |= !patterns.isEmpty();
        List<String> heartbeats =
                HeartbeatFile.problems(base.resolve(settings.getProperty(HEARTBEAT_FILE, HEARTBEATS)));
        errors.addAll(heartbeats);
        fatal |= !heartbeats.isEmpty();
        List<String> knowledge = KnowledgeFiles.problems(
                Binder.get(settings)
                        .bind("mehari.errors.knowledge", Bindable.listOf(String.class))
                        .orElse(List.of()),
                base);
        errors.addAll(knowledge);
        fatal |= !knowledge.isEmpty();
    }

    private void lookAtKeys(SecuritySettings settings) {
        keys.addAll(settings.keys());
        if (settings.keysFile() == null) {
            return;
        }
        try {
            keys.addAll(new KeysFile(settings.keysFile()).read(settings.keys()));
        } catch (InvalidKeysFileException e) {
            errors.addAll(e.problems());
            fatal = true;
        }
    }

    /** Groups that cannot be read are reported with the other settings. */
    private void lookAtGroups(ConfigurableEnvironment settings) {
        try {
            GroupRemarks.ofServers(GroupSettings.of(settings), known).forEach(remarks::add);
        } catch (BindException e) {
            LoggerFactory.getLogger(ConfigurationCheck.class).debug("No remarks about groups", e);
        }
    }

    private void take(Resource file, ServersSettings defaults, LaunchOptions options) {
        Reading reading = McpServersFile.of(TTL, defaults, options.variables()).inspect(file);
        source = file instanceof FileSystemResource beside ? beside.getPath() : file.getDescription();
        reading.of(Severity.ERROR).forEach(error -> errors.add(source + ", " + error));
        reading.of(Severity.WARNING).forEach(warning -> remarks.add(source + ", " + warning));
        reading.of(Severity.NOTE).forEach(note -> remarks.add(source + ", " + note));
        servers.addAll(reading.servers());
        known.add(ServerNames.TOOL_ROUTES);
        reading.servers().forEach(server -> known.add(server.name()));
        reading.misconfigured().forEach(server -> known.add(server.name()));
        known.addAll(reading.names().keySet());
        boolean strict = defaults.strict() || options.server().isPresent();
        fatal |= !(strict
                ? reading.of(Severity.ERROR).isEmpty()
                : reading.outside().isEmpty());
    }

    /** Every problem, by file and line, those included that only leave a server out; empty if there is none. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** Whether a gateway would not start with it, or would not take it as a change. */
    public boolean isFatal() {
        return fatal;
    }

    /** What the gateway will not do although it is configured, and what is disabled. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** Every problem and oddity in the route files that a gateway started here would read. */
    public RouteFilesCheck routes() {
        Path directory = base.resolve(settings.getProperty(ROUTES, "./routes")).normalize();
        boolean overlay = settings.getProperty(OVERLAY, Boolean.class, true);
        Path plugins = base.resolve(settings.getProperty(PLUGINS, "./plugins")).normalize();
        NamedRecoveries recoveries =
                new NamedRecoveries(ErrorPatternsFile.beside(base).toString(), ErrorPatternsFile.namedRoutes(base));
        return RouteFilesCheck.of(directory, overlay, plugins, known, settings::getProperty, recoveries);
    }

    /** API keys, those of the file of keys included. */
    public List<ApiKey> keys() {
        return List.copyOf(keys);
    }

    /** Where a gateway with these settings is called from this machine; empty if they cannot be read. */
    public String address() {
        return address;
    }

    /** Where the servers are listed. */
    public String source() {
        return source;
    }

    /** Names of the servers that are switched on. */
    public List<String> servers() {
        return servers.stream().map(UpstreamSettings::name).toList();
    }

    /**
     * Ends a start, unless all that is wrong are entries of servers that can be left out.
     *
     * @throws InvalidConfigurationException naming every error
     */
    void refuseErrors() {
        if (fatal) {
            throw new InvalidConfigurationException("The configuration", errors);
        }
    }

    /**
     * Connects to all servers side by side, looks at them and ends the connections again. Of use only without errors.
     *
     * @param limit longest wait for all of them together
     * @param waiting notified every few seconds of the servers that have not answered yet
     */
    public List<ServerTrial.Result> connect(Duration limit, Consumer<List<String>> waiting) {
        return ServerTrials.of(servers, limit, Clock.systemUTC(), waiting);
    }
}
