package io.mehari.cli;

import io.mehari.download.Added;
import io.mehari.download.Coordinates;
import io.mehari.download.PluginDownload;
import io.mehari.text.Counted;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mehari add}: components of Apache Camel, and other libraries, into the folder of plugins. */
@Command(
        name = "add",
        description =
                "Fetches components of Apache Camel, in the gateway's version, and other libraries, with everything they"
                        + " need, into the folder of plugins. A gateway that runs takes them within seconds. Digests are checked;"
                        + " all is written, or nothing.",
        footer = {
            "",
            "Examples:",
            "  mehari add camel-kafka                          or: mehari add kafka",
            "  mehari add camel-jms org.apache.activemq:activemq-client:6.1.7",
            "  mehari add camel-kamelets                       Kamelets of the catalogue",
            "  mehari add camel-ftp --repository https://nexus.example.com/repository/maven-public"
        })
final class AddCommand implements Callable<Integer> {
    private static final double KILO = 1000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    @Option(
            names = {"--plugins", "--lib"},
            paramLabel = "DIR",
            defaultValue = "plugins",
            description = "Folder to write to (default: ${DEFAULT-VALUE}).")
    private Path plugins;

    @Option(
            names = "--repository",
            paramLabel = "URL",
            description =
                    "Maven repository (default: Maven Central). May be repeated; user:password@ is for those that ask.")
    private List<String> repositories = List.of();

    @Parameters(
            arity = "1..*",
            paramLabel = "ARTIFACT",
            description = "Component (kafka), artifact of Apache Camel (camel-kafka), or group:artifact:version.")
    private List<String> artifacts;

    @Override
    public Integer call() throws IOException {
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
        List<Coordinates> wanted = artifacts.stream().map(Coordinates::of).toList();
        PrintWriter out = spec.commandLine().getOut();
        wanted.forEach(each -> out.println("Fetching " + each + " ..."));
        out.flush();
        report(new PluginDownload(plugins, repositories).add(wanted), out);
        return 0;
    }

    private void report(Added added, PrintWriter out) {
        for (Added.Jar jar : added.jars()) {
            out.println(String.format(Locale.ROOT, "  %8s  %s", size(jar.size()), jar.name()));
        }
        added.ofGateway()
                .forEach((artifact, version) -> out.println("  the gateway's own: " + artifact + " " + version));
        added.besides()
                .forEach(jar -> out.println("  warning: " + jar + " is there as well: remove one of the two versions"));
        out.println("Wrote " + Counted.of(added.jars().size(), "file") + ", " + size(added.size()) + ", to " + plugins
                + ". `mehari check` checks them with your routes.");
    }

    private static String size(long bytes) {
        return bytes < KILO * KILO
                ? String.format(Locale.ROOT, "%.0f kB", Math.max(1, bytes / KILO))
                : String.format(Locale.ROOT, "%.1f MB", bytes / KILO / KILO);
    }
}
