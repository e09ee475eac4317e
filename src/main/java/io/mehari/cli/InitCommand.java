package io.mehari.cli;

import io.mehari.text.Counted;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mehari init}: the configuration, the routes and the examples of the jar, for editing. */
@Command(
        name = "init",
        description =
                "Writes the configuration, the route files and examples to a folder, for editing. Overwrites nothing.",
        footer = {"", "Example:", "  mehari init gateway && cd gateway && mehari"})
final class InitCommand implements Callable<Integer> {
    private static final String ROOT = "/mehari/";

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder to write to; created if it does not exist.")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        Map<String, Resource> files = shipped();
        List<Path> there = files.keySet().stream()
                .map(directory::resolve)
                .filter(Files::exists)
                .toList();
        PrintWriter err = spec.commandLine().getErr();
        if (!there.isEmpty()) {
            err.println("mehari init: " + directory + " already has " + there.size() + " of the files, such as "
                    + there.get(0) + ". Nothing was written; choose another folder.");
            return 1;
        }
        for (Map.Entry<String, Resource> file : files.entrySet()) {
            write(file.getValue(), directory.resolve(file.getKey()));
        }
        spec.commandLine().getOut().println(whatNext(files.size()));
        return 0;
    }

    private String whatNext(int written) {
        return String.join(
                System.lineSeparator(),
                "Wrote " + Counted.of(written, "file") + " to " + directory + ":",
                "  config/mcp-servers.json      name your MCP servers here",
                "  config/application.yaml      port, keys, limits",
                "  config/error-patterns.yaml   categories of failures",
                "  routes/                      what happens to a call; routes/README.md describes how to change it",
                "  examples/                    ready examples, to be copied into routes/",
                "Next:",
                "  cd " + directory,
                "  mehari check --connect       connects to your servers",
                "  mehari                       starts the gateway on http://127.0.0.1:8000");
    }

    private static void write(Resource resource, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (InputStream content = resource.getInputStream()) {
            Files.copy(content, file);
        }
    }

    /** The files in the jar by their path in the folder. */
    private static Map<String, Resource> shipped() throws IOException {
        Map<String, Resource> files = new TreeMap<>(Comparator.naturalOrder());
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        for (String folder : List.of("config", "examples", "routes")) {
            for (Resource file : resolver.getResources("classpath*:mehari/" + folder + "/**/*.*")) {
                String address = file.getURL().toString();
                files.put(address.substring(address.lastIndexOf(ROOT) + ROOT.length()), file);
            }
        }
        return files;
    }
}
