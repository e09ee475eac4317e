package io.mehari.routes;

import io.mehari.text.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The route files: those in the jar, and over them those on disk. A file on disk takes the place of the shipped one of its
 * name, or switches it off by being empty. Reads the folder again each time. Files whose names begin with a dot, and backups
 * of editors, are left out since only {@code *.yaml} and {@code *.camel.xml} count.
 */
public final class RouteFiles {
    /** Folders whose routes exist once, with listeners and timers. */
    public static final List<String> FIXED = List.of("endpoint", "maintenance");

    /** Folders whose routes make up a generation. */
    public static final List<String> PER_GENERATION = List.of(
            "configuration", "pipeline", "upstream", "recovery", "notification", "tools", "resources", "prompts");

    /** Folder of routes to be copied from, which none is read of. */
    static final String EXAMPLES = "examples";

    private static final long LARGEST = 1 << 20;

    private final Path directory;
    private final boolean overlay;
    private final ShippedRoutes shipped = new ShippedRoutes();

    /**
     * A folder that holds the whole set.
     *
     * @param directory where it does not exist the files in the jar are used
     */
    public RouteFiles(Path directory) {
        this(directory, false);
    }

    /**
     * A folder of route files.
     *
     * @param directory where it does not exist the files in the jar are used
     * @param overlay whether it lies over the files in the jar, instead of holding the whole set
     */
    public RouteFiles(Path directory, boolean overlay) {
        this.directory = directory.toAbsolutePath().normalize();
        this.overlay = overlay;
    }

    /**
     * The files of another folder, read in the same way.
     *
     * @param other instead of this one
     * @return new
     */
    public RouteFiles at(Path other) {
        return new RouteFiles(other, overlay);
    }

    /** Where the files come from, for people. */
    String origin() {
        if (!inFolder()) {
            return "the routes inside the jar";
        }
        return overlay ? directory + " over the routes inside the jar" : directory.toString();
    }

    /**
     * Where each file of a set comes from.
     *
     * @param folders those that were read
     * @param set what they had
     * @return in order of names, with the files that are switched off
     */
    List<RouteLayer> layers(List<String> folders, List<RouteFile> set) {
        boolean both = overlay || !inFolder();
        return RouteLayer.of(
                set,
                both
                        ? folders.stream()
                                .flatMap(folder -> shipped.in(folder).stream())
                                .toList()
                        : List.of());
    }

    /** Whether there is a folder, so that the routes inside the jar are not used. */
    boolean inFolder() {
        return Files.isDirectory(directory);
    }

    /**
     * The folder of route files.
     *
     * @return absolute; need not exist
     */
    public Path folder() {
        return directory;
    }

    /**
     * The files of these folders, in order of folder and name.
     *
     * @throws InvalidRoutesException if one cannot be read or is over 1 MiB
     */
    public List<RouteFile> read(List<String> folders) {
        List<RouteFile> files = new ArrayList<>();
        for (String folder : folders) {
            try {
                files.addAll(inFolder() ? fromFolder(folder) : shipped.in(folder));
            } catch (IOException e) {
                throw new InvalidRoutesException("Route files in " + folder + " cannot be read: " + e.getMessage(), e);
            }
        }
        return files;
    }

    /**
     * All files at one moment.
     *
     * @throws InvalidRoutesException if one cannot be read or is over 1 MiB
     */
    All readAll() {
        return new All(read(PER_GENERATION), read(FIXED));
    }

    /**
     * All route files at one moment.
     *
     * @param generation those that make up a generation
     * @param fixed those whose routes exist once
     */
    record All(List<RouteFile> generation, List<RouteFile> fixed) {
        /** SHA-256 over names and contents of each. */
        String fingerprint() {
            return RouteFiles.fingerprint(generation) + RouteFiles.fingerprint(fixed);
        }
    }

    /** A sentence for each file that looks as if it were meant to be read, and is not. */
    public List<String> passedOver() {
        List<String> known =
                Stream.concat(FIXED.stream(), PER_GENERATION.stream()).sorted().toList();
        return Files.isDirectory(directory) ? PassedOverFiles.in(directory, known) : List.of();
    }

    /** Whether a file is in one of the folders {@link #FIXED}. */
    static boolean isFixed(String name) {
        return FIXED.contains(name.substring(0, Math.max(0, name.indexOf('/'))));
    }

    /** Where each file comes from, of those that are loaded once and of those of a generation. */
    List<RouteLayer> allLayers(List<RouteFile> fixed, List<RouteFile> ofGeneration) {
        return Stream.concat(layers(FIXED, fixed).stream(), layers(PER_GENERATION, ofGeneration).stream())
                .sorted(Comparator.comparing(RouteLayer::file))
                .toList();
    }

    /**
     * SHA-256 over names and contents.
     *
     * @param files in the order of {@link #read}
     * @return hexadecimal digits, as {@link io.mehari.component.generation.Generation#fingerprint}
     */
    public static String fingerprint(List<RouteFile> files) {
        MessageDigest digest = Sha256.newDigest();
        for (RouteFile file : files) {
            digest.update((file.name() + "\n" + file.content().length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(file.content());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private List<RouteFile> fromFolder(String folder) throws IOException {
        List<RouteFile> own = fromDirectory(folder);
        if (!overlay) {
            return own;
        }
        Map<String, RouteFile> set = new TreeMap<>();
        shipped.in(folder).forEach(file -> set.put(file.name(), file));
        for (RouteFile file : own) {
            if (file.isEmpty() && shipped.find(file.name()).isPresent()) {
                set.remove(file.name());
            } else {
                set.put(file.name(), file);
            }
        }
        return List.copyOf(set.values());
    }

    private List<RouteFile> fromDirectory(String folder) throws IOException {
        Path path = directory.resolve(folder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<RouteFile> files = new ArrayList<>();
            for (Path file : entries.filter(RouteFiles::isRouteFile).sorted().toList()) {
                files.add(new RouteFile(folder + "/" + file.getFileName(), contentOf(file)));
            }
            return files;
        }
    }

    /** Some exceptions of files say nothing but the file, others anything but. */
    private static byte[] contentOf(Path file) throws IOException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException("over 1 MiB");
            }
            return Files.readAllBytes(file);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": permission denied", e);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": it has just been removed", e);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static boolean isRouteFile(Path path) {
        String name = path.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(RouteFile.XML))
                && !name.startsWith(".")
                && Files.isRegularFile(path);
    }
}
