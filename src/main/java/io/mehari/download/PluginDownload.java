package io.mehari.download;

import io.mehari.library.CamelVersion;
import io.mehari.text.Causes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ChecksumFailureException;

/** Puts artifacts and what they need into the folder of plugins: all of it, or nothing. */
public final class PluginDownload {
    static final String CENTRAL = "https://repo.maven.apache.org/maven2";

    private final Path plugins;
    private final List<String> repositories;
    private final GatewayJars gateway;

    /**
     * A download into a folder.
     *
     * @param plugins the folder; made if it is not there
     * @param repositories addresses of Maven repositories; Maven Central if there is none
     */
    public PluginDownload(Path plugins, List<String> repositories) {
        this(plugins, repositories, GatewayJars.here());
    }

    PluginDownload(Path plugins, List<String> repositories, GatewayJars gateway) {
        this.plugins = plugins;
        this.repositories = repositories.isEmpty() ? List.of(CENTRAL) : repositories;
        this.gateway = gateway;
    }

    /**
     * Fetches artifacts.
     *
     * @param wanted what is asked for
     * @return what is in the folder now because of that
     * @throws DownloadFailedException if anything cannot be fetched; nothing has been written then
     * @throws IOException if the folder cannot be written
     */
    public Added add(List<Coordinates> wanted) throws IOException {
        Path cache = Files.createTempDirectory("mehari.add-");
        try {
            Map<String, Path> jars = new TreeMap<>();
            Map<String, String> others = new TreeMap<>();
            MavenRepository repository = new MavenRepository(Repositories.of(repositories), cache);
            for (Coordinates each : wanted) {
                Resolution found = resolve(repository, each);
                found.jars().forEach(jar -> jars.put(jar.getFileName().toString(), jar));
                found.others()
                        .forEach((artifact, version) -> others.put(
                                artifact, gateway.versionOf(artifact).orElse("") + " (" + version + " was asked for)"));
            }
            return place(jars, others);
        } finally {
            delete(cache);
        }
    }

    private Resolution resolve(MavenRepository repository, Coordinates wanted) {
        if (gateway.versionOf(wanted.artifact()).isPresent()) {
            throw new DownloadFailedException(
                    "The gateway has " + wanted.artifact() + " "
                            + gateway.versionOf(wanted.artifact()).get() + " itself",
                    "There is nothing to add.",
                    null);
        }
        try {
            return repository.resolve(wanted, gateway);
        } catch (RepositoryException e) {
            throw failure(wanted, e);
        }
    }

    private static DownloadFailedException failure(Coordinates wanted, RepositoryException failure) {
        if (has(failure, ChecksumFailureException.class)) {
            return new DownloadFailedException(
                    wanted + " cannot be taken: its digest is not the one that the repository names: "
                            + Causes.of(failure),
                    "Nothing was written. Try again; if it stays so, the repository or a proxy before it alters files.",
                    failure);
        }
        boolean missing = has(failure, ArtifactNotFoundException.class) && !has(failure, IOException.class);
        if (missing || failure instanceof ArtifactDescriptorException && !has(failure, IOException.class)) {
            return new DownloadFailedException(
                    wanted + " is not in the repository, or something that it needs is not: " + Causes.of(failure),
                    "Apache Camel here is " + CamelVersion.get() + "; another repository is named by --repository URL.",
                    failure);
        }
        return new DownloadFailedException(
                wanted + " cannot be fetched: " + Causes.of(failure),
                "Offline? --repository URL names a mirror, -Dhttps.proxyHost=HOST -Dhttps.proxyPort=PORT in MEHARI_JAVA_OPTS a"
                        + " proxy. Or run the same command where there is a network, with --plugins DIR, and copy the jars.",
                failure);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private Added place(Map<String, Path> jars, Map<String, String> others) throws IOException {
        Files.createDirectories(plugins);
        List<Added.Jar> added = new ArrayList<>();
        List<String> besides = new ArrayList<>();
        for (Map.Entry<String, Path> jar : jars.entrySet()) {
            besides.addAll(olderBeside(jar.getKey()));
            Path part = plugins.resolve("." + jar.getKey() + ".part");
            Files.copy(jar.getValue(), part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, plugins.resolve(jar.getKey()), StandardCopyOption.REPLACE_EXISTING);
            added.add(new Added.Jar(jar.getKey(), Files.size(jar.getValue())));
        }
        return new Added(added, others, besides);
    }

    /** Other versions of the same artifact, by their names. */
    private List<String> olderBeside(String jar) throws IOException {
        String artifact = jar.replaceFirst("-\\d.*", "");
        try (Stream<Path> files = Files.list(plugins)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.startsWith(".") && !name.equals(jar))
                    .filter(name -> name.replaceFirst("-\\d.*", "").equals(artifact))
                    .sorted()
                    .toList();
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
